//! Objects of the store of files in a backup: as they lie there, one after the other, in parts of bounded size.

use std::io::{self, Write};

use bytes::Bytes;
use futures_util::StreamExt;
use kernel::{Error, Result};
use platform_blob::{RawObject, RawStore};
use serde::{Deserialize, Serialize};

use super::container::{ArchiveReader, ArchiveWriter, PartReader};
use super::error::damaged;
use super::manifest::FileParts;
use super::{Progress, Tell};

/// A part ends with the object that reaches this: the list of parts stays short, and what is damaged is found to a GiB.
const PART_BYTES: u64 = 1 << 30;
/// Longest line before an object.
const LINE: usize = 1_024;
/// What is read in one go.
const CHUNK: usize = 256 << 10;

/// An object that a row names.
pub(super) struct Wanted {
    pub(super) object: RawObject,
    /// Nothing that people have refers to it: it may be deleted at any time.
    pub(super) spare: bool,
}

/// The line before an object.
#[derive(Serialize, Deserialize)]
struct Header {
    object: String,
    bytes: u64,
}

/// Writes the objects. `broken` says what a failure to write means.
pub(super) async fn write<W: Write>(
    archive: &mut ArchiveWriter<W>,
    store: &RawStore,
    wanted: &[Wanted],
    broken: impl Fn(io::Error) -> Error,
    tell: Tell<'_>,
) -> Result<FileParts> {
    let mut files = FileParts::default();
    let mut open = false;
    let of = wanted.len() as u64;
    for (done, Wanted { object, spare }) in wanted.iter().enumerate() {
        tell(Progress::Files { done: done as u64, of, bytes: files.bytes });
        let Some(mut content) = store.read(object).await? else {
            if !spare {
                files.missing.push(object.name.clone());
            }
            continue;
        };
        if !open {
            archive.begin_part(&format!("files/{:05}", files.parts.len() + 1), false).map_err(&broken)?;
            open = true;
        }
        let header = Header { object: object.name.clone(), bytes: object.len };
        let line = serde_json::to_string(&header).map_err(Error::internal)?;
        writeln!(archive, "{line}").map_err(&broken)?;
        while let Some(bytes) = content.next().await {
            archive.write_all(&bytes?).map_err(&broken)?;
        }
        files.objects += 1;
        files.bytes += object.len;
        if archive.part_bytes() >= PART_BYTES {
            files.parts.push(archive.end_part().map_err(&broken)?);
            open = false;
        }
    }
    if open {
        files.parts.push(archive.end_part().map_err(&broken)?);
    }
    tell(Progress::Files { done: of, of, bytes: files.bytes });
    Ok(files)
}

/// Puts the objects into an empty store. `written` gets the name of each before it is there.
pub(super) async fn read(
    archive: &mut ArchiveReader,
    files: &FileParts,
    store: &RawStore,
    written: &mut Vec<String>,
    tell: Tell<'_>,
) -> Result<()> {
    let mut bytes = 0;
    for part in &files.parts {
        let mut reader = archive.part(part)?;
        while let Some(Header { object, bytes: len }) = next_header(&mut reader)? {
            tell(Progress::Files { done: written.len() as u64, of: files.objects, bytes });
            written.push(object.clone());
            read_object(&mut reader, store, &object, len).await?;
            bytes += len;
        }
        reader.end()?;
    }
    let done = written.len() as u64;
    if done != files.objects {
        return Err(damaged("files", format!("{done} objects instead of {}", files.objects)));
    }
    tell(Progress::Files { done, of: files.objects, bytes });
    Ok(())
}

fn next_header(reader: &mut PartReader<'_>) -> Result<Option<Header>> {
    let mut line = Vec::new();
    if !reader.line(&mut line, LINE)? {
        return Ok(None);
    }
    let header: Header = serde_json::from_slice(&line).map_err(|cause| reader.damaged(cause))?;
    if !RawStore::is_object(&header.object) {
        return Err(reader.damaged("the name of an object is not one of ours"));
    }
    Ok(Some(header))
}

async fn read_object(reader: &mut PartReader<'_>, store: &RawStore, name: &str, len: u64) -> Result<()> {
    let mut object = store.write(name).await?;
    let mut left = len;
    while left > 0 {
        let mut chunk = vec![0; CHUNK.min(usize::try_from(left).unwrap_or(CHUNK))];
        left -= chunk.len() as u64;
        let written = match reader.fill(&mut chunk) {
            Ok(()) => object.write(Bytes::from(chunk)).await,
            Err(cause) => Err(cause),
        };
        if let Err(cause) = written {
            object.abort().await;
            return Err(cause);
        }
    }
    object.finish().await
}
