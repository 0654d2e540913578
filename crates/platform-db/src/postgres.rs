//! PostgreSQL: a pool, one task and one transaction a unit of work.

use std::fmt;
use std::pin::pin;
use std::time::Duration;

use deadpool_postgres::{
    Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime, Timeouts,
};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::tx::{Link, run_hooks};
use crate::{BoxFuture, ColumnKind, DbError, DbResult, Row, Tx, Val};

/// Connections a node holds: PostgreSQL's default of 100 serves five nodes.
const POOL: usize = 16;
/// Longest wait for a free connection before the caller is told to try again.
const WAIT: Duration = Duration::from_secs(5);
/// Longest wait for the answer to a statement: the server gives up after 15 s and says so; who is silent longer is gone.
const ANSWER: Duration = Duration::from_secs(20);

/// How to reach a PostgreSQL store.
#[derive(Clone)]
pub struct PostgresOptions {
    /// `postgres://user:password@host:port/database?sslmode=…`.
    pub url: String,
    /// Connections held at most.
    pub pool: usize,
    /// The address of a read replica.
    pub replica_url: Option<String>,
    /// Longest wait for the answer to a statement.
    pub answer: Duration,
}

impl PostgresOptions {
    /// A store at this address with the usual pool.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), pool: POOL, replica_url: None, answer: ANSWER }
    }
}

impl fmt::Debug for PostgresOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address holds a password.
        f.debug_struct("PostgresOptions").field("pool", &self.pool).finish_non_exhaustive()
    }
}

pub(crate) struct Postgres {
    pool: Pool,
    answer: Duration,
}

impl Postgres {
    pub(crate) async fn open(options: &PostgresOptions) -> DbResult<Self> {
        let postgres = Self::lazy(options)?;
        drop(postgres.connection().await?);
        Ok(postgres)
    }

    /// The same without looking whether it is there.
    pub(crate) fn lazy(options: &PostgresOptions) -> DbResult<Self> {
        let config = client_config(options)?;
        let manager =
            Manager::from_config(config, tls()?, ManagerConfig { recycling_method: RecyclingMethod::Fast });
        let pool = Pool::builder(manager)
            .max_size(options.pool)
            .runtime(Runtime::Tokio1)
            .timeouts(Timeouts { wait: Some(WAIT), create: Some(WAIT), recycle: Some(WAIT) })
            .build()
            .map_err(|error| DbError::Unavailable(error.to_string()))?;
        Ok(Self { pool, answer: options.answer })
    }

    /// A connection on which the caller begins a transaction; dropped, not given back, unless it [`finish`]es it.
    pub(crate) async fn take(&self) -> DbResult<Tx> {
        Ok(Tx::postgres(self.connection().await?, true, self.answer))
    }

    async fn connection(&self) -> DbResult<Object> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => match DbError::from(error) {
                unavailable @ DbError::Unavailable(_) => unavailable,
                other => DbError::Unavailable(other.to_string()),
            },
            other => DbError::Unavailable(other.to_string()),
        })
    }

    pub(crate) async fn write<T, F>(&self, work: F) -> kernel::Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, kernel::Result<T>> + Send + 'static,
    {
        let (object, answer) = (self.connection().await?, self.answer);
        // In a task of its own: a caller that goes away does not leave a transaction half done.
        tokio::spawn(async move {
            let mut tx = Tx::postgres(object, true, answer);
            tx.batch("BEGIN").await?;
            let outcome = work(&mut tx).await;
            // After a failed statement COMMIT would roll back, and say so only in passing.
            match outcome.and_then(|value| tx.intact().map(|()| value).map_err(kernel::Error::from)) {
                Ok(value) => {
                    finish(&mut tx, "COMMIT").await.map_err(|error| match error {
                        DbError::Unavailable(text) => DbError::Unknown(text),
                        other => other,
                    })?;
                    run_hooks(std::mem::take(&mut tx.hooks));
                    Ok(value)
                }
                Err(error) => {
                    if let Err(broken) = finish(&mut tx, "ROLLBACK").await {
                        tracing::warn!(error = %broken, "a transaction could not be rolled back; its connection is dropped");
                    }
                    Err(error)
                }
            }
        })
        .await
        .map_err(|_| DbError::Work("it panicked"))?
    }

    pub(crate) async fn read<T, F>(&self, work: F) -> kernel::Result<T>
    where
        T: Send + 'static,
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, kernel::Result<T>> + Send + 'static,
    {
        let (object, answer) = (self.connection().await?, self.answer);
        tokio::spawn(async move {
            let mut tx = Tx::postgres(object, false, answer);
            work(&mut tx).await
        })
        .await
        .map_err(|_| DbError::Work("it panicked"))?
    }
}

/// Ends the transaction; the connection can be given back.
pub(crate) async fn finish(tx: &mut Tx, sql: &'static str) -> DbResult<()> {
    if let Link::Postgres(link) = &mut tx.link {
        link.ask(async |object| Ok(object.batch_execute(sql).await?)).await?;
        link.open = false;
    }
    Ok(())
}

