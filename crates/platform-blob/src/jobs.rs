//! Work by the hour: stale uploads, contents nobody has, keys of yesterday. All of it is safe to run twice, and to
//! break off anywhere.

use futures_util::future::BoxFuture;
use futures_util::stream::{self, StreamExt};
use kernel::{Error, Id, Millis, Result};
use platform_events::JobKind;

use crate::blobs::{Blobs, Source};
use crate::content::Stored;
use crate::hash::ContentHash;
use crate::uploads::UPLOAD_LIFE_MS;
use crate::{error, store};

/// How long a content stays that no file has: between its upload and its use, and after a mistake.
const GRACE_MS: i64 = Millis::DAY;
/// How long an object stays after its content moved elsewhere: whoever looked it up before may still open it, and a
/// backup of the database is whole with the objects of the day after.
const MOVED_MS: i64 = Millis::DAY;
/// Rows of one transaction: some milliseconds, so that nobody waits for it.
const AT_ONCE: i64 = 100;
/// Objects deleted at once.
const DELETES: usize = 8;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Contents removed because no file had them.
    pub blobs: u64,
    /// Objects deleted from the store.
    pub objects: u64,
}

/// What expiring uploads did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expired {
    /// Uploads forgotten.
    pub uploads: u64,
}

/// What following a change of master keys did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rewrapped {
    /// Keys of objects put under the current master key.
    pub keys: u64,
    /// Contents that were not encrypted and now are.
    pub sealed: u64,
    /// Objects left as they are: their master key is not configured, or they are damaged.
    pub failed: u64,
}

