//! A file sealed under a master key, written front to back and read anywhere: what a backup lies in when the office has
//! a master key.
//!
//! One line (what it is, the id of the master key, the file's own key under it), then the frames of [`crate::seal`].

use std::io::{self, BufRead, Error as IoError, ErrorKind, Read, Seek, SeekFrom, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Error, Result};

use crate::error;
use crate::keys::{DataKey, Keyring, MasterKey, WrappedKey};
use crate::seal::{FRAME, Opener, Sealer, TAG};

/// How such a file begins.
pub const ENVELOPE: &[u8] = b"courtyard-sealed/1 ";
/// What the file's own key is bound to.
const PURPOSE: &str = "envelope";
/// Longest first line: far more than it has.
const LINE: u64 = 512;

/// Seals what is written to it.
pub struct EnvelopeWriter<W: Write> {
    out: W,
    sealer: Option<Sealer>,
    frames: Vec<bytes::Bytes>,
}

impl<W: Write> EnvelopeWriter<W> {
    /// Begins a file sealed under the first of these keys.
    pub fn begin(mut out: W, keys: &[MasterKey]) -> Result<io::Result<Self>> {
        let (keys, key) = (Keyring::new(keys)?, DataKey::generate()?);
        let WrappedKey { key_id, bytes } = keys.wrap(&key, PURPOSE, 0)?;
        let line = format!("{key_id} {}\n", STANDARD.encode(bytes));
        let sealer = Some(Sealer::new(&key)?);
        let begun = out.write_all(ENVELOPE).and_then(|()| out.write_all(line.as_bytes()));
        Ok(begun.map(|()| Self { out, sealer, frames: Vec::new() }))
    }

    /// Writes the last frame; gives back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        if let Some(sealer) = self.sealer.take() {
            self.out.write_all(&sealer.finish().map_err(IoError::other)?)?;
        }
        self.out.flush()?;
        Ok(self.out)
    }
}

impl<W: Write> Write for EnvelopeWriter<W> {
    fn write(&mut self, plain: &[u8]) -> io::Result<usize> {
        let sealer = self.sealer.as_mut().ok_or_else(|| IoError::other("the envelope is closed"))?;
        sealer.push(plain, &mut self.frames).map_err(IoError::other)?;
        for frame in self.frames.drain(..) {
            self.out.write_all(&frame)?;
        }
        Ok(plain.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        // What does not fill a frame waits for more.
        self.out.flush()
    }
}

/// Opens what was sealed. A frame that is not what was written is an error of [`ErrorKind::InvalidData`].
pub struct EnvelopeReader<R: Read + Seek> {
    source: R,
    key: DataKey,
    /// Where the frames begin.
    start: u64,
    /// Plain bytes of the whole.
    size: u64,
    at: u64,
    /// The frame read last, and its number.
    frame: Option<(u64, Vec<u8>)>,
}

impl<R: BufRead + Seek> EnvelopeReader<R> {
    /// Opens a file that begins as [`ENVELOPE`] says. `blob.key_missing` when its master key is not among these,
    /// `blob.damaged` when its first line or its length is not what was written.
    pub fn open(mut source: R, keys: &[MasterKey]) -> Result<Self> {
        let damaged = |cause: String| Error::new(&error::DAMAGED).caused_by(cause);
        let mut line = Vec::new();
        let read = source.by_ref().take(LINE).read_until(b'\n', &mut line);
        read.map_err(|cause| damaged(cause.to_string()))?;
        let bad = || damaged("the first line of the envelope is not what was written".to_owned());
        let text = line.strip_prefix(ENVELOPE).and_then(|rest| rest.strip_suffix(b"\n")).ok_or_else(bad)?;
        let (key_id, wrapped) =
            std::str::from_utf8(text).ok().and_then(|text| text.split_once(' ')).ok_or_else(bad)?;
        let bytes = STANDARD.decode(wrapped).map_err(|_| bad())?;
        let key = Keyring::new(keys)?.unwrap(&WrappedKey { key_id: key_id.to_owned(), bytes }, PURPOSE, 0)?;
        let (start, end) = (line.len() as u64, source.seek(SeekFrom::End(0)).map_err(|_| bad())?);
        let sealed = end.saturating_sub(start);
        let frames = sealed.div_ceil(FRAME + TAG);
        let size = sealed.checked_sub(frames * TAG).filter(|_| frames > 0).ok_or_else(bad)?;
        Ok(Self { source, key, start, size, at: 0, frame: None })
    }

