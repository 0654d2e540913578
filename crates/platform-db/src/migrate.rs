//! Migrations: forward only, one set of files in the portable subset for both engines.
//!
//! A file may hold blocks `-- @sqlite` … `-- @end` and `-- @pg` … `-- @end` for what truly differs. Everything is
//! applied in one transaction. A database that is newer than the program, or whose applied files were edited since,
//! is refused.

use kernel::{Clock, Error, ErrorCode, Kind, Millis};
use sha2::{Digest, Sha256};

use crate::fill::{UNFINISHED, is_unfinished};
use crate::{Db, DbResult, Engine, Tx, args};

/// One file.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// `0001_chats`: the number orders, the name tells.
    pub name: &'static str,
    /// The statements.
    pub sql: &'static str,
}

/// The migrations of one crate. Its tables carry the prefix `owner_`.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// The crate's prefix, such as `chat`.
    pub owner: &'static str,
    /// The files in order.
    pub files: &'static [Migration],
}

/// A migration that has not been applied yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The crate's prefix.
    pub owner: &'static str,
    /// The file.
    pub name: &'static str,
}

/// A migration that was applied, as the database remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The crate's prefix.
    pub owner: String,
    /// The file.
    pub name: String,
    /// SHA-256 of the file, in hexadecimal.
    pub checksum: String,
    /// When.
    pub applied_at: Millis,
}

/// The database was written by a newer program.
pub static NEWER: ErrorCode = ErrorCode {
    id: "core.database_newer",
    kind: Kind::Conflict,
    zh: "数据库来自更新的版本（{migration}）。请使用同版本或更新的 courtyard 启动。",
    en: "The database was written by a newer version ({migration}). Start it with that version of courtyard, or a later one.",
};

/// An applied migration was edited.
pub static EDITED: ErrorCode = ErrorCode {
    id: "core.migration_edited",
    kind: Kind::Conflict,
    zh: "迁移 {migration} 在应用之后被改动过，拒绝启动。请恢复原文件。",
    en: "The migration {migration} was changed after it had been applied; refusing to start. Restore the original file.",
};

/// The table that remembers them.
pub(crate) const TABLE_NAME: &str = "db_migrations";

const TABLE: &str = "CREATE TABLE IF NOT EXISTS db_migrations (
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  applied_at BIGINT NOT NULL,
  PRIMARY KEY (owner, name)
);";

/// Which migrations `migrate` would apply. Does not write.
pub async fn pending(db: &Db, sets: &[Migrations]) -> kernel::Result<Vec<Pending>> {
    let sets = sets.to_vec();
    db.read(move |tx| {
        Box::pin(async move {
            whole(tx).await?;
            if !has_table(tx).await? {
                return Ok(all(&sets));
            }
            compare(&applied(tx).await?, &sets)
        })
    })
    .await
}

/// Brings the database to the state the program needs; returns what was applied.
pub async fn migrate(db: &Db, sets: &[Migrations], clock: &Clock) -> kernel::Result<Vec<Pending>> {
    let sets = sets.to_vec();
    let now = clock.now();
    db.write(move |tx| {
        Box::pin(async move {
            one_at_a_time(tx).await?;
            whole(tx).await?;
            apply(tx, &sets, now).await
        })
    })
    .await
}

/// Nobody opens a store that is half filled.
async fn whole(tx: &mut Tx) -> kernel::Result<()> {
    if is_unfinished(tx).await? { Err(Error::new(&UNFINISHED)) } else { Ok(()) }
}

/// Nodes that start together migrate one after the other.
pub(crate) async fn one_at_a_time(tx: &mut Tx) -> DbResult<()> {
    if tx.engine() == Engine::Postgres {
        tx.wait_long();
        tx.batch("SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = '0'").await?;
        tx.all("SELECT CAST(pg_advisory_xact_lock(4361802) AS TEXT)", args![]).await?;
    }
    Ok(())
}

/// Applies what is missing.
pub(crate) async fn apply(tx: &mut Tx, sets: &[Migrations], now: Millis) -> kernel::Result<Vec<Pending>> {
    tx.batch(&for_engine(TABLE, tx.engine())).await?;
    let pending = compare(&applied(tx).await?, sets)?;
    for (owner, file) in files(sets) {
        if pending.iter().any(|p| p.owner == owner && p.name == file.name) {
            run(tx, owner, file, now).await?;
        }
    }
    Ok(pending)
}

/// Makes the tables anew as they were after these migrations and no others, with the times at which they were applied.
pub(crate) async fn replay(tx: &mut Tx, sets: &[Migrations], wanted: &[Applied]) -> kernel::Result<()> {
    compare(wanted, sets)?;
    tx.batch(&for_engine(TABLE, tx.engine())).await?;
    for (owner, file) in files(sets) {
        if let Some(found) = wanted.iter().find(|a| a.owner == owner && a.name == file.name) {
            run(tx, owner, file, found.applied_at).await?;
        }
    }
    Ok(())
}

