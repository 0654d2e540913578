//! `courtyard restore`: a backup into an empty office, all of it or nothing.

use std::path::PathBuf;
use std::time::Duration;

use kernel::{Clock, Error, Result};
use platform_config::Config;
use platform_db::{Applied, ColumnKind, Db, DbError, Engine, Load, Table, Val};

use super::container::ArchiveReader;
use super::error::{NEWER, damaged};
use super::manifest::{self, Manifest, TablePart, VERSION};
use super::place::{Place, occupied};
use super::row::{LINE, read_row};
use super::{Progress, Tell, files, kept};
use crate::office::{master_keys, migrations, open_db};

/// How often a database that broke off is asked again, and how long it is given in between.
const QUESTIONS: usize = 10;
const PAUSE: Duration = Duration::from_secs(2);

/// Rows handed to the store at once, at most.
const ROWS: usize = 5_000;
/// What rows handed over at once may hold together, as text.
const ROWS_BYTES: usize = 4 << 20;
/// How far a clock may be behind the one that made the backup.
const CLOCK_MS: i64 = kernel::Millis::MINUTE;

/// What to restore.
#[derive(Clone, Debug)]
pub struct RestoreOptions {
    /// The backup.
    pub from: PathBuf,
    /// Whether its files are restored too. Without them they must be in the folder or bucket already.
    pub files: bool,
}

/// An office that was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The moment it shows.
    pub taken_at: kernel::Millis,
    /// Rows of all tables.
    pub rows: u64,
    /// Objects put into the store of files; `None` when they were left out.
    pub objects: Option<u64>,
    /// How many objects the office had lost before it was backed up.
    pub missing: usize,
    /// Migrations applied because the program is newer than the backup.
    pub migrated: usize,
    /// Ids of master keys that the office needs and the configuration lacks: it does not open without them.
    pub keys: Vec<String>,
    /// Whether this machine's clock is behind the backup: ids would repeat.
    pub clock_behind: bool,
}

/// Restores a backup. Blocks the thread it runs on: for commands, not for requests.
pub async fn restore(
    config: &Config,
    options: &RestoreOptions,
    clock: &Clock,
    tell: Tell<'_>,
) -> Result<Restored> {
    let keys = master_keys(config)?;
    let mut archive = ArchiveReader::open(&options.from, &keys)?;
    let manifest = archive.manifest()?;
    if manifest.version > VERSION {
        let what = format!("courtyard {}", manifest.program);
        return Err(Error::new(&NEWER).with("what", what));
    }
    let files = options.files && manifest.files.is_some();
    let mut place = Place::prepare(config, files).await?;
    let mut job = Job { config, archive, manifest: &manifest, files, written: Vec::new(), clock, tell };
    let migrated = match job.fill(&mut place).await {
        Ok(migrated) => migrated,
        Err(error) => {
            place.clear(&job.written).await;
            return Err(error);
        }
    };
    place.settle();
    let known = |id: &String| keys.iter().any(|key| key.id() == id);
    let lost = manifest.files.as_ref().map_or(0, |files| files.missing.len());
    Ok(Restored {
        taken_at: manifest.taken_at,
        rows: manifest.tables.iter().map(|table| table.rows).sum(),
        objects: manifest.files.filter(|_| files).map(|files| files.objects),
        missing: lost,
        migrated,
        keys: manifest.keys.into_iter().filter(|id| !known(id)).collect(),
        clock_behind: clock.now().plus(CLOCK_MS) < manifest.taken_at,
    })
}

struct Job<'a> {
    config: &'a Config,
    archive: ArchiveReader,
    manifest: &'a Manifest,
    files: bool,
    /// Objects that are in the store by now, or half there.
    written: Vec<String>,
    clock: &'a Clock,
    tell: Tell<'a>,
}

