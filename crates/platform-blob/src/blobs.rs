//! Contents: put once, got by hash.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::{BoxStream, Stream, StreamExt};
use kernel::{Clock, Error, Id, Ids, Millis, Result};
use parking_lot::Mutex;
use platform_db::{Db, Tx};
use tokio::sync::Semaphore;

use crate::content::{self, Content, ContentWriter, Stored, Written};
use crate::hash::ContentHash;
use crate::keys::Keyring;
use crate::objects::Objects;
use crate::options::{BlobOptions, Limits};
use crate::{error, store, thumbs};

/// Longest silence of a client in the middle of a body, after which it counts as gone.
const SILENCE: Duration = Duration::from_secs(60);
/// How long an object may be in writing before it counts as abandoned.
const WRITING_MS: i64 = Millis::DAY;

/// The store of files. Clones share it.
#[derive(Clone)]
pub struct Blobs(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) objects: Objects,
    pub(crate) keys: Keyring,
    pub(crate) limits: Limits,
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    /// Turns of making thumbnails.
    pub(crate) darkroom: Semaphore,
    pub(crate) lanes: thumbs::Lanes,
    /// How many bodies each person sends right now.
    pub(crate) sending: Mutex<HashMap<Id, usize>>,
}

/// A content in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlobRef {
    /// SHA-256 of the plain bytes.
    pub hash: ContentHash,
    /// Plain bytes.
    pub size: u64,
}

/// Why taking up a stream ended.
pub(crate) enum Stopped {
    /// The client broke off; how it said so.
    Client(AnyError),
    /// Our side failed.
    Us(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Us(error)
    }
}

impl From<AnyError> for Stopped {
    /// A stream that fails with an error of ours reads from our own store.
    fn from(cause: AnyError) -> Self {
        cause.downcast::<Error>().map_or_else(Self::Client, |error| Self::Us(*error))
    }
}

impl Blobs {
    /// Opens the store. The tables must be there ([`crate::MIGRATIONS`]) before it is used.
    pub async fn open(options: BlobOptions, db: Db, clock: Clock, ids: Ids) -> Result<Self> {
        Ok(Self(Arc::new(Inner {
            objects: Objects::open(options.store).await?,
            keys: Keyring::new(&options.keys)?,
            limits: options.limits,
            db,
            clock,
            ids,
            darkroom: Semaphore::new(thumbs::TURNS),
            lanes: thumbs::Lanes::default(),
            sending: Mutex::default(),
        })))
    }

    /// What is accepted.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Writes, reads and deletes an object in the store: whether it works at all.
    pub async fn check(&self) -> Result<()> {
        self.0.objects.probe(self.0.ids.next()).await
    }

    /// Ids of master keys that stored objects need and the configuration lacks, each with how many objects need it.
    pub async fn missing_keys(&self) -> Result<Vec<(String, u64)>> {
        let used = self.read(|tx| Box::pin(async move { Ok(store::blobs::keys_in_use(tx).await?) })).await?;
        Ok(used.into_iter().filter(|(key_id, _)| !self.0.keys.knows(key_id)).collect())
    }

