//! Uploads that can be continued: bytes come in order, in as many requests as it takes, and stay once acknowledged.
//!
//! What arrives is cut into parts, each an object of its own that is noted in the database when it is complete. A
//! connection may break anywhere: what came before is kept, to the byte when the break is seen, to the part when the
//! process dies.

use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use kernel::{Error, Id, Millis, Result};

use crate::blobs::{BlobRef, Blobs, Filled, Source, Stopped, Writing, spawned};
use crate::content::{Stored, Written};
use crate::files::{File, Owner, insert_file};
use crate::hash::ContentHash;
use crate::store::uploads::Entry;
use crate::{error, name, store};

/// Bytes of a part, and what a client does well to send in one request. 127 frames, so that a sealed part is one
/// request to a bucket.
pub const PART_BYTES: u64 = 127 * 65_536;
/// Most parts of an upload, each a row and an object: the largest file has 1,300 of the usual size, and lines that break
/// make some smaller.
const PARTS: i64 = 20_000;
/// Bodies that one person may send at once: each holds one of the turns of writing while its client takes its time.
const AT_ONCE: usize = 8;
/// How long an upload is kept when nothing is heard of it: a night and a day without a network.
pub const UPLOAD_LIFE_MS: i64 = Millis::DAY;
/// How long one node may put a file together unless it says that it still does.
const FINISH_MS: i64 = Millis::MINUTE;

/// An upload to be begun.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// Whose file it will be.
    pub owner: Owner,
    /// Name of the file.
    pub name: String,
    /// Bytes of the file.
    pub size: u64,
    /// The media type the client declares: a hint.
    pub declared_type: Option<String>,
    /// What the content must be, if the client knows.
    pub sha256: Option<ContentHash>,
}

/// An upload and how far it got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: Id,
    /// Name of the file.
    pub name: String,
    /// Bytes of the file.
    pub size: u64,
    /// Bytes that are here: where to continue.
    pub offset: u64,
    /// The file it became.
    pub file: Option<Id>,
    /// When it was begun.
    pub created_at: Millis,
    /// When it is forgotten unless something is heard of it.
    pub expires_at: Millis,
}

impl Upload {
    /// Whether all bytes are here, so that [`Blobs::finish_upload`] makes a file of them.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.offset == self.size
    }
}

impl From<Entry> for Upload {
    fn from(entry: Entry) -> Self {
        Self {
            id: entry.id,
            name: entry.name,
            size: entry.size,
            offset: entry.received,
            file: entry.file,
            created_at: entry.created_at,
            expires_at: entry.touched_at.plus(UPLOAD_LIFE_MS),
        }
    }
}

/// A body that is being sent.
struct Sending<'b> {
    blobs: &'b Blobs,
    user: Id,
}

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        let mut sending = self.blobs.0.sending.lock();
        if let Some(count) = sending.get_mut(&self.user) {
            *count -= 1;
            if *count == 0 {
                sending.remove(&self.user);
            }
        }
    }
}

impl Blobs {
    /// Begins an upload. Its size counts against the quotas from now on. `blob.too_large`, `blob.quota_exceeded`,
    /// `blob.org_quota_exceeded`, `blob.too_many_uploads`.
    pub async fn create_upload(&self, new: NewUpload) -> Result<Upload> {
        let limits = self.0.limits.clone();
        if new.size > limits.file_bytes {
            return Err(Error::new(&error::TOO_LARGE).with("max", error::human(limits.file_bytes)));
        }
        let now = self.0.clock.now();
        let entry = Entry {
            id: self.0.ids.next(),
            owner: new.owner,
            name: name::clean(&new.name),
            size: new.size,
            // A media type is short; what is longer is none.
            declared_type: new.declared_type.filter(|declared| {
                declared.len() <= 200 && declared.bytes().all(|byte| matches!(byte, b' '..=b'~'))
            }),
            sha256: new.sha256,
            received: 0,
            parts: 0,
            attempt: 0,
            finishing_until: Millis(0),
            file: None,
            created_at: now,
            touched_at: now,
        };
        self.write(move |tx| {
            Box::pin(async move {
                // Locks the owner's row, so that two uploads cannot both be the last.
                store::usage::take(tx, entry.owner, entry.size, &limits).await?;
                if store::uploads::count_open(tx, entry.owner).await? >= limits.open_uploads {
                    return Err(Error::new(&error::TOO_MANY_UPLOADS).with("max", limits.open_uploads));
                }
                store::uploads::insert(tx, &entry).await?;
                Ok(entry.into())
            })
        })
        .await
    }

