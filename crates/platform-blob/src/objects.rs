//! Objects in a folder or a bucket: written once under a name never used before, read in ranges, deleted.

use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::stream::{BoxStream, StreamExt, try_unfold};
use kernel::{Error, Id, Result};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    GetOptions, GetRange, GetResultPayload, ObjectStore, ObjectStoreExt, PutPayload, PutPayloadMut,
    WriteMultipart,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::{self, from_store};
use crate::options::StoreOptions;
use crate::s3;

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// What is written to a folder in one go.
const FOLDER_CHUNK: usize = MIB;
/// Size of a part in a bucket: S3 wants 5 MiB at least and takes 10,000 parts, so that 80 GiB fit. A little more than
/// the part of an upload with its tags, which is one request then.
const BUCKET_CHUNK: usize = 8 * MIB + 64 * KIB;
/// Objects written at once. Each holds two chunks in memory at most: 256 MiB for a folder, 516 MiB for a bucket.
const FOLDER_WRITERS: usize = 128;
const BUCKET_WRITERS: usize = 32;
/// How long a writer waits for its turn before the client is told to come back.
const TURN: Duration = Duration::from_secs(10);
/// A chunk smaller than this may be a view of a much larger buffer, which copying lets go.
const COPIED: usize = 16 * KIB;
/// What is read from a file in one go: four frames.
const READ: u64 = 256 * KIB as u64;
/// Longest silence of a bucket in the middle of an object.
const SILENCE: Duration = Duration::from_secs(60);

/// Bytes of an object.
pub(crate) type Raw = BoxStream<'static, Result<Bytes>>;

pub(crate) struct Objects {
    store: Arc<dyn ObjectStore>,
    folder: Option<LocalFileSystem>,
    chunk: usize,
    writers: Arc<Semaphore>,
}

impl Objects {
    pub(crate) async fn open(options: StoreOptions) -> Result<Self> {
        let (store, folder): (Arc<dyn ObjectStore>, _) = match options {
            StoreOptions::Folder(path) => {
                let bad = |cause: Box<dyn std::error::Error + Send + Sync>| {
                    let reason = format!("{}: {cause}", path.display());
                    Error::new(&error::BAD_STORE).with("reason", reason).caused_by(cause)
                };
                tokio::fs::create_dir_all(&path).await.map_err(|cause| bad(cause.into()))?;
                let folder = LocalFileSystem::new_with_prefix(&path).map_err(|cause| bad(cause.into()))?;
                let folder = folder.with_fsync(true);
                (Arc::new(folder.clone()), Some(folder))
            }
            StoreOptions::S3(options) => (s3::open(&options)?, None),
            StoreOptions::Given(store) => (store, None),
        };
        let (chunk, writers) = match folder {
            Some(_) => (FOLDER_CHUNK, FOLDER_WRITERS),
            None => (BUCKET_CHUNK, BUCKET_WRITERS),
        };
        Ok(Self { store, folder, chunk, writers: Arc::new(Semaphore::new(writers)) })
    }

    /// The name of a new object; the folder in it, from the milliseconds of the id, keeps folders small.
    pub(crate) fn name(id: Id) -> String {
        format!("objects/{:02x}/{id}", (id.0 >> 22) & 0xff)
    }

    pub(crate) async fn write(&self, object: &str) -> Result<ObjectWriter> {
        let turn = tokio::time::timeout(TURN, Arc::clone(&self.writers).acquire_owned()).await;
        let Ok(Ok(turn)) = turn else { return Err(Error::new(&error::BUSY).retry_after(5)) };
        Ok(ObjectWriter {
            store: Arc::clone(&self.store),
            path: Path::from(object),
            chunk: self.chunk,
            buffer: buffer(),
            parts: None,
            _turn: turn,
        })
    }

    /// The bytes of `range`, which must not be empty: exactly as many, or an error.
    pub(crate) async fn read(&self, object: &str, range: Range<u64>) -> Result<Raw> {
        let path = Path::from(object);
        let asked = match self.folder {
            // The range is taken out of the opened file below.
            Some(_) => None,
            None => Some(GetRange::Bounded(range.clone())),
        };
        let found = self.store.get_opts(&path, GetOptions { range: asked, ..GetOptions::default() }).await;
        let found = found.map_err(|cause| {
            // A range that begins beyond the end of the object.
            if cause.to_string().contains("416 Range Not Satisfiable") {
                cut(object)
            } else {
                from_store(cause)
            }
        })?;
        if found.range.start > range.start || found.range.end < range.end {
            return Err(cut(object));
        }
        match found.payload {
            GetResultPayload::File(file, _) => Ok(read_file(file, range)),
            GetResultPayload::Stream(stream) => {
                Ok(counted(stream, object.to_owned(), range.end - range.start))
            }
        }
    }

    /// How many bytes an object has; `None` when it is not there.
    pub(crate) async fn len(&self, object: &str) -> Result<Option<u64>> {
        match self.store.head(&Path::from(object)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(cause) => Err(from_store(cause)),
        }
    }

