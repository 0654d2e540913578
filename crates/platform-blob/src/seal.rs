//! The sealed form of an object: frames of 64 KiB, each encrypted and authenticated for itself.
//!
//! This is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): a frame is bound to its place and to
//! whether it is the last, so that frames cannot be altered, moved, dropped or cut off unseen, and any range can be
//! read without the rest.

use std::ops::Range;

use bytes::{Bytes, BytesMut};
use kernel::{Error, Result};
use ring::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce};

use crate::error;
use crate::keys::DataKey;

/// Plain bytes of a frame; only the last may hold fewer. Small enough to read a few bytes out of a large object
/// cheaply, large enough that the tag is nothing.
pub(crate) const FRAME: u64 = 65_536;
/// Bytes that sealing adds to a frame: the authentication tag of AES-GCM.
pub(crate) const TAG: u64 = 16;

/// Frames of a content of this size. An empty content has one, empty, so that cutting it off shows too.
fn frames(size: u64) -> u64 {
    size.div_ceil(FRAME).max(1)
}

/// Length of the sealed form.
pub(crate) fn sealed_len(size: u64) -> u64 {
    size + frames(size) * TAG
}

fn nonce(index: u64) -> Nonce {
    // A key encrypts one object, so that the number of the frame never repeats under it.
    let mut nonce = [0; NONCE_LEN];
    nonce[NONCE_LEN - 8..].copy_from_slice(&index.to_be_bytes());
    Nonce::assume_unique_for_key(nonce)
}

fn context(index: u64, last: bool) -> Aad<[u8; 32]> {
    let mut context = *b"courtyard-blob-frame/1\n.........";
    context[23..31].copy_from_slice(&index.to_be_bytes());
    context[31] = u8::from(last);
    Aad::from(context)
}

/// Turns a plain content into frames.
pub(crate) struct Sealer {
    key: LessSafeKey,
    index: u64,
    /// The frame being filled; given out only when more follows, because the last one is marked.
    frame: BytesMut,
}

impl Sealer {
    pub(crate) fn new(key: &DataKey) -> Result<Self> {
        Ok(Self { key: key.cipher()?, index: 0, frame: BytesMut::new() })
    }

    /// Takes up plain bytes; `out` gets the frames that became complete.
    pub(crate) fn push(&mut self, mut plain: &[u8], out: &mut Vec<Bytes>) -> Result<()> {
        while !plain.is_empty() {
            if self.frame.len() as u64 == FRAME {
                out.push(self.seal(false)?);
            }
            if self.frame.capacity() == 0 {
                self.frame.reserve((FRAME + TAG) as usize);
            }
            let (now, later) = plain.split_at(plain.len().min(FRAME as usize - self.frame.len()));
            self.frame.extend_from_slice(now);
            plain = later;
        }
        Ok(())
    }

    /// The last frame.
    pub(crate) fn finish(mut self) -> Result<Bytes> {
        self.seal(true)
    }

    fn seal(&mut self, last: bool) -> Result<Bytes> {
        let mut frame = std::mem::take(&mut self.frame);
        let tag = self
            .key
            .seal_in_place_separate_tag(nonce(self.index), context(self.index, last), &mut frame)
            .map_err(|_| Error::internal("a frame could not be encrypted"))?;
        frame.extend_from_slice(tag.as_ref());
        self.index += 1;
        Ok(frame.freeze())
    }
}

/// Where the frames that hold a range lie in the sealed form, and how they are opened.
pub(crate) struct Opener {
    key: LessSafeKey,
    /// The frame that comes next.
    index: u64,
    /// Frames of the whole object.
    frames: u64,
    /// Plain bytes of the whole object.
    size: u64,
    /// What is wanted.
    wanted: Range<u64>,
    sealed: BytesMut,
}

impl Opener {
    /// An opener for `wanted` out of an object of `size` plain bytes, and the range of the sealed form to feed it.
    pub(crate) fn new(key: &DataKey, size: u64, wanted: Range<u64>) -> Result<(Self, Range<u64>)> {
        let frames = frames(size);
        let first = (wanted.start / FRAME).min(frames - 1);
        let end = wanted.end.div_ceil(FRAME).clamp(first + 1, frames);
        let span = first * (FRAME + TAG)..(end * (FRAME + TAG)).min(sealed_len(size));
        let opener = Self { key: key.cipher()?, index: first, frames, size, wanted, sealed: BytesMut::new() };
        Ok((opener, span))
    }

    /// Takes up sealed bytes; `out` gets the wanted plain bytes of the frames that became complete.
    pub(crate) fn push(&mut self, mut sealed: &[u8], out: &mut Vec<Bytes>) -> Result<()> {
        while !sealed.is_empty() {
            if self.index >= self.frames {
                return Err(damaged(self.index));
            }
            let start = self.index * FRAME;
            let plain_len = (self.size - start).min(FRAME);
            let sealed_len = (plain_len + TAG) as usize;
            if self.sealed.capacity() == 0 {
                self.sealed.reserve(sealed_len);
            }
            let (now, later) = sealed.split_at(sealed.len().min(sealed_len - self.sealed.len()));
            self.sealed.extend_from_slice(now);
            sealed = later;
            if self.sealed.len() < sealed_len {
                return Ok(());
            }
            let mut frame = std::mem::take(&mut self.sealed);
            let last = self.index == self.frames - 1;
            self.key
                .open_in_place(nonce(self.index), context(self.index, last), &mut frame)
                .map_err(|_| damaged(self.index))?;
            self.index += 1;
            let keep = self.wanted.start.clamp(start, start + plain_len) - start
                ..self.wanted.end.clamp(start, start + plain_len) - start;
            if !keep.is_empty() {
                out.push(frame.freeze().slice(keep.start as usize..keep.end as usize));
            }
        }
        Ok(())
    }

