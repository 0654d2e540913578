//! A store that fails: in words that say whether waiting helps, with nothing half done.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt};
use kernel::Millis;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};
use platform_blob::{BlobOptions, Blobs, Limits, MasterKey, StoreOptions, error};
use testkit::Store;

use crate::support::{ANN, Place, all, body, file, new_upload, noise, offset, run};

/// Works, is full, or cannot be reached.
#[derive(Debug, Default)]
struct Moody {
    inner: InMemory,
    mood: AtomicU8,
}

const WELL: u8 = 0;
const FULL: u8 = 1;
const AWAY: u8 = 2;

impl Moody {
    fn is(&self, mood: u8) {
        self.mood.store(mood, Ordering::SeqCst);
    }

    fn fault(&self, writes: bool) -> Result<()> {
        let code = match self.mood.load(Ordering::SeqCst) {
            FULL if writes => 28, // ENOSPC
            AWAY => 111,          // ECONNREFUSED
            _ => return Ok(()),
        };
        let source = std::io::Error::from_raw_os_error(code).into();
        Err(object_store::Error::Generic { store: "moody", source })
    }

    async fn count(&self) -> usize {
        self.inner.list(None).count().await
    }
}

impl fmt::Display for Moody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("moody")
    }
}

#[async_trait]
impl ObjectStore for Moody {
    async fn put_opts(&self, at: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.fault(true)?;
        self.inner.put_opts(at, payload, options).await
    }

    async fn put_multipart_opts(
        &self,
        at: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.fault(true)?;
        self.inner.put_multipart_opts(at, options).await
    }

    async fn get_opts(&self, at: &Path, options: GetOptions) -> Result<GetResult> {
        self.fault(false)?;
        self.inner.get_opts(at, options).await
    }

    async fn get_ranges(&self, at: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.fault(false)?;
        self.inner.get_ranges(at, ranges).await
    }

    fn delete_stream(&self, objects: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        match self.fault(false) {
            Ok(()) => self.inner.delete_stream(objects),
            Err(fault) => futures_util::stream::iter([Err(fault)]).boxed(),
        }
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await
    }
}

async fn open(place: &Place) -> (Blobs, Arc<Moody>) {
    let moody = Arc::new(Moody::default());
    let keys = vec![MasterKey::generate().unwrap()];
    let store = StoreOptions::Given(Arc::clone(&moody) as Arc<dyn ObjectStore>);
    (place.open_with(BlobOptions { store, keys, limits: Limits::default() }).await, moody)
}

#[test]
fn a_full_disk_and_a_lost_store_are_told_apart() {
    run(async |place| {
        let (blobs, moody) = open(&place).await;
        let kept = blobs.put_bytes(noise(1, 1_000)).await.unwrap();
        for (mood, code) in [(FULL, &error::STORAGE_FULL), (AWAY, &error::UNAVAILABLE)] {
            moody.is(mood);
            for size in [10, 20_000_000] {
                let failure = blobs.put_bytes(noise(2, size)).await.unwrap_err();
                assert!(failure.is(code), "{failure:?}");
            }
            assert!(blobs.check().await.unwrap_err().is(code));
        }
        moody.is(FULL);
        assert_eq!(all(blobs.get(kept.hash, None).await).await.unwrap(), noise(1, 1_000), "reading goes on");
        moody.is(AWAY);
        let failure = all(blobs.get(kept.hash, None).await).await.unwrap_err();
        assert!(failure.is(&error::UNAVAILABLE) && failure.retry_after_s().is_some(), "{failure:?}");

        moody.is(WELL);
        blobs.check().await.unwrap();
        assert_eq!(blobs.put_bytes(noise(2, 10)).await.unwrap().size, 10);
        // What could not be deleted while the store was away goes with the sweep.
        blobs.sweep().await.unwrap();
        assert_eq!(moody.count().await, 2);
    });
}