    /// Deletes an object; one that is not there is deleted already.
    pub(crate) async fn delete(&self, object: &str) -> Result<()> {
        let path = Path::from(object);
        if let Some(folder) = &self.folder {
            // An object whose writing was cut off by a crash is left under this name, which the library does not list.
            let mut staged = folder.path_to_filesystem(&path).map_err(from_store)?.into_os_string();
            staged.push("#1");
            let _ = tokio::fs::remove_file(staged).await;
        }
        match self.store.delete(&path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(cause) => Err(from_store(cause)),
        }
    }

    /// The names of all objects, in no order.
    pub(crate) fn names(&self) -> BoxStream<'static, Result<String>> {
        let found = self.store.list(Some(&Path::from("objects")));
        found.map(|object| object.map(|meta| meta.location.to_string()).map_err(from_store)).boxed()
    }

    /// Writes, reads and deletes an object.
    pub(crate) async fn probe(&self, id: Id) -> Result<()> {
        let (path, text) = (Path::from(format!("probe/{id}")), format!("probe {id}"));
        self.store.put(&path, PutPayload::from(text.clone())).await.map_err(from_store)?;
        let read = async { self.store.get(&path).await?.bytes().await }.await;
        self.store.delete(&path).await.map_err(from_store)?;
        if read.map_err(from_store)? != text {
            return Err(Error::new(&error::UNAVAILABLE)
                .caused_by("the store gives back other bytes than were written"));
        }
        Ok(())
    }
}

fn cut(object: &str) -> Error {
    Error::new(&error::DAMAGED).caused_by(format!("{object} is shorter than what was written"))
}

fn read_file(file: std::fs::File, range: Range<u64>) -> Raw {
    try_unfold((file, range.start), move |(mut file, at)| async move {
        let len = (range.end - at).min(READ);
        if len == 0 {
            return Ok(None);
        }
        let read = tokio::task::spawn_blocking(move || {
            let mut bytes = BytesMut::zeroed(len as usize);
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut bytes)?;
            std::io::Result::Ok((bytes.freeze(), file))
        });
        let (bytes, file) = read.await.map_err(Error::internal)?.map_err(|cause| match cause.kind() {
            std::io::ErrorKind::UnexpectedEof => Error::new(&error::DAMAGED).caused_by(cause),
            _ => Error::new(&error::UNAVAILABLE).caused_by(cause),
        })?;
        Ok(Some((bytes, (file, at + len))))
    })
    .boxed()
}

/// The stream, which must give `expected` bytes and not fall silent.
fn counted(stream: BoxStream<'static, object_store::Result<Bytes>>, object: String, expected: u64) -> Raw {
    try_unfold((stream, object, expected), |(mut stream, object, left)| async move {
        let next = tokio::time::timeout(SILENCE, stream.next()).await;
        match next.map_err(|late| Error::new(&error::UNAVAILABLE).caused_by(late))? {
            Some(bytes) => {
                let bytes = bytes.map_err(from_store)?;
                let left = left.checked_sub(bytes.len() as u64).ok_or_else(|| cut(&object))?;
                Ok(Some((bytes, (stream, object, left))))
            }
            None if left > 0 => Err(cut(&object)),
            None => Ok(None),
        }
    })
    .boxed()
}

fn buffer() -> PutPayloadMut {
    PutPayloadMut::new().with_block_size(64 * KIB)
}

/// An object being written. It appears whole when finished, or not at all.
pub(crate) struct ObjectWriter {
    store: Arc<dyn ObjectStore>,
    path: Path,
    chunk: usize,
    /// What there is so far, as long as it is less than a chunk: most objects are, and are one request then.
    buffer: PutPayloadMut,
    parts: Option<WriteMultipart>,
    _turn: OwnedSemaphorePermit,
}

impl ObjectWriter {
    pub(crate) async fn write(&mut self, bytes: Bytes) -> Result<()> {
        if let Some(parts) = &mut self.parts {
            // One part on its way while the next is gathered.
            parts.wait_for_capacity(2).await.map_err(from_store)?;
            match bytes.len() {
                ..COPIED => parts.write(&bytes),
                _ => parts.put(bytes),
            }
            return Ok(());
        }
        match bytes.len() {
            ..COPIED => self.buffer.extend_from_slice(&bytes),
            _ => self.buffer.push(bytes),
        }
        if self.buffer.content_length() >= self.chunk {
            let upload = self.store.put_multipart(&self.path).await.map_err(from_store)?;
            let mut parts = WriteMultipart::new_with_chunk_size(upload, self.chunk);
            for bytes in std::mem::replace(&mut self.buffer, buffer()).freeze() {
                parts.put(bytes);
            }
            self.parts = Some(parts);
        }
        Ok(())
    }

    pub(crate) async fn finish(self) -> Result<()> {
        match self.parts {
            Some(parts) => parts.finish().await,
            None => self.store.put(&self.path, self.buffer.freeze()).await,
        }
        .map(drop)
        .map_err(from_store)
    }

    /// Gives up; the caller sees to it that the object is deleted, should anything of it be there.
    pub(crate) async fn abort(self) {
        let Some(mut parts) = self.parts else { return };
        // A part that arrives after the abort would stay in the bucket unseen.
        let _ = parts.wait_for_capacity(0).await;
        if let Err(cause) = parts.abort().await {
            tracing::warn!(object = %self.path, %cause, "an unfinished object could not be aborted");
        }
    }
}
