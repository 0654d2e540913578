//! The container of a backup: a ZIP of parts with a SHA-256 each, in an envelope when the office has a master key.
//!
//! The first part is a marker by which the file is known, the last is the manifest.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use kernel::{Error, Result};
use platform_blob::{ENVELOPE, EnvelopeReader, MasterKey};
use sha2::{Digest, Sha256};
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::error::{NOT_A_BACKUP, damaged, read_failed};
use super::manifest::{Manifest, Part};

/// Name of the first part.
const MARKER: &str = "courtyard-backup";
/// Name of the last part.
const MANIFEST: &str = "manifest.json";
/// Largest manifest: a few hundred bytes a table and a GiB of files.
const MANIFEST_BYTES: u64 = 64 << 20;
/// Where the name of the first part stands in a ZIP.
const NAME_AT: usize = 30;
/// The quickest: rows of text shrink to a third with it, and the disk is the bound then.
const LEVEL: i64 = 1;

/// Writes parts one after the other.
pub(super) struct ArchiveWriter<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    part: Option<(String, Sha256, u64)>,
}

impl<W: Write> ArchiveWriter<W> {
    pub(super) fn begin(out: W) -> io::Result<Self> {
        let mut archive = Self { zip: ZipWriter::new_stream(out), part: None };
        archive.begin_part(MARKER, false)?;
        archive.end_part()?;
        Ok(archive)
    }

    /// Begins a part; what is written from now on belongs to it.
    pub(super) fn begin_part(&mut self, name: &str, compress: bool) -> io::Result<()> {
        let options = SimpleFileOptions::default().large_file(true).unix_permissions(0o600);
        let options = match compress {
            true => options.compression_method(CompressionMethod::Deflated).compression_level(Some(LEVEL)),
            false => options.compression_method(CompressionMethod::Stored),
        };
        self.zip.start_file(name, options)?;
        self.part = Some((name.to_owned(), Sha256::new(), 0));
        Ok(())
    }

    /// Ends a part; what it was.
    pub(super) fn end_part(&mut self) -> io::Result<Part> {
        let (name, hash, bytes) = self.part.take().ok_or_else(|| io::Error::other("no part was begun"))?;
        Ok(Part { name, bytes, sha256: hex(&hash.finalize()) })
    }

    /// Bytes of the part so far.
    pub(super) fn part_bytes(&self) -> u64 {
        self.part.as_ref().map_or(0, |(_, _, bytes)| *bytes)
    }

    /// Writes the manifest and the end; gives back what was written to.
    pub(super) fn finish(mut self, manifest: &Manifest) -> io::Result<W> {
        self.begin_part(MANIFEST, true)?;
        self.write_all(&serde_json::to_vec_pretty(manifest)?)?;
        self.end_part()?;
        Ok(self.zip.finish()?.into_inner())
    }
}

impl<W: Write> Write for ArchiveWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.zip.write(bytes)?;
        if let Some((_, hash, total)) = &mut self.part {
            hash.update(&bytes[..count]);
            *total += count as u64;
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.zip.flush()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file of a backup, opened where it is sealed.
enum Source {
    Plain(BufReader<File>),
    Sealed(Box<EnvelopeReader<BufReader<File>>>),
}

impl Read for Source {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.read(out),
            Self::Sealed(file) => file.read(out),
        }
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::Plain(file) => file.seek(to),
            Self::Sealed(file) => file.seek(to),
        }
    }
}

/// Reads parts by name.
pub(super) struct ArchiveReader {
    zip: ZipArchive<Source>,
}