impl Job<'_> {
    /// Fills the office and puts it into its place; how many migrations were applied since.
    async fn fill(&mut self, place: &mut Place) -> Result<usize> {
        let (db, mut load) = begin(self.config, place).await?;
        let engine = if db.is_some() { Engine::Postgres } else { Engine::Sqlite };
        let applied: Vec<Applied> = self.manifest.schema.iter().cloned().map(Into::into).collect();
        let sets = migrations(engine);
        let schema = load.schema(&kept(sets.clone()), &applied).await;
        let tables = schema.map_err(|cause| match cause.is(&platform_db::NEWER) {
            true => {
                let what = cause.params().first().map(|(_, what)| what.clone()).unwrap_or_default();
                Error::new(&NEWER).with("what", what)
            }
            false => cause,
        })?;
        if let Some(table) =
            tables.iter().find(|table| self.manifest.tables.iter().all(|part| part.table != table.name))
        {
            return Err(damaged(&table.name, "the table is not in the backup"));
        }
        for part in &self.manifest.tables {
            let table = tables.iter().find(|table| table.name == part.table);
            let table = table.ok_or_else(|| damaged(&part.table, "no migration makes this table"))?;
            rows(&mut load, &mut self.archive, table, part, self.tell).await?;
        }
        load.end_rows().await.map_err(|cause| refused("tables", cause))?;
        if engine == Engine::Sqlite {
            platform_events::place_all(load.tx()).await?;
        }
        // Tables outside a backup are made for the first time and were never behind.
        let applied = load.migrate(&sets, self.clock).await?;
        platform_events::begin_anew(load.tx()).await?;
        let migrated = applied.iter().filter(|migration| migration.owner != super::LEFT_OUT).count();
        if let Some(found) = self.manifest.files.as_ref().filter(|_| self.files)
            && let Some(store) = place.store().await?
        {
            files::read(&mut self.archive, found, store, &mut self.written, self.tell).await?;
        }
        place.settle_files()?;
        let committed = match load.commit().await {
            // The way to the database broke at the last word: it may have been heard.
            Err(_) if engine == Engine::Postgres && is_there(self.config).await => Ok(()),
            outcome => outcome,
        };
        let settled =
            committed.and_then(|()| if engine == Engine::Sqlite { place.settle_database() } else { Ok(()) });
        if settled.is_err() {
            place.unsettle_files();
        }
        settled.map(|()| migrated)
    }
}

/// Whether the office is in the database after all, as far as that can be found out.
async fn is_there(config: &Config) -> bool {
    for _ in 0..QUESTIONS {
        let asked = async { occupied(open_db(config).await?.snapshot().await?).await };
        if let Ok(there) = asked.await {
            return there;
        }
        tokio::time::sleep(PAUSE).await;
    }
    false
}

async fn begin(config: &Config, place: &Place) -> Result<(Option<Db>, Load)> {
    if config.database.url.is_none() {
        return Ok((None, Load::sqlite(&place.staged_database())?));
    }
    let db = open_db(config).await?;
    let load = db.load(&migrations(Engine::Postgres)).await?;
    Ok((Some(db), load))
}

/// Fills one table, whose rows must be exactly those that were written.
async fn rows(
    load: &mut Load,
    archive: &mut ArchiveReader,
    table: &Table,
    part: &TablePart,
    tell: Tell<'_>,
) -> Result<()> {
    let here = manifest::columns(table);
    let mut order = Vec::new();
    for column in &part.columns {
        let place = here.iter().position(|own| own == column);
        order.push(place.ok_or_else(|| damaged(&part.table, format!("it has no column {}", column.name)))?);
    }
    if order.len() != here.len() {
        return Err(damaged(&part.table, "it has other columns than the table"));
    }
    let filled = Table {
        name: table.name.clone(),
        columns: order.iter().map(|place| table.columns[*place].clone()).collect(),
        key: Vec::new(),
    };
    let kinds: Vec<ColumnKind> = filled.columns.iter().map(|column| column.kind).collect();
    let mut reader = archive.part(&part.part)?;
    let (mut line, mut done) = (Vec::new(), 0);
    let (mut batch, mut bytes): (Vec<Vec<Val>>, usize) = (Vec::new(), 0);
    let mut more = true;
    while more {
        more = reader.line(&mut line, LINE)?;
        if more {
            batch.push(read_row(&line, &kinds).map_err(|cause| reader.damaged(cause))?);
            bytes += line.len();
        }
        if batch.len() >= ROWS || bytes >= ROWS_BYTES || (!more && !batch.is_empty()) {
            tell(Progress::Table { name: &part.table, done, of: part.rows });
            done += batch.len() as u64;
            let inserted = load.insert(&filled, std::mem::take(&mut batch)).await;
            inserted.map_err(|cause| refused(&part.part.name, cause))?;
            bytes = 0;
        }
    }
    reader.end()?;
    let counted = load.count(table).await?;
    if done != part.rows || counted != part.rows {
        return Err(damaged(&part.part.name, format!("{counted} rows instead of {}", part.rows)));
    }
    Ok(())
}

/// Rows that the store does not take are not those of an office.
fn refused(part: &str, cause: DbError) -> Error {
    match cause {
        DbError::Unique(_) | DbError::Constraint(_) => damaged(part, cause),
        other => other.into(),
    }
}