/// How every connection is made.
pub(crate) fn client_config(options: &PostgresOptions) -> DbResult<tokio_postgres::Config> {
    let mut config: tokio_postgres::Config = options
        .url
        .parse()
        .map_err(|error| DbError::Statement(format!("the address is not valid: {error}")))?;
    // A way that is cut without a word is noticed by the system, though nobody asks anything on it.
    config.keepalives_idle(ANSWER).keepalives_interval(WAIT).keepalives_retries(3).tcp_user_timeout(ANSWER);
    config.application_name("courtyard").connect_timeout(WAIT).options(
        // Bounds for statements of ours that go wrong; a chunked job stays far below them.
        "-c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000 -c lock_timeout=10000",
    );
    Ok(config)
}

pub(crate) fn tls() -> DbResult<MakeRustlsConnect> {
    let mut roots = RootCertStore::empty();
    // The connector asks for the system's roots; sslmode in the address decides whether TLS is used at all.
    let native = tokio_postgres_rustls_native_roots();
    roots.add_parsable_certificates(native);
    let config = ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .map_err(|error| DbError::Statement(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

fn tokio_postgres_rustls_native_roots() -> Vec<rustls::pki_types::CertificateDer<'static>> {
    rustls_native_certs::load_native_certs().certs
}

pub(crate) async fn all(object: &Object, sql: &str, args: Vec<Val>, keep: bool) -> DbResult<Vec<Row>> {
    let statement = if keep { object.prepare_cached(sql).await? } else { object.prepare(sql).await? };
    let rows = object.query(&statement, &refs(&args)).await?;
    rows.iter().map(row).collect()
}

pub(crate) async fn exec(object: &Object, sql: &str, args: Vec<Val>, keep: bool) -> DbResult<u64> {
    let statement = if keep { object.prepare_cached(sql).await? } else { object.prepare(sql).await? };
    Ok(object.execute(&statement, &refs(&args)).await?)
}

/// Adds rows by COPY, many times as fast as one statement a row.
pub(crate) async fn copy_in(
    object: &Object,
    sql: &str,
    kinds: &[ColumnKind],
    rows: &[Vec<Val>],
) -> DbResult<()> {
    let types: Vec<Type> = kinds
        .iter()
        .map(|kind| match kind {
            ColumnKind::Bool => Type::BOOL,
            ColumnKind::Int => Type::INT8,
            ColumnKind::Real => Type::FLOAT8,
            ColumnKind::Text => Type::TEXT,
            ColumnKind::Blob => Type::BYTEA,
        })
        .collect();
    let mut writer = pin!(BinaryCopyInWriter::new(object.copy_in(sql).await?, &types));
    for row in rows {
        writer.as_mut().write_raw(row).await?;
    }
    writer.finish().await?;
    Ok(())
}

fn refs(args: &[Val]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|val| val as &(dyn ToSql + Sync)).collect()
}

fn row(row: &tokio_postgres::Row) -> DbResult<Row> {
    let mut values = Vec::with_capacity(row.len());
    for (i, column) in row.columns().iter().enumerate() {
        let value = match *column.type_() {
            Type::BOOL => row.try_get::<_, Option<bool>>(i)?.map(Val::Bool),
            Type::INT2 => row.try_get::<_, Option<i16>>(i)?.map(|n| Val::Int(i64::from(n))),
            Type::INT4 => row.try_get::<_, Option<i32>>(i)?.map(|n| Val::Int(i64::from(n))),
            Type::INT8 => row.try_get::<_, Option<i64>>(i)?.map(Val::Int),
            Type::FLOAT4 => row.try_get::<_, Option<f32>>(i)?.map(|x| Val::Real(f64::from(x))),
            Type::FLOAT8 => row.try_get::<_, Option<f64>>(i)?.map(Val::Real),
            Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR | Type::UNKNOWN => {
                row.try_get::<_, Option<String>>(i)?.map(Val::Text)
            }
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(i)?.map(Val::Blob),
            ref other => {
                return Err(DbError::Shape(format!(
                    "column {} has the type {other}: CAST it",
                    column.name()
                )));
            }
        };
        values.push(value.unwrap_or(Val::Null));
    }
    Ok(Row(values))
}

impl ToSql for Val {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Bool(b), _) => b.to_sql_checked(ty, out),
            (Self::Int(n), &Type::INT4) => i32::try_from(*n)?.to_sql_checked(ty, out),
            (Self::Int(n), &Type::INT2) => i16::try_from(*n)?.to_sql_checked(ty, out),
            (Self::Int(n), &Type::FLOAT8) => (*n as f64).to_sql_checked(ty, out),
            (Self::Int(n), _) => n.to_sql_checked(ty, out),
            (Self::Real(x), _) => x.to_sql_checked(ty, out),
            (Self::Text(text), _) => text.to_sql_checked(ty, out),
            (Self::Blob(bytes), _) => bytes.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        // Each variant checks the type the server inferred when it is written.
        true
    }

    to_sql_checked!();
}