impl ArchiveReader {
    /// Opens a backup: `backup.not_a_backup`, `backup.damaged`, `backup.read_failed`, or `blob.key_missing` when it is
    /// sealed under a master key that is not among these.
    pub(super) fn open(path: &Path, keys: &[MasterKey]) -> Result<Self> {
        let file = File::open(path).map_err(|cause| read_failed(path, cause))?;
        let mut file = BufReader::new(file);
        let begins = file.fill_buf().map_err(|cause| read_failed(path, cause))?;
        let mut source = if begins.starts_with(ENVELOPE) {
            let opened = EnvelopeReader::open(file, keys);
            let opened = opened.map_err(|cause| match cause.is(&platform_blob::error::DAMAGED) {
                true => damaged("envelope", cause),
                false => cause,
            });
            Source::Sealed(Box::new(opened?))
        } else {
            Source::Plain(file)
        };
        let mut begins = Vec::new();
        let wanted = (NAME_AT + MARKER.len()) as u64;
        source
            .by_ref()
            .take(wanted)
            .read_to_end(&mut begins)
            .map_err(|cause| part_failed("envelope", cause))?;
        if !begins.starts_with(b"PK\x03\x04") || !begins.ends_with(MARKER.as_bytes()) {
            return Err(Error::new(&NOT_A_BACKUP).with("path", path.display()));
        }
        let zip = ZipArchive::new(source).map_err(|cause| damaged("end of the file", cause))?;
        Ok(Self { zip })
    }

    pub(super) fn manifest(&mut self) -> Result<Manifest> {
        let mut json = Vec::new();
        let part = self.zip.by_name(MANIFEST).map_err(|cause| zip_failed(MANIFEST, cause))?;
        part.take(MANIFEST_BYTES).read_to_end(&mut json).map_err(|cause| part_failed(MANIFEST, cause))?;
        serde_json::from_slice(&json).map_err(|cause| damaged(MANIFEST, cause))
    }

    /// Opens a part for reading.
    pub(super) fn part(&mut self, part: &Part) -> Result<PartReader<'_>> {
        let file = self.zip.by_name(&part.name).map_err(|cause| zip_failed(&part.name, cause))?;
        Ok(PartReader {
            file: BufReader::with_capacity(
                256 << 10,
                Hashed { file: file.take(part.bytes + 1), hash: Sha256::new(), bytes: 0 },
            ),
            part: part.clone(),
        })
    }
}

fn zip_failed(part: &str, cause: ZipError) -> Error {
    match cause {
        ZipError::Io(cause) => part_failed(part, cause),
        other => damaged(part, other),
    }
}

/// A failure in the middle of a part: most are damage, told by the decompressor, a checksum or the envelope.
fn part_failed(part: &str, cause: io::Error) -> Error {
    match cause.raw_os_error() {
        Some(_) => read_failed(Path::new(part), cause),
        None => damaged(part, cause),
    }
}

struct Hashed<R> {
    file: R,
    hash: Sha256,
    bytes: u64,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(out)?;
        self.hash.update(&out[..count]);
        self.bytes += count as u64;
        Ok(count)
    }
}

/// A part being read.
pub(super) struct PartReader<'a> {
    file: BufReader<Hashed<io::Take<ZipFile<'a, Source>>>>,
    part: Part,
}

impl PartReader<'_> {
    /// Something in this part is not what was written.
    pub(super) fn damaged(&self, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        damaged(&self.part.name, cause)
    }

    /// Reads a line of at most `max` bytes into `line`, with its end; whether there was one.
    pub(super) fn line(&mut self, line: &mut Vec<u8>, max: usize) -> Result<bool> {
        line.clear();
        let read = self.file.by_ref().take(max as u64 + 1).read_until(b'\n', line);
        read.map_err(|cause| part_failed(&self.part.name, cause))?;
        match line.last() {
            None => Ok(false),
            Some(b'\n') => Ok(true),
            Some(_) => Err(self.damaged("a line does not end")),
        }
    }

    /// Reads exactly as many bytes as `out` holds.
    pub(super) fn fill(&mut self, out: &mut [u8]) -> Result<()> {
        self.file.read_exact(out).map_err(|cause| part_failed(&self.part.name, cause))
    }

    /// Compares all of the part, which must have been read, with what the manifest says.
    pub(super) fn end(mut self) -> Result<()> {
        let rest = self.file.fill_buf().map_err(|cause| part_failed(&self.part.name, cause))?;
        if !rest.is_empty() {
            return Err(self.damaged("the part is longer than what was written"));
        }
        let Hashed { hash, bytes, .. } = self.file.into_inner();
        if bytes != self.part.bytes || hex(&hash.finalize()) != self.part.sha256 {
            return Err(damaged(&self.part.name, "the part has another hash than what was written"));
        }
        Ok(())
    }
}
