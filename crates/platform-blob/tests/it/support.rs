//! A place with a database and a folder of objects, and streams that do what the test says.

use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use kernel::{Id, Result};
use platform_blob::{
    BlobOptions, Blobs, Content, Limits, MasterKey, NewFile, NewUpload, Owner, StoreOptions, Upload,
};
use platform_db::Migrations;
use testkit::Store;
use testkit::rng::Rng;

pub(crate) const MIGRATIONS: &[Migrations] = &[platform_events::MIGRATIONS, platform_blob::MIGRATIONS];

pub(crate) const ANN: Owner = Owner { org: Id(1), user: Id(11) };
pub(crate) const BOB: Owner = Owner { org: Id(1), user: Id(12) };

/// Bytes of a frame of a sealed object, as the README tells.
pub(crate) const FRAME: usize = 65_536;

/// Runs a test on both engines.
pub(crate) fn run(test: impl AsyncFn(Place)) {
    testkit::on_both_engines(MIGRATIONS, async |store| test(Place { store }).await);
}

pub(crate) struct Place {
    pub(crate) store: Store,
}

impl Place {
    /// Opens the folder of this place; a second time: as a process that was started again.
    pub(crate) async fn open(&self, keys: &[&MasterKey]) -> Blobs {
        self.open_limited(keys, Limits::default()).await
    }

    pub(crate) async fn open_limited(&self, keys: &[&MasterKey], limits: Limits) -> Blobs {
        let keys = keys.iter().map(|key| (*key).clone()).collect();
        self.open_with(BlobOptions { store: StoreOptions::Folder(self.files()), keys, limits }).await
    }

    pub(crate) async fn open_with(&self, options: BlobOptions) -> Blobs {
        let Store { db, clock, ids, .. } = &self.store;
        Blobs::open(options, db.clone(), clock.clone(), ids.clone()).await.unwrap()
    }

    fn files(&self) -> PathBuf {
        self.store.folder.path().join("files")
    }

    /// The objects in the folder.
    pub(crate) fn objects(&self) -> Vec<PathBuf> {
        fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() { walk(&path, found) } else { found.push(path) }
            }
        }
        let mut found = Vec::new();
        walk(&self.files(), &mut found);
        found.sort();
        found
    }

    /// The only object in the folder.
    pub(crate) fn object(&self) -> PathBuf {
        let objects = self.objects();
        assert_eq!(objects.len(), 1, "{objects:?}");
        objects[0].clone()
    }
}

/// Bytes that look random, the same for one seed.
pub(crate) fn noise(seed: u64, len: usize) -> Bytes {
    let mut rng = Rng::new(seed);
    (0..len.div_ceil(8)).flat_map(|_| rng.next_u64().to_le_bytes()).take(len).collect::<Vec<_>>().into()
}

/// A body that gives these bytes in pieces of `step`.
pub(crate) fn body(
    bytes: impl Into<Bytes>,
    step: usize,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let bytes = bytes.into();
    let pieces: Vec<_> =
        (0..bytes.len()).step_by(step).map(|at| Ok(bytes.slice(at..(at + step).min(bytes.len())))).collect();
    stream::iter(pieces)
}

/// A body that gives these bytes and then breaks off.
pub(crate) fn broken(bytes: impl Into<Bytes>) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    body(bytes, 1_000).chain(stream::iter([Err(io::Error::from(io::ErrorKind::ConnectionReset))]))
}

pub(crate) async fn all(content: Result<Content>) -> Result<Bytes> {
    content?.into_bytes(u64::MAX).await
}

pub(crate) fn new_upload(owner: Owner, name: &str, size: u64) -> NewUpload {
    NewUpload { owner, name: name.to_owned(), size, declared_type: None, sha256: None }
}

/// Stores bytes and makes a file of them.
pub(crate) async fn file(
    blobs: &Blobs,
    owner: Owner,
    name: &str,
    bytes: impl Into<Bytes>,
) -> Result<platform_blob::File> {
    let blob = blobs.put_bytes(bytes).await?;
    blobs.create_file(NewFile { owner, name: name.to_owned(), blob, declared_type: None }).await
}

/// The value of a parameter of an error.
pub(crate) fn param(error: &kernel::Error, name: &str) -> String {
    let found = error.params().iter().find(|(param, _)| *param == name);
    found.unwrap_or_else(|| panic!("{error} has no {name}")).1.clone()
}

pub(crate) async fn offset(blobs: &Blobs, owner: Owner, upload: &Upload) -> u64 {
    blobs.upload(owner, upload.id).await.unwrap().offset
}
