//! Errors of the store, the same for both engines.

use kernel::{Error, ErrorCode, Kind};

/// Result of a statement.
pub type DbResult<T> = Result<T, DbError>;

/// What went wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A unique or primary key already holds these values.
    #[error("unique constraint violated: {0}")]
    Unique(String),
    /// Another constraint (not null, foreign key, check) refuses the row.
    #[error("constraint violated: {0}")]
    Constraint(String),
    /// The disk is full.
    #[error("the disk is full: {0}")]
    Full(String),
    /// The store cannot be reached, is stopping, or gave up on a deadlock or time limit; trying again later helps.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// The connection was lost while it was to commit: it may have, or not.
    #[error("it is not known whether the transaction was kept: {0}")]
    Unknown(String),
    /// A row was expected and there was none.
    #[error("no row")]
    NoRow,
    /// A row does not have the expected shape: a fault in our code.
    #[error("unexpected shape: {0}")]
    Shape(String),
    /// The statement is wrong: a fault in our code.
    #[error("statement failed: {0}")]
    Statement(String),
    /// The unit of work panicked, or awaited something other than its transaction.
    #[error("unit of work failed: {0}")]
    Work(&'static str),
}

/// The store cannot be reached.
pub static STORE_UNAVAILABLE: ErrorCode = ErrorCode {
    id: "core.store_unavailable",
    kind: Kind::Unavailable,
    zh: "数据库暂时无法访问，这次操作没有保存。请稍后再试。",
    en: "The database cannot be reached at the moment, so nothing was saved. Please try again shortly.",
};

/// Whether it was saved is not known.
pub static OUTCOME_UNKNOWN: ErrorCode = ErrorCode {
    id: "core.outcome_unknown",
    kind: Kind::Unavailable,
    zh: "保存时与数据库的连接中断，无法确认是否已保存。请刷新查看，没有保存再重试。",
    en: "The connection to the database broke while saving, so it is not known whether it was. Look again, and repeat it if it was not.",
};

/// The disk is full.
pub static STORAGE_FULL: ErrorCode = ErrorCode {
    id: "core.storage_full",
    kind: Kind::StorageFull,
    zh: "服务器的磁盘已满，这次操作没有保存。请通知管理员清理空间后再试。",
    en: "The server's disk is full, so nothing was saved. Tell your administrator to free space, then try again.",
};

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Full(_) => Self::new(&STORAGE_FULL).caused_by(error),
            DbError::Unknown(_) => Self::new(&OUTCOME_UNKNOWN).retry_after(1).caused_by(error),
            DbError::Unavailable(_) => Self::new(&STORE_UNAVAILABLE).retry_after(1).caused_by(error),
            other => Self::internal(other),
        }
    }
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ffi;
        let text = error.to_string();
        let rusqlite::Error::SqliteFailure(code, _) = &error else {
            return Self::Statement(text);
        };
        match code.extended_code {
            ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_ROWID => Self::Unique(text),
            extended => match extended & 0xff {
                ffi::SQLITE_CONSTRAINT => Self::Constraint(text),
                ffi::SQLITE_FULL => Self::Full(text),
                ffi::SQLITE_BUSY
                | ffi::SQLITE_LOCKED
                | ffi::SQLITE_IOERR
                | ffi::SQLITE_CANTOPEN
                | ffi::SQLITE_READONLY
                | ffi::SQLITE_INTERRUPT => Self::Unavailable(text),
                _ => Self::Statement(text),
            },
        }
    }
}

impl From<tokio_postgres::Error> for DbError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            // No reply from the server: the connection broke or could not be made.
            return if error.is_closed()
                || std::error::Error::source(&error).is_some_and(|s| s.is::<std::io::Error>())
            {
                Self::Unavailable(error.to_string())
            } else {
                Self::Statement(format!(
                    "{error}: {:?}",
                    std::error::Error::source(&error).map(ToString::to_string)
                ))
            };
        };
        let text = format!("{} ({})", db.message(), db.code().code());
        match db.code().code() {
            "23505" => Self::Unique(db.constraint().map_or(text, str::to_owned)),
            "53100" => Self::Full(text),
            // serialization failure, deadlock, lock not available, query cancelled, idle-in-transaction time-out
            "40001" | "40P01" | "55P03" | "57014" | "25P03" => Self::Unavailable(text),
            code if code.starts_with("23") => Self::Constraint(text),
            // connection exceptions, insufficient resources, operator intervention (shutdown, crash)
            code if code.starts_with("08") || code.starts_with("53") || code.starts_with("57") => {
                Self::Unavailable(text)
            }
            _ => Self::Statement(text),
        }
    }
}

/// Turns a violated unique key into an error a person understands.
pub trait UniqueExt<T> {
    /// The value, or `code` where a unique key was violated, or the store's error.
    fn on_unique(self, code: &'static ErrorCode) -> kernel::Result<T>;
}

impl<T> UniqueExt<T> for DbResult<T> {
    fn on_unique(self, code: &'static ErrorCode) -> kernel::Result<T> {
        self.map_err(|error| match error {
            DbError::Unique(_) => Error::new(code).caused_by(error),
            other => other.into(),
        })
    }
}
