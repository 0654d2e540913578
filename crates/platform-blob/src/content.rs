//! A content on its way into an object and out of it: hashed, and sealed when there is a master key.

use std::collections::VecDeque;
use std::ops::Range;

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, BoxStream, StreamExt, TryStreamExt, try_unfold};
use kernel::{Error, Result};

use crate::error;
use crate::hash::{ContentHash, Hashing};
use crate::keys::{DataKey, Keyring, WrappedKey};
use crate::objects::{ObjectWriter, Objects, Raw};
use crate::seal::{FRAME, Opener, Sealer};

/// The bytes of a content as they come from the store. A failure ends it.
pub type ContentStream = BoxStream<'static, Result<Bytes>>;

/// A content, or a range of it, opened for reading.
pub struct Content {
    /// Bytes of the whole content.
    pub size: u64,
    /// What `stream` gives.
    pub range: Range<u64>,
    /// The bytes: `axum::body::Body::from_stream(content.stream)`.
    pub stream: ContentStream,
}

impl Content {
    /// Reads all of it into memory; `blob.too_large` when that would be more than `max` bytes.
    pub async fn into_bytes(mut self, max: u64) -> Result<Bytes> {
        let len = self.range.end - self.range.start;
        if len > max {
            return Err(Error::new(&error::TOO_LARGE).with("max", error::human(max)));
        }
        let mut all = BytesMut::with_capacity(len as usize);
        while let Some(bytes) = self.stream.try_next().await? {
            all.extend_from_slice(&bytes);
        }
        Ok(all.freeze())
    }
}

/// Where a content lies and how it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) object: String,
    /// Plain bytes.
    pub(crate) size: u64,
    /// `None`: not encrypted.
    pub(crate) key: Option<WrappedKey>,
}

/// A content that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) stored: Stored,
    pub(crate) hash: ContentHash,
}

pub(crate) struct ContentWriter {
    object: String,
    writer: ObjectWriter,
    seal: Option<(DataKey, Sealer)>,
    hashing: Hashing,
    size: u64,
    frames: Vec<Bytes>,
}

impl ContentWriter {
    pub(crate) async fn start(objects: &Objects, keys: &Keyring, object: String) -> Result<Self> {
        let seal = match keys.current() {
            Some(_) => {
                let key = DataKey::generate()?;
                let sealer = Sealer::new(&key)?;
                Some((key, sealer))
            }
            None => None,
        };
        let writer = objects.write(&object).await?;
        Ok(Self { object, writer, seal, hashing: Hashing::new(), size: 0, frames: Vec::new() })
    }

    /// Plain bytes so far.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    pub(crate) async fn write(&mut self, mut plain: Bytes) -> Result<()> {
        // A frame at a time: hashing and sealing one takes some 100 µs, after which others get their turn.
        while !plain.is_empty() {
            let now = plain.split_to(plain.len().min(FRAME as usize));
            self.hashing.update(&now);
            self.size += now.len() as u64;
            match &mut self.seal {
                None => self.writer.write(now).await?,
                Some((_, sealer)) => {
                    sealer.push(&now, &mut self.frames)?;
                    for frame in self.frames.drain(..) {
                        self.writer.write(frame).await?;
                    }
                }
            }
            tokio::task::consume_budget().await;
        }
        Ok(())
    }

    pub(crate) async fn finish(mut self, keys: &Keyring) -> Result<Written> {
        let key = match self.seal {
            None => None,
            Some((key, sealer)) => {
                self.writer.write(sealer.finish()?).await?;
                Some(keys.wrap(&key, &self.object, self.size)?)
            }
        };
        self.writer.finish().await?;
        let stored = Stored { object: self.object, size: self.size, key };
        Ok(Written { stored, hash: self.hashing.finish() })
    }

    pub(crate) async fn abort(self) {
        self.writer.abort().await;
    }
}

/// Opens `range` of a content; it must lie within.
pub(crate) async fn read(
    objects: &Objects,
    keys: &Keyring,
    stored: &Stored,
    range: Range<u64>,
) -> Result<ContentStream> {
    match &stored.key {
        None if range.is_empty() => Ok(stream::empty().boxed()),
        None => objects.read(&stored.object, range).await,
        Some(wrapped) => {
            let key = keys.unwrap(wrapped, &stored.object, stored.size)?;
            let (opener, span) = Opener::new(&key, stored.size, range)?;
            Ok(open(objects.read(&stored.object, span).await?, opener))
        }
    }
}

fn open(sealed: Raw, opener: Opener) -> ContentStream {
    try_unfold(
        (sealed, opener, VecDeque::new(), Vec::new()),
        |(mut sealed, mut opener, mut ready, mut out)| async move {
            loop {
                if let Some(plain) = ready.pop_front() {
                    return Ok(Some((plain, (sealed, opener, ready, out))));
                }
                let Some(bytes) = sealed.try_next().await? else {
                    opener.finish()?;
                    return Ok(None);
                };
                opener.push(&bytes, &mut out)?;
                ready.extend(out.drain(..));
            }
        },
    )
    .boxed()
}