    fn fill(&mut self, index: u64) -> io::Result<()> {
        if self.frame.as_ref().is_some_and(|(number, _)| *number == index) {
            return Ok(());
        }
        let wanted = index * FRAME..((index + 1) * FRAME).min(self.size);
        let (mut opener, span) = Opener::new(&self.key, self.size, wanted).map_err(IoError::other)?;
        let mut sealed = vec![0; (span.end - span.start) as usize];
        self.source.seek(SeekFrom::Start(self.start + span.start))?;
        self.source.read_exact(&mut sealed)?;
        let mut plain = Vec::new();
        opener
            .push(&sealed, &mut plain)
            .and_then(|()| opener.finish())
            .map_err(|cause| IoError::new(ErrorKind::InvalidData, cause))?;
        self.frame = Some((index, plain.concat()));
        Ok(())
    }
}

impl<R: BufRead + Seek> Read for EnvelopeReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() || self.at >= self.size {
            return Ok(0);
        }
        self.fill(self.at / FRAME)?;
        let Some((_, frame)) = &self.frame else { return Ok(0) };
        let rest = frame.get((self.at % FRAME) as usize..).unwrap_or_default();
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl<R: BufRead + Seek> Seek for EnvelopeReader<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = target.ok_or_else(|| IoError::new(ErrorKind::InvalidInput, "before the beginning"))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn plain(size: u64) -> Vec<u8> {
        (0..size).map(|i| (i % 251) as u8).collect()
    }

    fn seal(plain: &[u8], key: &MasterKey) -> Vec<u8> {
        let mut writer = EnvelopeWriter::begin(Vec::new(), std::slice::from_ref(key)).unwrap().unwrap();
        for chunk in plain.chunks(10_007) {
            writer.write_all(chunk).unwrap();
        }
        writer.finish().unwrap()
    }

    #[test]
    fn what_was_sealed_is_read_anywhere() {
        let key = MasterKey::generate().unwrap();
        for size in [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME + 7] {
            let (plain, sealed) = (plain(size), seal(&plain(size), &key));
            let mut reader = EnvelopeReader::open(Cursor::new(sealed), std::slice::from_ref(&key)).unwrap();
            let mut all = Vec::new();
            reader.read_to_end(&mut all).unwrap();
            assert_eq!(all, plain, "{size}");
            if size > 10 {
                reader.seek(SeekFrom::End(-10)).unwrap();
                all.clear();
                reader.read_to_end(&mut all).unwrap();
                assert_eq!(all, plain[plain.len() - 10..]);
            }
        }
    }

    #[test]
    fn another_key_a_cut_and_a_flipped_bit_are_told() {
        let key = MasterKey::generate().unwrap();
        let sealed = seal(&plain(2 * FRAME), &key);
        let keys = std::slice::from_ref(&key);
        let stranger = [MasterKey::generate().unwrap()];
        let open = |bytes: &[u8], keys: &[MasterKey]| EnvelopeReader::open(Cursor::new(bytes.to_vec()), keys);
        assert!(open(&sealed, &stranger).err().unwrap().is(&error::KEY_MISSING));
        assert!(open(&sealed[..40], keys).err().unwrap().is(&error::DAMAGED));
        let last = sealed.len() - 1;
        for (bytes, what) in
            [(&sealed[..last], "cut"), (&sealed[..last - (FRAME + TAG) as usize + 1], "a frame less")]
        {
            let mut reader = open(bytes, keys).unwrap();
            assert!(reader.read_to_end(&mut Vec::new()).is_err(), "{what}");
        }
        let mut flipped = sealed.clone();
        flipped[last - 100] ^= 1;
        let failure = open(&flipped, keys).unwrap().read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(failure.kind(), ErrorKind::InvalidData);
    }
}
