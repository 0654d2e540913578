//! Thumbnails: made in the background when a picture becomes a file, or when first asked for, whichever comes first.
//! A picture that cannot be decoded has none; that never fails the upload.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use kernel::{Error, Result};

use crate::blobs::{Blobs, spawned};
use crate::content::Content;
use crate::files::{File, MAX_PICTURE, Thumbs, picture_format};
use crate::hash::ContentHash;
use crate::picture::{self, Thumb, ThumbSize};
use crate::store;

/// Pictures decoded at once; a large one takes both turns. Leaves the machine to people.
pub(crate) const TURNS: usize = 2;

/// Contents whose thumbnails are being made.
pub(crate) type Lanes = Mutex<HashMap<ContentHash, Weak<tokio::sync::Mutex<()>>>>;

/// A thumbnail opened for reading.
pub struct Thumbnail {
    /// `image/jpeg` or `image/webp`; a small picture is its own thumbnail and keeps its type.
    pub content_type: String,
    /// Its content, which never changes: good for an `ETag`.
    pub hash: ContentHash,
    /// Its bytes.
    pub content: Content,
}

impl Blobs {
    /// Opens the thumbnail of a file, making it if need be; `None` when the file has none.
    pub async fn thumbnail(&self, file: &File, size: ThumbSize) -> Result<Option<Thumbnail>> {
        let thumbs = match file.thumbs {
            Thumbs::Pending => {
                let (blobs, file) = (self.clone(), file.clone());
                spawned(async move { blobs.make_thumbs(&file).await }).await?
            }
            settled => settled,
        };
        let hash = match (thumbs, size) {
            (Thumbs::Ready { small, .. }, ThumbSize::Small) => small,
            (Thumbs::Ready { medium, .. }, ThumbSize::Medium) => medium,
            (Thumbs::None | Thumbs::Pending, _) => return Ok(None),
        };
        let mut content = self.get(hash, None).await?;
        let content_type = if hash == file.hash {
            file.content_type.clone()
        } else {
            let first = content.stream.try_next().await?.unwrap_or_default();
            let content_type = if first.starts_with(b"RIFF") { "image/webp" } else { "image/jpeg" };
            content.stream = stream::iter([Ok(first)]).chain(content.stream).boxed();
            content_type.to_owned()
        };
        Ok(Some(Thumbnail { content_type, hash, content }))
    }

    /// Makes the thumbnails of a new file while its sender is still busy with it.
    pub(crate) fn warm_up(&self, file: &File) {
        if file.thumbs != Thumbs::Pending {
            return;
        }
        let (blobs, file) = (self.clone(), file.clone());
        tokio::spawn(async move {
            if let Err(error) = blobs.make_thumbs(&file).await {
                tracing::warn!(
                    file = file.id.0,
                    ?error,
                    "thumbnails could not be made; the first reader tries again"
                );
            }
        });
    }

    async fn make_thumbs(&self, file: &File) -> Result<Thumbs> {
        let lane = self.lane(file.hash);
        let _first = lane.lock().await;
        let turns = if picture::is_large(file.width, file.height) { TURNS } else { 1 };
        let _turn = self.0.darkroom.acquire_many(turns as u32).await.map_err(Error::internal)?;
        // Somebody else may have made them while this one waited.
        let thumbs = self.file(file.id).await?.thumbs;
        if thumbs != Thumbs::Pending {
            return Ok(thumbs);
        }
        let made = match picture_format(file) {
            Some(format) => {
                let bytes = self.get(file.hash, None).await?.into_bytes(MAX_PICTURE).await?;
                let made = tokio::task::spawn_blocking(move || picture::thumbnails(&bytes, format)).await;
                made.unwrap_or_else(|panic| {
                    tracing::warn!(file = file.id.0, %panic, "a picture could not be decoded");
                    None
                })
            }
            None => None,
        };
        let thumbs = match made {
            None => Thumbs::None,
            Some((small, medium)) => Thumbs::Ready {
                small: self.keep_thumb(file, small).await?,
                medium: self.keep_thumb(file, medium).await?,
            },
        };
        let (hash, now) = (file.hash, self.0.clock.now());
        self.write(move |tx| {
            Box::pin(async move {
                let files = store::files::settle_thumbs(tx, hash, &thumbs).await?;
                if let Thumbs::Ready { small, medium } = thumbs {
                    for thumb in [small.min(medium), small.max(medium)] {
                        if !store::blobs::refer(tx, thumb, files, now).await? {
                            return Err(Error::internal(format!("the thumbnail {thumb} is gone")));
                        }
                    }
                }
                Ok(())
            })
        })
        .await?;
        Ok(thumbs)
    }

    /// The lane of a content: whoever wants its thumbnails waits for whoever makes them.
    fn lane(&self, hash: ContentHash) -> Arc<tokio::sync::Mutex<()>> {
        let mut lanes = self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        lanes.retain(|_, lane| lane.strong_count() > 0);
        if let Some(lane) = lanes.get(&hash).and_then(Weak::upgrade) {
            return lane;
        }
        let lane = Arc::default();
        lanes.insert(hash, Arc::downgrade(&lane));
        lane
    }

    async fn keep_thumb(&self, file: &File, thumb: Thumb) -> Result<ContentHash> {
        match thumb {
            Thumb::Original => Ok(file.hash),
            Thumb::Made(bytes) => Ok(self.put_bytes(bytes).await?.hash),
        }
    }
}
