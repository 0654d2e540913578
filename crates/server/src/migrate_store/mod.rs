//! `courtyard migrate-store`: a whole office from one store into another, whichever engines, row by row and file by file,
//! and compared afterwards. What breaks off goes on where it was.

pub mod error;
mod files;
mod rows;

use std::fs::File;

use kernel::{Clock, Error, Result};
use platform_blob::RawStore;
use platform_config::{Config, Store};
use platform_db::{Applied, Db, Engine, Fill, FillFrom, Snapshot, Table, pending};
use platform_events::{begin_anew, is_served, place_all, use_of};

use self::error::{IN_USE, NO_OFFICE, SAME};
use crate::backup::{OCCUPIED_BY, Tell, kept, remove_database};
use crate::cluster::set_clock;
use crate::office::{blob_folder, database_file, migrations, open_db, private_folder, store_options};

/// A move that was made.
#[derive(Clone, Copy, Debug)]
pub struct Moved {
    /// Rows of all tables.
    pub rows: u64,
    /// Of these, rows that were there already from a run that broke off.
    pub rows_before: u64,
    /// Objects of the store of files; `None` when both offices have the same one.
    pub objects: Option<u64>,
    /// Their bytes.
    pub bytes: u64,
    /// Objects that were missing before.
    pub missing: u64,
}

/// Moves an office. The office itself is left as it is. Blocks the thread it runs on: for commands, not for requests.
pub async fn migrate_store(from: &Config, to: &Config, clock: &Clock, tell: Tell<'_>) -> Result<Moved> {
    if same_database(from, to) {
        return Err(Error::new(&SAME));
    }
    let _closed = [close(from)?, close(to)?];
    let place = match from.database.url {
        Some(_) => "PostgreSQL".to_owned(),
        None => from.data.dir.display().to_string(),
    };
    let no_office = || Error::new(&NO_OFFICE).with("place", &place);
    if from.database.url.is_none() && !database_file(from).exists() {
        return Err(no_office());
    }
    let db = open_db(from).await?;
    pending(&db, &migrations(db.engine())).await?;
    // Leases are compared by the clock of the store.
    set_clock(&db, clock).await?;
    if is_served(&db, clock).await? {
        return Err(Error::new(&IN_USE));
    }
    let used = use_of(&db).await?;
    let mut source = db.snapshot().await?;
    let sets = kept(migrations(source.engine()));
    let tables = source.tables(&sets).await?;
    let Some(name) = name(&mut source, &tables).await? else { return Err(no_office()) };
    let applied = source.applied().await?;
    let applied: Vec<Applied> =
        applied.into_iter().filter(|one| sets.iter().any(|set| set.owner == one.owner)).collect();

    let mut target = Target::open(to, &applied, &name).await?;
    let copied = rows::copy(&mut source, &tables, &mut target.fill, tell).await?;
    let objects = if same_files(from, to) {
        None
    } else {
        let stores = (RawStore::open(store_options(from)).await?, RawStore::open(store_options(to)).await?);
        Some(files::copy(&mut source, &tables, &stores, tell).await?)
    };
    let mut copy = target.snapshot(to).await?;
    rows::compare(&mut source, &tables, &mut copy, tell).await?;
    copy.end().await?;
    source.end().await?;
    // Whoever opened it meanwhile wrote what is not copied.
    if is_served(&db, clock).await? || use_of(&db).await? != used {
        return Err(Error::new(&IN_USE));
    }
    target.end(to, clock).await?;
    Ok(Moved {
        rows: copied.rows,
        rows_before: copied.before,
        objects: objects.map(|objects| objects.count),
        bytes: objects.map_or(0, |objects| objects.bytes),
        missing: objects.map_or(0, |objects| objects.missing),
    })
}

/// A store that is filled.
struct Target {
    fill: Fill,
    /// Where it is PostgreSQL.
    db: Option<Db>,
}

impl Target {
    async fn open(config: &Config, applied: &[Applied], source: &str) -> Result<Self> {
        let failed =
            |error: std::io::Error| Error::internal(format!("{}: {error}", config.data.dir.display()));
        private_folder(&config.data.dir).map_err(failed)?;
        let engine = if config.database.url.is_some() { Engine::Postgres } else { Engine::Sqlite };
        let (sets, all) = (kept(migrations(engine)), migrations(engine));
        let from = FillFrom { sets: &sets, all: &all, applied, source, occupied: OCCUPIED_BY };
        if engine == Engine::Sqlite {
            let fill = Fill::sqlite(&database_file(config), &from).await?;
            // What was searched there before knows nothing of this office.
            remove_database(&config.data.dir, "search.db").map_err(failed)?;
            return Ok(Self { fill, db: None });
        }
        let db = open_db(config).await?;
        let fill = db.fill(&from).await?;
        Ok(Self { fill, db: Some(db) })
    }

    async fn snapshot(&self, config: &Config) -> Result<Snapshot> {
        Ok(match &self.db {
            Some(db) => db.snapshot().await?,
            None => Snapshot::sqlite(&database_file(config)).await?,
        })
    }

    async fn end(self, config: &Config, clock: &Clock) -> Result<()> {
        let engine = if config.database.url.is_some() { Engine::Postgres } else { Engine::Sqlite };
        self.fill
            .end(&migrations(engine), clock, |tx| {
                Box::pin(async move {
                    if tx.engine() == Engine::Sqlite {
                        place_all(tx).await?;
                    }
                    begin_anew(tx).await
                })
            })
            .await?;
        Ok(())
    }
}

/// What tells this office from every other: the id of its first organisation.
async fn name(source: &mut Snapshot, tables: &[Table]) -> Result<Option<String>> {
    let Some(table) = tables.iter().find(|table| table.name == OCCUPIED_BY) else { return Ok(None) };
    let rows = source.page(table, None, 1).await?;
    Ok(rows.first().map(|row| format!("{:?}", row.values()[table.key[0]])))
}

fn same_database(from: &Config, to: &Config) -> bool {
    match (&from.database.url, &to.database.url) {
        (Some(one), Some(other)) => one.reveal() == other.reveal(),
        (None, None) => from.data.dir == to.data.dir,
        _ => false,
    }
}

/// Whether both have their files in one place, so that there is nothing to copy.
fn same_files(from: &Config, to: &Config) -> bool {
    let place = |config: &Config| {
        (config.blobs.s3.endpoint.clone(), config.blobs.s3.bucket.clone(), config.blobs.s3.prefix.clone())
    };
    match (from.blobs.store, to.blobs.store) {
        (Store::Folder, Store::Folder) => blob_folder(from) == blob_folder(to),
        (Store::S3, Store::S3) => place(from) == place(to),
        _ => false,
    }
}

/// Keeps an office on SQLite from being served meanwhile.
fn close(config: &Config) -> Result<Option<File>> {
    if config.database.url.is_some() || !config.data.dir.exists() {
        return Ok(None);
    }
    let path = config.data.dir.join("serve.lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|error| Error::internal(format!("{}: {error}", path.display())))?;
    match file.try_lock() {
        Err(std::fs::TryLockError::WouldBlock) => Err(Error::new(&IN_USE)),
        // A file system without locks has none to hold.
        _ => Ok(Some(file)),
    }
}
