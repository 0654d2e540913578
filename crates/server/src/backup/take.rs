//! `courtyard backup`: the office as it is at one moment, written into one file while people go on.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use kernel::{Clock, Error, Millis, Result};
use platform_blob::{EnvelopeWriter, MasterKey, OBJECT_TABLES, RawObject, RawStore};
use platform_config::Config;
use platform_db::{Row, Snapshot, Table, Val, pending};
use tempfile::NamedTempFile;

use super::container::ArchiveWriter;
use super::error::{EXISTS, NO_OFFICE, write_failed};
use super::files::{self, Wanted};
use super::manifest::{self, FileParts, Manifest, TablePart, VERSION};
use super::row::{LINE, write_row};
use super::{OCCUPIED_BY, Progress, Tell, kept};
use crate::office::{database_file, master_keys, migrations, open_db, store_options};

/// Rows of the first page of a table; the next ones go by how large they were.
const FIRST_PAGE: u32 = 200;
/// Rows of a page at most.
const LARGEST_PAGE: u32 = 5_000;
/// What a page should hold in memory, as text.
const PAGE_BYTES: usize = 1 << 20;

/// What to back up, and where to.
#[derive(Clone, Debug)]
pub struct BackupOptions {
    /// A file that is not there yet, or a folder in which the file is named by the time.
    pub out: PathBuf,
    /// Whether files people sent are part of it. Without them they must be kept otherwise, as a bucket can be.
    pub files: bool,
}

/// A backup that was made.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The file.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// Rows of all tables.
    pub rows: u64,
    /// Objects of the store of files; `None` when they were left out.
    pub objects: Option<u64>,
    /// Objects that the database names and the store did not have.
    pub missing: Vec<String>,
    /// Whether the file is encrypted under the office's master key.
    pub sealed: bool,
}

/// Writes a backup. Blocks the thread it runs on while it writes: for commands, not for requests.
pub async fn back_up(
    config: &Config,
    options: &BackupOptions,
    clock: &Clock,
    tell: Tell<'_>,
) -> Result<Taken> {
    let place = match config.database.url {
        Some(_) => "PostgreSQL".to_owned(),
        None => config.data.dir.display().to_string(),
    };
    let no_office = || Error::new(&NO_OFFICE).with("place", &place);
    if config.database.url.is_none() && !database_file(config).exists() {
        return Err(no_office());
    }
    let db = open_db(config).await?;
    let sets = migrations(db.engine());
    // A newer office may have what this program does not know to be worth keeping.
    pending(&db, &sets).await?;
    let mut snapshot = db.snapshot().await?;
    if !snapshot.holds_rows(OCCUPIED_BY).await? {
        return Err(no_office());
    }
    let keys = master_keys(config)?;
    let now = clock.now();
    let path = target(&options.out, now)?;
    let partial = partial(&path)?;
    let broken = |cause: io::Error| write_failed(&path, cause);
    let file = BufWriter::with_capacity(1 << 20, partial.as_file().try_clone().map_err(broken)?);

    let mut job = Job { snapshot, config, options, keys: &keys, now, tell };
    let (manifest, file) = if keys.is_empty() {
        job.write(file, broken).await?
    } else {
        let envelope = EnvelopeWriter::begin(file, &keys)?.map_err(broken)?;
        let (manifest, envelope) = job.write(envelope, broken).await?;
        (manifest, envelope.finish().map_err(broken)?)
    };
    job.snapshot.end().await?;
    file.into_inner().map_err(|error| broken(error.into_error()))?;
    let bytes = keep(partial, &path)?;
    Ok(Taken {
        path,
        bytes,
        rows: manifest.tables.iter().map(|table| table.rows).sum(),
        objects: manifest.files.as_ref().map(|files| files.objects),
        missing: manifest.files.map(|files| files.missing).unwrap_or_default(),
        sealed: !keys.is_empty(),
    })
}

struct Job<'a> {
    snapshot: Snapshot,
    config: &'a Config,
    options: &'a BackupOptions,
    keys: &'a [MasterKey],
    now: Millis,
    tell: Tell<'a>,
}