    /// How far an upload of its owner got.
    pub async fn upload(&self, owner: Owner, id: Id) -> Result<Upload> {
        self.find_upload(owner, id).await.map(Upload::from)
    }

    /// Takes up what follows at `offset`, until the body ends; how far the upload got.
    ///
    /// `blob.offset_mismatch` (`expected`) when the upload stands elsewhere, or another append began meanwhile: the
    /// latest wins. `blob.upload_overrun` when more comes than announced. `blob.upload_interrupted` (`offset`) when the
    /// body breaks off; what arrived is kept. Runs to its end even when the caller goes away.
    pub async fn append<S, E>(&self, owner: Owner, id: Id, offset: u64, body: S) -> Result<Upload>
    where
        S: Stream<Item = std::result::Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        let (blobs, source) = (self.clone(), Source::new(body));
        spawned(async move { blobs.append_all(owner, id, offset, source).await }).await
    }

    async fn append_all(&self, owner: Owner, id: Id, offset: u64, mut source: Source) -> Result<Upload> {
        let _sending = self.begin_sending(owner.user)?;
        let now = self.0.clock.now();
        let begun = self
            .write(move |tx| {
                Box::pin(async move { Ok(store::uploads::begin_append(tx, owner, id, offset, now).await?) })
            })
            .await?;
        let Some(mut entry) = begun else { return Err(self.why_not_append(owner, id).await) };
        if entry.parts >= PARTS {
            return Err(Error::new(&error::UPLOAD_FRAGMENTED).with("max", PARTS));
        }
        loop {
            // Nothing is written for a body that is empty or has ended on the border of a part.
            let first = match source.next().await {
                Ok(Some(bytes)) => bytes,
                Ok(None) => return self.upload(owner, id).await,
                Err(Stopped::Client(cause)) => return Err(interrupted(entry.received, cause)),
                Err(Stopped::Us(error)) => return Err(error),
            };
            let room = entry.size - entry.received;
            if room == 0 {
                return Err(Error::new(&error::UPLOAD_OVERRUN).with("size", entry.size));
            }
            source.put_back(first);
            let mut writing = self.begin_object().await?;
            let end = self.fill(&mut writing, &mut source, room.min(PART_BYTES)).await;
            match end {
                Ok(Filled::Full) => self.end_part(&mut entry, writing).await?,
                Ok(Filled::Ended) => {
                    self.end_part(&mut entry, writing).await?;
                    return self.upload(owner, id).await;
                }
                Err(Stopped::Client(cause)) => {
                    self.end_part(&mut entry, writing).await?;
                    return Err(interrupted(entry.received, cause));
                }
                Err(Stopped::Us(error)) => {
                    self.drop_object(writing).await;
                    return Err(error);
                }
            }
        }
    }

    fn begin_sending(&self, user: Id) -> Result<Sending<'_>> {
        let mut sending = self.0.sending.lock();
        let count = sending.entry(user).or_default();
        if *count >= AT_ONCE {
            return Err(Error::new(&error::UPLOADS_AT_ONCE).with("max", AT_ONCE).retry_after(5));
        }
        *count += 1;
        Ok(Sending { blobs: self, user })
    }

    /// Completes a part and notes it, unless another append began meanwhile.
    async fn end_part(&self, entry: &mut Entry, writing: Writing) -> Result<()> {
        let part = self.end_object(writing).await?;
        let (size, object) = (part.stored.size, part.stored.object.clone());
        let (id, attempt, number, now) = (entry.id, entry.attempt, entry.parts, self.0.clock.now());
        let added = self
            .write(move |tx| {
                Box::pin(async move {
                    let added = store::uploads::add_part(tx, id, attempt, number, &part, now).await?;
                    if added {
                        store::garbage::keep(tx, &part.stored.object).await?;
                    }
                    Ok(added)
                })
            })
            .await;
        match added {
            Ok(true) => {
                entry.received += size;
                entry.parts += 1;
                Ok(())
            }
            Ok(false) => {
                self.discard(&object).await;
                Err(self.why_not_append(entry.owner, entry.id).await)
            }
            Err(error) => {
                self.discard(&object).await;
                Err(error)
            }
        }
    }

    async fn why_not_append(&self, owner: Owner, id: Id) -> Error {
        match self.find_upload(owner, id).await {
            Err(error) => error,
            Ok(entry) if entry.file.is_some() => Error::new(&error::UPLOAD_FINISHED),
            Ok(entry) if entry.finishing_until > self.0.clock.now() => {
                Error::new(&error::UPLOAD_FINISHING).retry_after(1)
            }
            Ok(entry) => Error::new(&error::OFFSET_MISMATCH).with("expected", entry.received),
        }
    }

    /// Makes a file of an upload whose bytes are all here. Safe to call again: an upload becomes one file.
    ///
    /// `blob.upload_incomplete`; `blob.hash_mismatch`, after which the upload is gone; `blob.upload_finishing` while
    /// another call does it. Runs to its end even when the caller goes away.
    pub async fn finish_upload(&self, owner: Owner, id: Id) -> Result<File> {
        let blobs = self.clone();
        spawned(async move { blobs.finish(owner, id).await }).await
    }

    async fn finish(&self, owner: Owner, id: Id) -> Result<File> {
        let now = self.0.clock.now();
        let until = now.plus(FINISH_MS);
        let begun = self
            .write(move |tx| {
                Box::pin(async move { Ok(store::uploads::begin_finish(tx, owner, id, now, until).await?) })
            })
            .await?;
        let Some(entry) = begun else {
            let entry = self.find_upload(owner, id).await?;
            return match entry.file {
                Some(file) => self.file(file).await,
                None if entry.received < entry.size => Err(Error::new(&error::UPLOAD_INCOMPLETE)
                    .with("offset", entry.received)
                    .with("size", entry.size)),
                None => Err(Error::new(&error::UPLOAD_FINISHING).retry_after(1)),
            };
        };
        let outcome = self.compose(&entry).await;
        match &outcome {
            Ok(file) => self.warm_up(file),
            Err(failure) => {
                let (attempt, broken) = (entry.attempt, failure.is(&error::HASH_MISMATCH));
                let ended = self
                    .write(move |tx| {
                        Box::pin(async move {
                            store::uploads::set_finishing(tx, id, attempt, Millis(0)).await?;
                            // Nothing the client could send would mend it.
                            if broken { remove_upload(tx, owner, id, now).await.map(drop) } else { Ok(()) }
                        })
                    })
                    .await;
                if let Err(error) = ended {
                    tracing::warn!(
                        upload = id.0,
                        ?error,
                        "a failed upload could not be noted; it can be finished in a minute"
                    );
                }
            }
        }
        outcome
    }

    /// Puts the parts together and makes the file.
    async fn compose(&self, entry: &Entry) -> Result<File> {
        let id = entry.id;
        let mut parts =
            self.read(move |tx| Box::pin(async move { Ok(store::uploads::parts(tx, id).await?) })).await?;
        // One part is the content already.
        let single = if parts.len() == 1 { parts.pop() } else { None };
        let (written, composed) = match single {
            Some(part) => (part, false),
            None => (self.join(entry, parts).await?, true),
        };
        let file = async {
            if entry.sha256.is_some_and(|sha256| sha256 != written.hash) {
                return Err(Error::new(&error::HASH_MISMATCH));
            }
            let inspected =
                self.inspect(&written.stored, &entry.name, entry.declared_type.as_deref()).await?;
            let blob = BlobRef { hash: written.hash, size: written.stored.size };
            let file = self.draft(entry.owner, entry.name.clone(), blob, inspected);
            self.commit_file(entry, written.clone(), composed, file).await
        };
        let file = file.await;
        if file.is_err() && composed {
            self.discard(&written.stored.object).await;
        }
        file
    }

    /// Streams the parts into one object.
    async fn join(&self, entry: &Entry, parts: Vec<Written>) -> Result<Written> {
        let blobs = self.clone();
        let (id, attempt) = (entry.id, entry.attempt);
        let whole = stream::iter(parts)
            .then(move |part| {
                let blobs = blobs.clone();
                async move {
                    // A part takes seconds at worst: saying so at each keeps the claim.
                    blobs.keep_finishing(id, attempt).await?;
                    let Stored { size, .. } = part.stored;
                    blobs.open_stored(&part.stored, 0..size).await
                }
            })
            .try_flatten();
        let mut source = Source::new(whole);
        let mut writing = self.begin_object().await?;
        match self.fill(&mut writing, &mut source, entry.size).await {
            Ok(Filled::Ended) if writing.writer.size() == entry.size => self.end_object(writing).await,
            Ok(_) => {
                self.drop_object(writing).await;
                Err(Error::new(&error::DAMAGED).caused_by("the parts are not as long as the upload"))
            }
            Err(stopped) => {
                self.drop_object(writing).await;
                Err(match stopped {
                    Stopped::Us(error) => error,
                    // Silence of the store.
                    Stopped::Client(cause) => Error::new(&error::UNAVAILABLE).caused_by(cause),
                })
            }
        }
    }

    async fn keep_finishing(&self, id: Id, attempt: i64) -> Result<()> {
        let until = self.0.clock.now().plus(FINISH_MS);
        self.write(move |tx| {
            Box::pin(async move { Ok(store::uploads::set_finishing(tx, id, attempt, until).await?) })
        })
        .await
    }

    /// Notes content, file and the end of the upload together.
    async fn commit_file(&self, entry: &Entry, written: Written, composed: bool, file: File) -> Result<File> {
        let (id, attempt, now) = (entry.id, entry.attempt, self.0.clock.now());
        self.write(move |tx| {
            Box::pin(async move {
                if !store::uploads::finished(tx, id, attempt, file.id, now).await? {
                    return Err(Error::new(&error::UPLOAD_FINISHING).retry_after(1));
                }
                let object = written.stored.object.clone();
                if composed {
                    store::blobs::adopt(tx, &written, now).await?;
                    store::uploads::remove_parts(tx, id, None, now).await?;
                } else {
                    let new = store::blobs::insert(tx, &written, now).await?;
                    store::uploads::remove_parts(tx, id, new.then_some(object.as_str()), now).await?;
                }
                // The space was counted when the upload began.
                insert_file(tx, file).await
            })
        })
        .await
    }

    /// Gives an upload up and its space back. `blob.upload_finished` when it is a file already: remove that.
    pub async fn abort_upload(&self, owner: Owner, id: Id) -> Result<()> {
        let now = self.0.clock.now();
        let removed =
            self.write(move |tx| Box::pin(async move { remove_upload(tx, owner, id, now).await })).await?;
        if removed { Ok(()) } else { Err(self.why_not_append(owner, id).await) }
    }

    async fn find_upload(&self, owner: Owner, id: Id) -> Result<Entry> {
        self.read(move |tx| Box::pin(async move { Ok(store::uploads::find(tx, owner, id).await?) }))
            .await?
            .ok_or_else(|| Error::new(&error::UPLOAD_NOT_FOUND))
    }
}

/// Removes an upload that is not a file and not being put together; whether there was one.
async fn remove_upload(tx: &mut platform_db::Tx, owner: Owner, id: Id, now: Millis) -> Result<bool> {
    let Some(entry) = store::uploads::remove(tx, owner, id, now).await? else { return Ok(false) };
    store::uploads::remove_parts(tx, id, None, now).await?;
    store::usage::give_back(tx, [(entry.owner, entry.size)]).await?;
    Ok(true)
}

fn interrupted(offset: u64, cause: Box<dyn std::error::Error + Send + Sync>) -> Error {
    Error::new(&error::INTERRUPTED).with("offset", offset).caused_by(cause)
}
