//! SQLite: one writer thread with transparent group commit, and a few reader threads.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use async_channel::{Receiver, Sender};
use rusqlite::config::DbConfig;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement};
use tokio::sync::oneshot;

use crate::tx::{Hook, Link, run_hooks};
use crate::{BoxFuture, DbError, DbResult, Row, Tx, Val};

/// Writes that may wait for the writer; beyond it callers wait in line (back-pressure, not memory).
const QUEUE: usize = 4_096;
/// Writes that share one commit at most: bounds how much one failed commit takes with it.
const GROUP: usize = 256;
/// Time after which a group commits even when more wait: bounds the first writer's wait.
const GROUP_TIME: Duration = Duration::from_millis(5);
/// A unit of work slower than this is logged: it holds up every other writer.
const SLOW: Duration = Duration::from_millis(50);
/// Reader threads: reads are short and the machine is small.
const READERS: usize = 4;
/// Statements kept prepared per connection.
const STATEMENTS: usize = 512;
/// Page caches in KiB: the writer's and each reader's. The system's file cache does the rest.
const WRITER_CACHE_KIB: i64 = 8_192;
const READER_CACHE_KIB: i64 = 2_048;
/// Page cache in KiB of a store being filled: its indexes grow all over the file.
const LOAD_CACHE_KIB: i64 = 131_072;

/// How to open a SQLite store.
#[derive(Clone, Debug)]
pub struct SqliteOptions {
    /// The database file; made when absent.
    pub path: PathBuf,
    /// Other database files that [`crate::Db::read`] may read from in the same query. Writes do not see them.
    pub attach: Vec<(String, PathBuf)>,
}

impl SqliteOptions {
    /// A store in this file.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), attach: Vec::new() }
    }

    /// Lets queries also read the tables of another file.
    #[must_use]
    pub fn attach(mut self, name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        self.attach.push((name.into(), path.into()));
        self
    }
}

struct Done {
    keep: bool,
    hooks: Vec<Hook>,
    acknowledge: Box<dyn FnOnce(DbResult<()>) + Send>,
}

/// Longest that reading may take, as long as a statement on PostgreSQL.
const READ: Duration = Duration::from_secs(15);
/// Steps of SQLite's machine between two looks at the clock: well under a millisecond.
const STEPS: std::ffi::c_int = 10_000;

/// A unit of work; given an error instead of a transaction, it only tells its caller.
type Job = Box<dyn FnOnce(DbResult<&mut Tx>) -> Option<Done> + Send>;
/// A read; given an error instead of a transaction, it only tells its caller.
type ReadJob = Box<dyn FnOnce(DbResult<&mut Tx>) + Send>;

/// Handle to the threads; they end when the last handle is gone.
pub(crate) struct Sqlite {
    writes: Sender<Job>,
    reads: Sender<ReadJob>,
    path: PathBuf,
}

impl Sqlite {
    pub(crate) fn open(options: &SqliteOptions) -> DbResult<Self> {
        let writer = connect(options, false)?;
        let (writes, write_jobs) = async_channel::bounded(QUEUE);
        spawn("db-writer", move || write_loop(Tx::sqlite(writer, true), &write_jobs))?;
        let (reads, read_jobs) = async_channel::bounded(QUEUE);
        for i in 0..READERS {
            let reader = connect(options, true)?;
            let jobs = read_jobs.clone();
            spawn(&format!("db-reader-{i}"), move || read_loop(Tx::sqlite(reader, false), &jobs))?;
        }
        Ok(Self { writes, reads, path: options.path.clone() })
    }

    pub(crate) async fn write<T, F>(&self, work: F) -> kernel::Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, kernel::Result<T>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |tx| {
            let tx = match tx {
                Ok(tx) => tx,
                Err(error) => {
                    let _ = reply.send(Err(error.into()));
                    return None;
                }
            };
            let outcome = poll_once(work(tx));
            let outcome = outcome.and_then(|value| tx.intact().map(|()| value).map_err(kernel::Error::from));
            let hooks = std::mem::take(&mut tx.hooks);
            let keep = outcome.is_ok();
            Some(Done {
                keep,
                hooks,
                acknowledge: Box::new(move |committed| {
                    let _ = reply.send(match committed {
                        Ok(()) => outcome,
                        Err(error) => outcome.and(Err(error.into())),
                    });
                }),
            })
        });
        self.writes.send(job).await.map_err(|_| stopping())?;
        answer.await.map_err(|_| DbError::Work("it panicked"))?
    }

    pub(crate) async fn read<T, F>(&self, work: F) -> kernel::Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, kernel::Result<T>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: ReadJob = Box::new(move |tx| {
            // Whoever asked may have gone while it waited.
            if reply.is_closed() {
                return;
            }
            let _ = reply.send(match tx {
                Ok(tx) => poll_once(work(tx)),
                Err(error) => Err(error.into()),
            });
        });
        self.reads.send(job).await.map_err(|_| stopping())?;
        answer.await.map_err(|_| DbError::Work("it panicked"))?
    }

    /// A connection of its own that only reads.
    pub(crate) fn take(&self) -> DbResult<Tx> {
        reader(&self.path)
    }

    /// Copies the whole database, consistent while others write, into a new file.
    pub(crate) fn copy_to(&self, target: &Path) -> DbResult<()> {
        let connection = Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.execute("VACUUM INTO ?1", [target.to_string_lossy()])?;
        Ok(())
    }
}