async fn run(tx: &mut Tx, owner: &'static str, file: &Migration, at: Millis) -> DbResult<()> {
    tx.batch(&for_engine(file.sql, tx.engine())).await.inspect_err(|error| {
        tracing::error!(owner, migration = file.name, %error, "a migration failed");
    })?;
    tx.exec(
        "INSERT INTO db_migrations (owner, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
        args![owner, file.name, checksum(file.sql), at],
    )
    .await?;
    Ok(())
}

fn files(sets: &[Migrations]) -> impl Iterator<Item = (&'static str, &'static Migration)> {
    sets.iter().flat_map(|set| set.files.iter().map(|file| (set.owner, file)))
}

fn all(sets: &[Migrations]) -> Vec<Pending> {
    sets.iter()
        .flat_map(|set| set.files.iter().map(|file| Pending { owner: set.owner, name: file.name }))
        .collect()
}

async fn has_table(tx: &mut Tx) -> kernel::Result<bool> {
    let found = match tx.engine() {
        Engine::Sqlite => {
            tx.opt("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'db_migrations'", args![])
                .await?
        }
        Engine::Postgres => {
            tx.opt(
                "SELECT 1 FROM pg_tables WHERE tablename = 'db_migrations' AND schemaname = current_schema()",
                args![],
            )
            .await?
        }
    };
    Ok(found.is_some())
}

/// What the database remembers, by crate and name.
pub(crate) async fn applied(tx: &mut Tx) -> DbResult<Vec<Applied>> {
    tx.all("SELECT owner, name, checksum, applied_at FROM db_migrations ORDER BY owner, name", args![])
        .await?
        .iter()
        .map(|row| {
            Ok(Applied {
                owner: row.get(0)?,
                name: row.get(1)?,
                checksum: row.get(2)?,
                applied_at: row.get(3)?,
            })
        })
        .collect()
}

/// The files not applied yet, after checking that what was applied is what we know.
fn compare(applied: &[Applied], sets: &[Migrations]) -> kernel::Result<Vec<Pending>> {
    for Applied { owner, name, checksum: sum, .. } in applied {
        let Some(set) = sets.iter().find(|set| set.owner == owner) else {
            // Tables of a module this program does not know at all: a newer program made them.
            return Err(Error::new(&NEWER).with("migration", format!("{owner}/{name}")));
        };
        match set.files.iter().find(|file| file.name == name) {
            None => return Err(Error::new(&NEWER).with("migration", format!("{owner}/{name}"))),
            Some(file) if checksum(file.sql) != *sum => {
                return Err(Error::new(&EDITED).with("migration", format!("{owner}/{name}")));
            }
            Some(_) => {}
        }
    }
    Ok(all(sets)
        .into_iter()
        .filter(|p| !applied.iter().any(|a| p.owner == a.owner && p.name == a.name))
        .collect())
}

fn checksum(sql: &str) -> String {
    Sha256::digest(sql.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Keeps the blocks of this engine and, on SQLite, names the types as SQLite does and makes tables STRICT.
pub(crate) fn for_engine(sql: &str, engine: Engine) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut keep = true;
    let mut own_block = false;
    for line in sql.lines() {
        match line.trim() {
            "-- @sqlite" => (keep, own_block) = (engine == Engine::Sqlite, true),
            "-- @pg" => (keep, own_block) = (engine == Engine::Postgres, true),
            "-- @end" => (keep, own_block) = (true, false),
            _ if !keep => {}
            _ if own_block || engine == Engine::Postgres => {
                out.push_str(line);
                out.push('\n');
            }
            _ => {
                let line = line
                    .replace("BIGINT", "INTEGER")
                    .replace("BOOLEAN", "INTEGER")
                    .replace("BYTEA", "BLOB")
                    .replace("DOUBLE PRECISION", "REAL");
                // A line that is only ")" and ";" closes a CREATE TABLE.
                out.push_str(if line.trim_end() == ");" { ") STRICT;" } else { &line });
                out.push('\n');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_becomes_two_dialects() {
        let sql = "CREATE TABLE a (\n  id BIGINT PRIMARY KEY,\n  ok BOOLEAN NOT NULL\n);\n-- @pg\nPG;\n-- @end\n-- @sqlite\nLITE;\n-- @end\nX;";
        assert_eq!(
            for_engine(sql, Engine::Sqlite),
            "CREATE TABLE a (\n  id INTEGER PRIMARY KEY,\n  ok INTEGER NOT NULL\n) STRICT;\nLITE;\nX;\n"
        );
        assert_eq!(
            for_engine(sql, Engine::Postgres),
            "CREATE TABLE a (\n  id BIGINT PRIMARY KEY,\n  ok BOOLEAN NOT NULL\n);\nPG;\nX;\n"
        );
    }
}