impl Blobs {
    /// The jobs of the store.
    #[must_use]
    pub fn jobs(&self) -> Vec<JobKind> {
        fn kind<T: 'static>(
            name: &str,
            blobs: &Blobs,
            run: impl Fn(Blobs) -> BoxFuture<'static, Result<T>> + Send + Sync + 'static,
        ) -> JobKind {
            let blobs = blobs.clone();
            JobKind::new(name, move |_| {
                let work = run(blobs.clone());
                Box::pin(async move { work.await.map(drop) })
            })
            .every(Millis::HOUR)
        }
        vec![
            kind("blob.expire_uploads", self, |blobs| Box::pin(async move { blobs.expire_uploads().await })),
            kind("blob.sweep", self, |blobs| Box::pin(async move { blobs.sweep().await })),
            kind("blob.rewrap", self, |blobs| Box::pin(async move { blobs.rewrap().await })),
        ]
    }

    /// Forgets uploads that nothing was heard of for 24 hours, and gives their space back.
    pub async fn expire_uploads(&self) -> Result<Expired> {
        let now = self.0.clock.now();
        let before = now.plus(-UPLOAD_LIFE_MS);
        let mut expired = Expired::default();
        loop {
            let count = self
                .write(move |tx| {
                    Box::pin(async move {
                        let stale = store::uploads::remove_stale(tx, before, now, AT_ONCE).await?;
                        for upload in &stale {
                            store::uploads::remove_parts(tx, upload.id, None, now).await?;
                        }
                        let unfinished = stale.iter().filter(|upload| upload.file.is_none());
                        let freed = unfinished.map(|upload| (upload.owner, upload.size));
                        store::usage::give_back(tx, freed).await?;
                        Ok(stale.len() as i64)
                    })
                })
                .await?;
            expired.uploads += count as u64;
            if count < AT_ONCE {
                return Ok(expired);
            }
        }
    }

    /// Removes contents that no file had for 24 hours, and deletes the objects nothing refers to.
    pub async fn sweep(&self) -> Result<Swept> {
        let now = self.0.clock.now();
        let before = now.plus(-GRACE_MS);
        let mut swept = Swept::default();
        loop {
            let count = self
                .write(move |tx| {
                    Box::pin(async move { Ok(store::blobs::remove_unused(tx, before, now, AT_ONCE).await?) })
                })
                .await?;
            swept.blobs += count as u64;
            if (count as i64) < AT_ONCE {
                break;
            }
        }
        self.write(move |tx| Box::pin(async move { Ok(store::garbage::give_up_abandoned(tx, now).await?) }))
            .await?;
        let (mut after, mut failure) = (String::new(), None);
        loop {
            let from = std::mem::take(&mut after);
            let due = self
                .read(move |tx| {
                    Box::pin(async move { Ok(store::garbage::due(tx, now, &from, AT_ONCE).await?) })
                })
                .await?;
            let Some(last) = due.last() else { break };
            after.clone_from(last);
            let results: Vec<_> = stream::iter(due)
                .map(|object| async move { self.0.objects.delete(&object).await.map(|()| object) })
                .buffer_unordered(DELETES)
                .collect()
                .await;
            let mut gone = Vec::new();
            for result in results {
                match result {
                    Ok(object) => gone.push(object),
                    Err(error) => failure = Some(error),
                }
            }
            swept.objects += gone.len() as u64;
            self.write(move |tx| {
                Box::pin(async move {
                    for object in &gone {
                        store::garbage::forget(tx, object).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        }
        failure.map_or(Ok(swept), Err)
    }

    /// Puts the keys of all objects under the current master key, and encrypts what is not encrypted yet. When it ends
    /// with nothing failed, older master keys can be taken out of the configuration.
    pub async fn rewrap(&self) -> Result<Rewrapped> {
        let mut done = Rewrapped::default();
        let Some(current) = self.0.keys.current().map(str::to_owned) else { return Ok(done) };
        self.rewrap_blobs(&current, &mut done).await?;
        self.rewrap_parts(&current, &mut done).await?;
        self.seal_plain(&mut done).await?;
        if done.failed > 0 {
            tracing::error!(failed = done.failed, "objects could not follow the change of master keys");
        }
        Ok(done)
    }

    async fn rewrap_blobs(&self, current: &str, done: &mut Rewrapped) -> Result<()> {
        let mut after = None;
        loop {
            let (key, from) = (current.to_owned(), after.take());
            let batch = self
                .read(move |tx| {
                    Box::pin(async move {
                        Ok(store::blobs::under_other_keys(tx, &key, from.as_ref(), AT_ONCE).await?)
                    })
                })
                .await?;
            let Some(last) = batch.last() else { return Ok(()) };
            after = Some(last.clone());
            let mut changes = Vec::new();
            for (hash, was) in batch {
                match self.rewrapped(&was) {
                    Ok(is) => changes.push((hash, was, is)),
                    Err(error) => note_failure(done, &was, &error),
                }
            }
            done.keys += self
                .write(move |tx| {
                    Box::pin(async move {
                        let mut count = 0;
                        for (hash, was, is) in &changes {
                            count += u64::from(store::blobs::replace(tx, *hash, was, is).await?);
                        }
                        Ok(count)
                    })
                })
                .await?;
        }
    }

    async fn rewrap_parts(&self, current: &str, done: &mut Rewrapped) -> Result<()> {
        let mut after = (Id(0), 0);
        loop {
            let (key, from) = (current.to_owned(), after);
            let batch = self
                .read(move |tx| {
                    Box::pin(async move {
                        Ok(store::uploads::parts_under_other_keys(tx, &key, from, AT_ONCE).await?)
                    })
                })
                .await?;
            let Some((upload, number, _)) = batch.last() else { return Ok(()) };
            after = (*upload, *number);
            let mut changes = Vec::new();
            for (upload, number, was) in batch {
                match self.rewrapped(&was) {
                    Ok(is) => changes.push((upload, number, is)),
                    Err(error) => note_failure(done, &was, &error),
                }
            }
            done.keys += changes.len() as u64;
            self.write(move |tx| {
                Box::pin(async move {
                    for (upload, number, is) in &changes {
                        store::uploads::replace_part_key(tx, *upload, *number, is).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        }
    }

    fn rewrapped(&self, was: &Stored) -> Result<Stored> {
        let Some(wrapped) = &was.key else { return Ok(was.clone()) };
        let key = self.0.keys.unwrap(wrapped, &was.object, was.size)?;
        Ok(Stored { key: Some(self.0.keys.wrap(&key, &was.object, was.size)?), ..was.clone() })
    }

    async fn seal_plain(&self, done: &mut Rewrapped) -> Result<()> {
        let mut after = None;
        loop {
            let batch = self
                .read(move |tx| Box::pin(async move { Ok(store::blobs::plain(tx, after, AT_ONCE).await?) }))
                .await?;
            let Some((last, _)) = batch.last() else { return Ok(()) };
            after = Some(*last);
            for (hash, was) in batch {
                match self.seal_one(hash, &was).await {
                    Ok(sealed) => done.sealed += u64::from(sealed),
                    Err(error) if error.is(&error::DAMAGED) => note_failure(done, &was, &error),
                    Err(error) => return Err(error),
                }
            }
        }
    }

    async fn seal_one(&self, hash: ContentHash, was: &Stored) -> Result<bool> {
        let plain = self.open_stored(was, 0..was.size).await?;
        let written = self.write_object(Source::new(plain), was.size).await?;
        if written.hash != hash {
            self.discard(&written.stored.object).await;
            return Err(Error::new(&error::DAMAGED).caused_by(format!("the content {hash} has another hash")));
        }
        let (was, now) = (was.clone(), self.0.clock.now());
        self.write(move |tx| {
            Box::pin(async move {
                let replaced = store::blobs::replace(tx, hash, &was, &written.stored).await?;
                if replaced {
                    store::garbage::keep(tx, &written.stored.object).await?;
                    store::garbage::give_up(tx, &was.object, now.plus(MOVED_MS)).await?;
                } else {
                    store::garbage::give_up(tx, &written.stored.object, now).await?;
                }
                Ok(replaced)
            })
        })
        .await
    }
}

fn note_failure(done: &mut Rewrapped, stored: &Stored, error: &Error) {
    done.failed += 1;
    tracing::warn!(object = stored.object, ?error, "an object cannot follow the change of master keys");
}