#[test]
fn an_upload_outlives_a_full_disk() {
    run(async |place| {
        let (blobs, moody) = open(&place).await;
        let upload = blobs.create_upload(new_upload(ANN, "a", 3_000)).await.unwrap();
        blobs.append(ANN, upload.id, 0, body(noise(1, 1_000), 100)).await.unwrap();
        moody.is(FULL);
        let failure = blobs.append(ANN, upload.id, 1_000, body(noise(2, 2_000), 100)).await.unwrap_err();
        assert!(failure.is(&error::STORAGE_FULL));
        assert_eq!(offset(&blobs, ANN, &upload).await, 1_000);
        moody.is(WELL);
        blobs.append(ANN, upload.id, 1_000, body(noise(2, 2_000), 100)).await.unwrap();
        moody.is(FULL);
        let failure = blobs.finish_upload(ANN, upload.id).await.unwrap_err();
        assert!(failure.is(&error::STORAGE_FULL), "two parts need room for the whole");
        moody.is(AWAY);
        assert!(blobs.finish_upload(ANN, upload.id).await.unwrap_err().is(&error::UNAVAILABLE));
        moody.is(WELL);
        let file = blobs.finish_upload(ANN, upload.id).await.unwrap();
        assert_eq!(file.size, 3_000);
        blobs.sweep().await.unwrap();
        assert_eq!(moody.count().await, 1);
    });
}

#[test]
fn a_sweep_goes_on_where_it_failed() {
    run(async |place| {
        let (blobs, moody) = open(&place).await;
        for seed in 0..5 {
            blobs.put_bytes(noise(seed, 100)).await.unwrap();
        }
        file(&blobs, ANN, "kept", noise(9, 100)).await.unwrap();
        place.store.clock.advance(2 * Millis::DAY);
        moody.is(AWAY);
        assert!(blobs.sweep().await.unwrap_err().is(&error::UNAVAILABLE));
        assert_eq!(moody.count().await, 6);
        moody.is(WELL);
        assert_eq!(blobs.sweep().await.unwrap().objects, 5);
        assert_eq!(moody.count().await, 1);
    });
}

#[test]
fn objects_of_a_process_that_died_are_found() {
    run(async |place| {
        let (blobs, moody) = open(&place).await;
        let upload = blobs.create_upload(new_upload(ANN, "a", 3_000)).await.unwrap();
        let hanging = body(noise(1, 1_000), 100).chain(futures_util::stream::pending());
        let died =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let store = StoreOptions::Given(Arc::clone(&moody) as Arc<dyn ObjectStore>);
        let options =
            BlobOptions { store, keys: vec![MasterKey::generate().unwrap()], limits: Limits::default() };
        let Store { clock, ids, .. } = &place.store;
        let (db, id) = (place.store.reopen().await, upload.id);
        let writer = Blobs::open(options, db, clock.clone(), ids.clone()).await.unwrap();
        died.spawn(async move { writer.append(ANN, id, 0, hanging).await });
        testkit::wait_until("the object to be noted", async || garbage(&place).await == 1).await;
        died.shutdown_background();
        // Whether it was written or not: a day later it is neither there nor noted.
        moody.inner.put_opts(&Path::from("other"), PutPayload::new(), PutOptions::default()).await.unwrap();
        assert_eq!((blobs.sweep().await.unwrap().objects, garbage(&place).await), (0, 1));
        place.store.clock.advance(Millis::DAY);
        assert_eq!((blobs.sweep().await.unwrap().objects, garbage(&place).await), (1, 0));
        assert_eq!(moody.count().await, 1, "what is not ours stays");
    });
}

async fn garbage(place: &Place) -> usize {
    let noted = "SELECT object FROM blob_garbage LIMIT 10";
    place
        .store
        .db
        .read(move |tx| Box::pin(async move { Ok(tx.all(noted, vec![]).await?.len()) }))
        .await
        .unwrap()
}