fn stopping() -> DbError {
    DbError::Unavailable("the store is stopping".to_owned())
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> DbResult<()> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(run)
        .map(drop)
        .map_err(|error| DbError::Unavailable(error.to_string()))
}

fn connect(options: &SqliteOptions, read_only: bool) -> DbResult<Connection> {
    let connection = Connection::open(&options.path)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Plans do not depend on parameters: without this, a statement with `LIMIT $n` is compiled anew at each run.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    let cache = if read_only { READER_CACHE_KIB } else { WRITER_CACHE_KIB };
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{cache}; PRAGMA wal_autocheckpoint = 2000;"
    ))?;
    if read_only {
        // Readers only: the writer's BEGIN IMMEDIATE would lock the attached files against their own writers.
        for (name, path) in &options.attach {
            connection.execute(&format!("ATTACH DATABASE ?1 AS {name}"), [path.to_string_lossy()])?;
        }
        connection.execute_batch("PRAGMA query_only = ON")?;
    }
    Ok(connection)
}

/// A connection that only reads.
pub(crate) fn reader(path: &Path) -> DbResult<Tx> {
    Ok(Tx::sqlite(connect(&SqliteOptions::new(path), true)?, false))
}

/// A connection to a new file that is thrown away unless all of it succeeds: no journal, no waiting for the disk, no
/// references checked row by row.
pub(crate) fn connect_for_load(path: &Path) -> DbResult<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{LOAD_CACHE_KIB};"
    ))?;
    Ok(connection)
}

/// A connection to a file that is filled piece by piece: what is committed stays, references are checked at the end.
pub(crate) fn connect_for_fill(path: &Path) -> DbResult<Connection> {
    let connection = connect(&SqliteOptions::new(path), false)?;
    connection.execute_batch(&format!(
        "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -{LOAD_CACHE_KIB};"
    ))?;
    Ok(connection)
}

fn write_loop(mut tx: Tx, jobs: &Receiver<Job>) {
    while let Ok(first) = jobs.recv_blocking() {
        let started = Instant::now();
        tx.full = None;
        if let Err(error) = batch(&mut tx, "BEGIN IMMEDIATE") {
            tracing::error!(%error, "a write transaction could not begin");
            first(Err(unavailable(&error)));
            continue;
        }
        let mut group = Vec::new();
        let mut next = Some(first);
        while let Some(job) = next.take() {
            group.extend(run(&mut tx, job));
            if autocommit(&tx) {
                // A full disk or an I/O error rolled the whole transaction back; nothing of the group is kept.
                break;
            }
            if group.len() < GROUP && started.elapsed() < GROUP_TIME {
                next = jobs.try_recv().ok();
            }
        }
        let committed = if autocommit(&tx) {
            Err(tx.rolled_back())
        } else {
            batch(&mut tx, "COMMIT").inspect_err(|_| {
                let _ = batch(&mut tx, "ROLLBACK");
            })
        };
        acknowledge(group, committed);
    }
}

/// Runs one unit of work as a savepoint; `None` when its caller has been told already, or learns from the reply that
/// a panic dropped.
fn run(tx: &mut Tx, job: Job) -> Option<Done> {
    let started = Instant::now();
    if let Err(error) = batch(tx, "SAVEPOINT work") {
        return job(Err(unavailable(&error)));
    }
    tx.failed = false;
    let outcome = catch_unwind(AssertUnwindSafe(|| job(Ok(tx))));
    let keep = matches!(&outcome, Ok(Some(done)) if done.keep);
    if !autocommit(tx) {
        let end = if keep { "RELEASE work" } else { "ROLLBACK TO work; RELEASE work" };
        if let Err(error) = batch(tx, end) {
            tracing::error!(%error, "a savepoint could not end");
        }
    }
    tx.hooks.clear();
    if started.elapsed() > SLOW {
        tracing::warn!(
            elapsed_ms = started.elapsed().as_millis() as u64,
            "a unit of work held the writer for long"
        );
    }
    outcome.ok().flatten()
}

fn acknowledge(group: Vec<Done>, committed: DbResult<()>) {
    for done in group {
        match &committed {
            Ok(()) => {
                if done.keep {
                    run_hooks(done.hooks);
                }
                (done.acknowledge)(Ok(()));
            }
            Err(error) => (done.acknowledge)(Err(unavailable(error))),
        }
    }
}

/// What a failed BEGIN or COMMIT means to each caller it concerns.
fn unavailable(error: &DbError) -> DbError {
    match error {
        DbError::Full(text) => DbError::Full(text.clone()),
        DbError::Unavailable(text) => DbError::Unavailable(text.clone()),
        other => DbError::Unavailable(other.to_string()),
    }
}