    /// Whether all that was fed ended with a complete frame.
    pub(crate) fn finish(&self) -> Result<()> {
        if self.sealed.is_empty() { Ok(()) } else { Err(damaged(self.index)) }
    }
}

fn damaged(frame: u64) -> Error {
    Error::new(&error::DAMAGED).caused_by(format!("frame {frame} is not what was written"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(size: u64) -> Vec<u8> {
        (0..size).map(|i| (i % 251) as u8).collect()
    }

    fn seal(plain: &[u8], step: usize) -> Vec<u8> {
        let mut sealer = Sealer::new(&DataKey::fixed(1)).unwrap();
        let mut out = Vec::new();
        for chunk in plain.chunks(step) {
            sealer.push(chunk, &mut out).unwrap();
        }
        out.push(sealer.finish().unwrap());
        out.concat()
    }

    fn open(sealed: &[u8], size: u64, wanted: Range<u64>, step: usize) -> Result<Vec<u8>> {
        let (mut opener, span) = Opener::new(&DataKey::fixed(1), size, wanted)?;
        let mut out = Vec::new();
        let end = sealed.len().min(span.end as usize);
        for chunk in sealed[(span.start as usize).min(end)..end].chunks(step) {
            opener.push(chunk, &mut out)?;
        }
        opener.finish()?;
        Ok(out.concat())
    }

    #[test]
    fn every_size_around_a_border_reads_back() {
        for size in [
            0,
            1,
            15,
            16,
            FRAME - 1,
            FRAME,
            FRAME + 1,
            2 * FRAME - 1,
            2 * FRAME,
            2 * FRAME + 1,
            5 * FRAME + 7,
        ] {
            let plain = plain(size);
            for step in [1_000, 65_536, 65_552, 1 << 20] {
                let sealed = seal(&plain, step);
                assert_eq!(sealed.len() as u64, sealed_len(size));
                assert_eq!(open(&sealed, size, 0..size, step).unwrap(), plain, "{size} in steps of {step}");
            }
        }
    }

    #[test]
    fn ranges_touch_only_their_frames() {
        let size = 3 * FRAME + 100;
        let (plain, sealed) = (plain(size), seal(&plain(size), 9_999));
        for wanted in [
            0..0,
            5..6,
            0..FRAME,
            FRAME - 1..FRAME + 1,
            FRAME..FRAME,
            2 * FRAME..size,
            size - 1..size,
            size..size,
        ] {
            let expected = &plain[wanted.start as usize..wanted.end as usize];
            assert_eq!(open(&sealed, size, wanted.clone(), 4_321).unwrap(), expected, "{wanted:?}");
        }
        let span = |wanted| Opener::new(&DataKey::fixed(1), size, wanted).unwrap().1;
        assert_eq!(span(5..6), 0..FRAME + TAG);
        assert_eq!(span(FRAME..FRAME + 1), FRAME + TAG..2 * (FRAME + TAG));
        assert_eq!(span(FRAME - 1..FRAME + 1), 0..2 * (FRAME + TAG));
        assert_eq!(span(3 * FRAME..size), 3 * (FRAME + TAG)..sealed_len(size));
    }

    #[test]
    fn what_was_altered_moved_or_cut_is_found() {
        let size = 3 * FRAME;
        let sealed = seal(&plain(size), 9_999);
        let step = (FRAME + TAG) as usize;
        let fails = |sealed: &[u8], size: u64| {
            open(sealed, size, 0..size, 70_000).is_err_and(|failure| failure.is(&error::DAMAGED))
        };
        let mut flipped = sealed.clone();
        flipped[step + 17] ^= 1;
        assert!(fails(&flipped, size), "a bit of the content");
        let mut tag = sealed.clone();
        tag[step - 1] ^= 1;
        assert!(fails(&tag, size), "a bit of a tag");
        let swapped = [&sealed[step..2 * step], &sealed[..step], &sealed[2 * step..]].concat();
        assert!(fails(&swapped, size), "frames swapped");
        assert!(fails(&sealed[..2 * step], 2 * FRAME), "the last frame and the size cut off together");
        assert!(fails(&sealed[..sealed.len() - 1], size), "the last byte cut off");
        let longer = [&sealed[..], &sealed[..step]].concat();
        assert!(fails(&longer, size + FRAME), "a frame added");
        assert!(fails(&seal(&plain(0), 1)[..15], 0), "an empty content cut off");
    }

    #[test]
    fn the_form_stays_as_it_was_released() {
        // Objects are kept for years: what is written today must open with every later version. The value is AES-256-GCM
        // with key 01…01, nonce 0 and the context in README.md, computed with another implementation.
        let sealed = seal(b"courtyard", 4);
        let hex: String = sealed.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "dc5aedae014262cdf71c3bd79bcb704a077bce7a073565db54");
    }
}