    /// Stores a content; the same content twice is stored once. Until a file has it ([`Blobs::create_file`]) it stays
    /// for a day.
    ///
    /// Runs to its end even when the caller goes away. `blob.too_large` beyond the largest file.
    pub async fn put<S, E>(&self, content: S) -> Result<BlobRef>
    where
        S: Stream<Item = std::result::Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        let (blobs, source) = (self.clone(), Source::new(content));
        spawned(async move {
            let written = blobs.write_object(source, blobs.0.limits.file_bytes).await?;
            blobs.adopt(written).await
        })
        .await
    }

    /// Stores bytes that are in memory.
    pub async fn put_bytes(&self, bytes: impl Into<Bytes>) -> Result<BlobRef> {
        self.put(futures_util::stream::iter([Ok::<_, std::convert::Infallible>(bytes.into())])).await
    }

    /// Opens a content, or a range of it. The end of the range may lie beyond the content's; its start may not
    /// (`blob.out_of_range`). `blob.not_found` when there is no such content.
    pub async fn get(&self, hash: ContentHash, range: impl Into<Option<Range<u64>>>) -> Result<Content> {
        let stored = self.find_stored(hash).await?;
        let range = range.into().unwrap_or(0..stored.size);
        if range.start > stored.size || range.start > range.end {
            return Err(Error::new(&error::OUT_OF_RANGE).with("size", stored.size));
        }
        let range = range.start..range.end.min(stored.size);
        let stream = self.open_stored(&stored, range.clone()).await?;
        Ok(Content { size: stored.size, range, stream })
    }

    /// Reads a whole content and compares it with its hash: `blob.damaged` when it is not what was written.
    pub async fn verify(&self, hash: ContentHash) -> Result<()> {
        let mut content = self.get(hash, None).await?;
        let mut hashing = crate::hash::Hashing::new();
        while let Some(bytes) = content.stream.next().await {
            hashing.update(&bytes?);
        }
        if hashing.finish() != hash {
            return Err(Error::new(&error::DAMAGED).caused_by(format!("the content {hash} has another hash")));
        }
        Ok(())
    }

    pub(crate) async fn find_stored(&self, hash: ContentHash) -> Result<Stored> {
        self.read(move |tx| Box::pin(async move { Ok(store::blobs::find(tx, hash).await?) }))
            .await?
            .ok_or_else(|| Error::new(&error::NOT_FOUND))
    }

    pub(crate) async fn open_stored(
        &self,
        stored: &Stored,
        range: Range<u64>,
    ) -> Result<content::ContentStream> {
        content::read(&self.0.objects, &self.0.keys, stored, range).await
    }

    /// Writes what `source` gives, at most `max` bytes, into a new object that is noted as garbage until something
    /// refers to it.
    pub(crate) async fn write_object(&self, mut source: Source, max: u64) -> Result<Written> {
        let mut writer = self.begin_object().await?;
        let end = self.fill(&mut writer, &mut source, max).await;
        let outcome = match end {
            Ok(Filled::Ended) => return self.end_object(writer).await,
            Ok(Filled::Full) => Error::new(&error::TOO_LARGE).with("max", error::human(max)),
            Err(Stopped::Client(cause)) => Error::new(&error::INTERRUPTED).with("offset", 0).caused_by(cause),
            Err(Stopped::Us(error)) => error,
        };
        self.drop_object(writer).await;
        Err(outcome)
    }

    /// Begins a new object.
    pub(crate) async fn begin_object(&self) -> Result<Writing> {
        let object = Objects::name(self.0.ids.next());
        let (name, due_at) = (object.clone(), self.0.clock.now().plus(WRITING_MS));
        self.write(move |tx| Box::pin(async move { Ok(store::garbage::note(tx, &name, due_at).await?) }))
            .await?;
        match ContentWriter::start(&self.0.objects, &self.0.keys, object.clone()).await {
            Ok(writer) => Ok(Writing { object, writer }),
            Err(error) => {
                self.discard(&object).await;
                Err(error)
            }
        }
    }

    /// Writes what `source` gives until it ends or the object holds `max` bytes and more comes.
    pub(crate) async fn fill(
        &self,
        writing: &mut Writing,
        source: &mut Source,
        max: u64,
    ) -> std::result::Result<Filled, Stopped> {
        while let Some(mut bytes) = source.next().await? {
            let room = max - writing.writer.size();
            if bytes.len() as u64 > room {
                source.put_back(bytes.split_off(room as usize));
                writing.writer.write(bytes).await?;
                return Ok(Filled::Full);
            }
            writing.writer.write(bytes).await?;
        }
        Ok(Filled::Ended)
    }

    pub(crate) async fn end_object(&self, writing: Writing) -> Result<Written> {
        match writing.writer.finish(&self.0.keys).await {
            Ok(written) => Ok(written),
            Err(error) => {
                self.discard(&writing.object).await;
                Err(error)
            }
        }
    }

    pub(crate) async fn drop_object(&self, writing: Writing) {
        writing.writer.abort().await;
        self.discard(&writing.object).await;
    }

    /// Deletes an object that was being written and that nothing refers to.
    pub(crate) async fn discard(&self, object: &str) {
        let (name, now) = (object.to_owned(), self.0.clock.now());
        let abandoned = self
            .write(move |tx| Box::pin(async move { Ok(store::garbage::abandon(tx, &name, now).await?) }))
            .await;
        match abandoned {
            Ok(true) => self.delete_object(object).await,
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(object, ?error, "an object could not be given up; the sweep will find it")
            }
        }
    }

    /// Deletes an object that was given up. Should that fail, the sweep does it later.
    pub(crate) async fn delete_object(&self, object: &str) {
        let deleted = async {
            self.0.objects.delete(object).await?;
            let name = object.to_owned();
            self.write(move |tx| Box::pin(async move { Ok(store::garbage::forget(tx, &name).await?) })).await
        };
        if let Err(error) = deleted.await {
            tracing::warn!(object, ?error, "an object could not be deleted; the sweep will try again");
        }
    }

    /// Takes up a content just written, or drops it when the same is there already.
    pub(crate) async fn adopt(&self, written: Written) -> Result<BlobRef> {
        let blob = BlobRef { hash: written.hash, size: written.stored.size };
        let (now, object) = (self.0.clock.now(), written.stored.object.clone());
        let new = self
            .write(move |tx| Box::pin(async move { store::blobs::adopt(tx, &written, now).await }))
            .await?;
        if !new {
            self.delete_object(&object).await;
        }
        Ok(blob)
    }

    pub(crate) async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        self.0.db.read(work).await
    }

    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        self.0.db.write(work).await
    }
}

/// An object being written.
pub(crate) struct Writing {
    pub(crate) object: String,
    pub(crate) writer: ContentWriter,
}

/// How filling an object ended.
#[derive(PartialEq, Eq)]
pub(crate) enum Filled {
    /// The source has no more.
    Ended,
    /// The object is full; the source has more.
    Full,
}

/// What a stream of somebody else's fails with.
pub(crate) type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// A stream of bytes, where what was taken too many can be put back.
pub(crate) struct Source {
    stream: BoxStream<'static, std::result::Result<Bytes, AnyError>>,
    back: Option<Bytes>,
}

impl Source {
    pub(crate) fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = std::result::Result<Bytes, E>> + Send + 'static,
        E: Into<AnyError> + 'static,
    {
        Self { stream: stream.map(|bytes| bytes.map_err(Into::into)).boxed(), back: None }
    }

    pub(crate) fn put_back(&mut self, bytes: Bytes) {
        self.back = Some(bytes);
    }

    /// The next bytes, never empty; an error when the stream fails or stays silent.
    pub(crate) async fn next(&mut self) -> std::result::Result<Option<Bytes>, Stopped> {
        if let Some(bytes) = self.back.take() {
            return Ok(Some(bytes));
        }
        loop {
            let next = tokio::time::timeout(SILENCE, self.stream.next())
                .await
                .map_err(|late| Stopped::Client(late.into()))?;
            match next.transpose()? {
                Some(empty) if empty.is_empty() => {}
                next => return Ok(next),
            }
        }
    }
}

/// Runs work to its end even when the caller goes away, as a request does when its client breaks off: what arrived
/// must still be kept, and what is half done taken back.
pub(crate) async fn spawned<T: Send + 'static>(
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    tokio::spawn(work).await.map_err(Error::internal)?
}