fn read_loop(mut tx: Tx, jobs: &Receiver<ReadJob>) {
    while let Ok(job) = jobs.recv_blocking() {
        // A transaction gives all statements of one read the same snapshot.
        if let Err(error) = batch(&mut tx, "BEGIN") {
            tracing::error!(%error, "a read transaction could not begin");
            job(Err(unavailable(&error)));
            continue;
        }
        limit(&mut tx, Some(READ));
        let _ = catch_unwind(AssertUnwindSafe(|| job(Ok(&mut tx))));
        limit(&mut tx, None);
        tx.hooks.clear();
        if let Err(error) = batch(&mut tx, "COMMIT") {
            tracing::error!(%error, "a read transaction could not end");
            // Else every later one would begin inside it.
            let _ = batch(&mut tx, "ROLLBACK");
        }
    }
}

/// Ends statements that are still at it when the time is over, as PostgreSQL does by itself.
fn limit(tx: &mut Tx, time: Option<Duration>) {
    let Link::Sqlite(connection) = &mut tx.link else { return };
    let outcome = match time.map(|time| Instant::now() + time) {
        Some(end) => connection.progress_handler(STEPS, Some(move || Instant::now() > end)),
        None => connection.progress_handler(STEPS, None::<fn() -> bool>),
    };
    if let Err(error) = outcome {
        tracing::error!(%error, "a read could not be given its limit");
    }
}

fn batch(tx: &mut Tx, sql: &str) -> DbResult<()> {
    match &mut tx.link {
        Link::Sqlite(connection) => {
            // The three statements around every unit of work stay prepared; the rest is rare.
            for part in sql.split("; ") {
                connection.prepare_cached(part)?.raw_execute_ignoring_rows()?;
            }
            Ok(())
        }
        Link::Postgres(..) => Err(DbError::Work("not a SQLite connection")),
    }
}

trait RawExecute {
    fn raw_execute_ignoring_rows(&mut self) -> DbResult<()>;
}

impl RawExecute for Statement<'_> {
    fn raw_execute_ignoring_rows(&mut self) -> DbResult<()> {
        let mut rows = self.raw_query();
        while rows.next()?.is_some() {}
        Ok(())
    }
}

fn autocommit(tx: &Tx) -> bool {
    match &tx.link {
        Link::Sqlite(connection) => connection.is_autocommit(),
        Link::Postgres(..) => true,
    }
}

/// On SQLite no statement ever pends, so one poll finishes the work; anything else awaited is a fault.
fn poll_once<T>(mut work: BoxFuture<'_, kernel::Result<T>>) -> kernel::Result<T> {
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => Err(DbError::Work("it awaited something other than its transaction").into()),
    }
}

/// `$n` is a named parameter to SQLite, numbered by first appearance: bind by the number in the name.
fn bind(statement: &mut Statement<'_>, args: Vec<Val>) -> DbResult<()> {
    let mut args: Vec<Option<Val>> = args.into_iter().map(Some).collect();
    for i in 1..=statement.parameter_count() {
        let n: usize = statement
            .parameter_name(i)
            .and_then(|name| name.get(1..)?.parse().ok())
            .ok_or_else(|| DbError::Statement("parameters are written $1, $2, …".to_owned()))?;
        let value = args
            .get_mut(n.wrapping_sub(1))
            .and_then(Option::take)
            .ok_or_else(|| DbError::Statement(format!("parameter ${n} has no value")))?;
        statement.raw_bind_parameter(
            i,
            match value {
                Val::Null => Value::Null,
                Val::Bool(b) => Value::Integer(i64::from(b)),
                Val::Int(n) => Value::Integer(n),
                Val::Real(x) => Value::Real(x),
                Val::Text(text) => Value::Text(text),
                Val::Blob(bytes) => Value::Blob(bytes),
            },
        )?;
    }
    if args.iter().any(Option::is_some) {
        return Err(DbError::Statement("more values than parameters".to_owned()));
    }
    Ok(())
}

pub(crate) fn all(connection: &mut Connection, sql: &str, args: Vec<Val>) -> DbResult<Vec<Row>> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, args)?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(columns);
        for i in 0..columns {
            values.push(match row.get_ref(i)? {
                ValueRef::Null => Val::Null,
                ValueRef::Integer(n) => Val::Int(n),
                ValueRef::Real(x) => Val::Real(x),
                ValueRef::Text(text) => Val::Text(
                    std::str::from_utf8(text)
                        .map_err(|_| DbError::Shape("text is not UTF-8".to_owned()))?
                        .to_owned(),
                ),
                ValueRef::Blob(bytes) => Val::Blob(bytes.to_vec()),
            });
        }
        all.push(Row(values));
    }
    Ok(all)
}

pub(crate) fn exec(connection: &mut Connection, sql: &str, args: Vec<Val>) -> DbResult<u64> {
    let mut statement = connection.prepare_cached(sql)?;
    bind(&mut statement, args)?;
    Ok(statement.raw_execute()? as u64)
}