impl Job<'_> {
    async fn write<W: Write>(
        &mut self,
        out: W,
        broken: impl Fn(io::Error) -> Error + Copy,
    ) -> Result<(Manifest, W)> {
        let mut archive = ArchiveWriter::begin(out).map_err(broken)?;
        let applied = self.snapshot.applied().await?;
        let sets = kept(migrations(self.snapshot.engine()));
        let schema = applied.into_iter().filter(|a| sets.iter().any(|set| set.owner == a.owner));
        let schema = schema.map(Into::into).collect();
        let (mut tables, mut wanted) = (Vec::new(), Vec::new());
        for table in self.snapshot.tables(&sets).await? {
            tables.push(self.table(&mut archive, &table, &mut wanted, broken).await?);
        }
        let sealed = wanted.iter().filter_map(|wanted: &Wanted| wanted.object.key_id.clone());
        // The audit log's key is encrypted under the present master key, if there is one.
        let keys: BTreeSet<String> =
            self.keys.first().map(|key| key.id().to_owned()).into_iter().chain(sealed).collect();
        let files: Option<FileParts> = if self.options.files {
            let store = RawStore::open(store_options(self.config)).await?;
            Some(files::write(&mut archive, &store, &wanted, broken, self.tell).await?)
        } else {
            None
        };
        let manifest = Manifest {
            version: VERSION,
            program: crate::office::VERSION.to_owned(),
            taken_at: self.now,
            schema,
            tables,
            files,
            keys: keys.into_iter().collect(),
        };
        let out = archive.finish(&manifest).map_err(broken)?;
        Ok((manifest, out))
    }

    async fn table<W: Write>(
        &mut self,
        archive: &mut ArchiveWriter<W>,
        table: &Table,
        wanted: &mut Vec<Wanted>,
        broken: impl Fn(io::Error) -> Error + Copy,
    ) -> Result<TablePart> {
        let of = self.snapshot.count(table).await?;
        let names_objects = OBJECT_TABLES.contains(&table.name.as_str());
        archive.begin_part(&format!("tables/{}.jsonl", table.name), true).map_err(broken)?;
        let (mut rows, mut limit, mut after): (u64, u32, Option<Row>) = (0, FIRST_PAGE, None);
        let mut text = Vec::new();
        loop {
            (self.tell)(Progress::Table { name: &table.name, done: rows, of });
            let page = self.snapshot.page(table, after.as_ref(), limit).await?;
            text.clear();
            for row in &page {
                let start = text.len();
                write_row(&mut text, row.values()).map_err(Error::internal)?;
                if text.len() - start > LINE {
                    return Err(Error::internal(format!(
                        "a row of {} is larger than a row can be",
                        table.name
                    )));
                }
                if names_objects {
                    wanted.push(object(table, row)?);
                }
            }
            archive.write_all(&text).map_err(broken)?;
            rows += page.len() as u64;
            let full = page.len() == limit as usize;
            limit = next_limit(page.len(), text.len());
            match page.into_iter().next_back() {
                Some(last) if full => after = Some(last),
                _ => break,
            }
        }
        let part = archive.end_part().map_err(broken)?;
        if rows != of {
            // Keys that do not sort, which only a fault of the store itself could bring about.
            let cause = format!("{} has {of} rows, of which {rows} were read", table.name);
            return Err(Error::internal(cause));
        }
        Ok(TablePart { table: table.name.clone(), columns: manifest::columns(table), rows, part })
    }
}

/// As many rows as fill a page, if the next are as large as these.
fn next_limit(rows: usize, bytes: usize) -> u32 {
    let fitting = (PAGE_BYTES * rows).checked_div(bytes).unwrap_or(0);
    u32::try_from(fitting).unwrap_or(LARGEST_PAGE).clamp(1, LARGEST_PAGE)
}

fn object(table: &Table, row: &Row) -> Result<Wanted> {
    let columns = || table.columns.iter().map(|column| column.name.as_str());
    let object = RawObject::of_row(columns(), row.values())?;
    // Parts of an upload go when it ends, contents without a file some time after they lost the last.
    let references = columns().zip(row.values()).find(|(name, _)| *name == "refs").map(|(_, value)| value);
    let spare = matches!(references, None | Some(Val::Int(0)));
    Ok(Wanted { object, spare })
}

/// The file to write.
fn target(out: &Path, now: Millis) -> Result<PathBuf> {
    let path = if out.is_dir() { out.join(file_name(now)) } else { out.to_owned() };
    if path.exists() {
        return Err(Error::new(&EXISTS).with("path", path.display()));
    }
    Ok(path)
}

/// `courtyard-20260105-010000.backup`, in UTC.
fn file_name(now: Millis) -> String {
    let (days, second) = (now.0.div_euclid(Millis::DAY), now.0.rem_euclid(Millis::DAY) / Millis::SECOND);
    // Days since 0000-03-01 into years of 400, 100, 4 and 1 (Howard Hinnant, chrono-compatible date algorithms).
    let shifted = days + 719_468;
    let (era, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * month + 2) / 5 + 1;
    let (month, year) = match month {
        ..10 => (month + 3, year + era * 400),
        _ => (month - 9, year + era * 400 + 1),
    };
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("courtyard-{year:04}{month:02}{of_month:02}-{hour:02}{minute:02}{second:02}.backup")
}

/// A file beside `target` that vanishes unless it is kept. Only its owner may read it, and no other has its name.
fn partial(target: &Path) -> Result<NamedTempFile> {
    let failed = |cause| write_failed(target, cause);
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    tempfile::Builder::new().prefix(&format!("{name}.partial-")).tempfile_in(folder).map_err(failed)
}

/// Gives the file its name once all of it is on the disk; its size.
fn keep(partial: NamedTempFile, target: &Path) -> Result<u64> {
    let kept = || {
        partial.as_file().sync_all()?;
        let file = partial.persist_noclobber(target).map_err(|error| error.error)?;
        super::place::sync_folder_of(target)?;
        Ok(file.metadata()?.len())
    };
    kept().map_err(|cause: io::Error| write_failed(target, cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_by_the_time() {
        for (ms, name) in [
            (0, "19700101-000000"),
            (1_709_164_799_000, "20240228-235959"),
            (1_709_164_800_000, "20240229-000000"),
            (1_767_574_800_000, "20260105-010000"),
            (4_102_444_799_999, "20991231-235959"),
        ] {
            assert_eq!(file_name(Millis(ms)), format!("courtyard-{name}.backup"));
        }
    }

    #[test]
    fn pages_hold_about_a_mebibyte() {
        assert_eq!(next_limit(200, 20_000), LARGEST_PAGE);
        assert_eq!(next_limit(200, 200 * 1_024), 1_024);
        assert_eq!(next_limit(1, 50 << 20), 1);
        assert_eq!(next_limit(0, 0), 1);
    }
}
