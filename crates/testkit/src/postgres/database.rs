//! One database for one test.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use platform_db::{Db, Migrations, PostgresOptions, migrate};
use sha2::{Digest, Sha256};
use tokio_postgres::{Client, NoTls};

use super::{Server, server};
use crate::fixture;

/// Where one is connected to while making and dropping others.
pub(super) const ADMIN: &str = "postgres";

/// A database of one test; dropped with the value.
#[derive(Debug)]
pub struct Database {
    name: String,
}

impl Server {
    /// The address of a database on this server.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        url(&self.socket, database)
    }

    /// A new database, with these migrations applied; with none it is empty.
    ///
    /// The migrations run once: later databases are copies of the first.
    ///
    /// # Panics
    /// When the migrations do not apply.
    #[must_use]
    pub fn create(&self, migrations: &[Migrations]) -> Database {
        let template = (!migrations.is_empty()).then(|| self.template(migrations));
        let name = self.admin(async |client| {
            // Two processes that both find it missing would both make it.
            client
                .batch_execute(
                    "SELECT pg_advisory_lock(4361804); CREATE SEQUENCE IF NOT EXISTS names;
                     SELECT pg_advisory_unlock(4361804)",
                )
                .await?;
            let number: i64 = client.query_one("SELECT nextval('names')", &[]).await?.get(0);
            let name = format!("test_{number}");
            let template = template.as_deref().unwrap_or("template1");
            client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await?;
            Ok(name)
        });
        Database { name }
    }

    /// The database that others are copied from, made when it does not exist.
    fn template(&self, migrations: &[Migrations]) -> String {
        let mut key = Sha256::new();
        for set in migrations {
            for file in set.files {
                key = key
                    .chain_update(set.owner)
                    .chain_update(file.name)
                    .chain_update(file.sql)
                    .chain_update([0]);
            }
        }
        let name: String =
            "template_".chars().chain(key.finalize()[..8].iter().flat_map(|b| hex(*b))).collect();
        self.admin(async |client| {
            // One process makes it, the others wait.
            client.batch_execute("SELECT pg_advisory_lock(4361803)").await?;
            let found = client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).await?;
            if found.is_some() {
                return Ok(());
            }
            let draft = format!("{name}_draft");
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await?;
            client.batch_execute(&format!("CREATE DATABASE {draft}")).await?;
            let options = PostgresOptions { pool: 1, ..PostgresOptions::new(self.url(&draft)) };
            let db = Db::open_postgres(&options).await.expect("a PostgreSQL store cannot be opened");
            migrate(&db, migrations, &fixture::clock())
                .await
                .expect("the migrations do not apply on PostgreSQL");
            drop(db);
            // Complete, so it may have its name. PostgreSQL waits for the connection just dropped.
            client.batch_execute(&format!("ALTER DATABASE {draft} RENAME TO {name}")).await?;
            client.batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await
        });
        name
    }

    /// Runs statements as the administrator.
    fn admin<T: Send>(
        &self,
        work: impl AsyncFnOnce(&Client) -> Result<T, tokio_postgres::Error> + Send,
    ) -> T {
        run(&self.url(ADMIN), work)
            .unwrap_or_else(|error| panic!("the PostgreSQL server of the tests failed: {error:?}"))
    }
}

impl Database {
    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        server().url(&self.name)
    }

    /// Ends every connection to it, as a restarted server does; new ones are accepted.
    pub fn cut(&self) {
        server().admin(async |client| client.query(CUT, &[&self.name]).await.map(drop));
    }

    /// Ends every connection to it and refuses new ones until [`Database::replug`]: the server is gone.
    pub fn unplug(&self) {
        self.allow(false);
        self.cut();
    }

    /// Accepts connections again.
    pub fn replug(&self) {
        self.allow(true);
    }

    /// Stops every process that serves a connection to it: they stay open and say nothing. New ones are served.
    ///
    /// # Panics
    /// When `kill` is not there.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets them go on.
    ///
    /// # Panics
    /// When `kill` is not there.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let serving = server().admin(async |client| client.query(SERVING, &[&self.name]).await);
        if serving.is_empty() {
            return;
        }
        let ids = serving.iter().map(|row| row.get::<_, i32>(0).to_string());
        let sent = Command::new("kill").arg(signal).args(ids).status();
        sent.expect("there is no program kill");
    }

    fn allow(&self, yes: bool) {
        let sql = format!("ALTER DATABASE {} ALLOW_CONNECTIONS {yes}", self.name);
        server().admin(async |client| client.batch_execute(&sql).await);
    }
}

const SERVING: &str = "SELECT pid FROM pg_stat_activity WHERE datname = $1";
const CUT: &str = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1";

impl Drop for Database {
    fn drop(&mut self) {
        self.thaw();
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // A failure here, perhaps while the test already panics, would only hide what matters.
        let _ = run(&server().url(ADMIN), async |client| client.batch_execute(&sql).await);
    }
}

/// Whether the server of this instance answers.
pub(super) fn answers(instance: &Path) -> bool {
    answers_at(&url(instance, ADMIN))
}

/// Whether the server at this address answers.
pub(super) fn answers_at(url: &str) -> bool {
    run_at(url, "SELECT 1").is_ok()
}

/// Runs statements at this address.
pub(super) fn run_at(url: &str, sql: &str) -> Result<(), String> {
    run(url, async |client| client.batch_execute(sql).await).map_err(|error| format!("{error:?}"))
}

/// Makes what all databases share: the numbers in their names. Once, by whoever starts the server.
pub(super) fn prepare(instance: &Path) -> Result<(), String> {
    run(&url(instance, ADMIN), async |client| client.batch_execute("CREATE SEQUENCE names").await)
        .map_err(|error| format!("the PostgreSQL server of the tests failed: {error}"))
}

/// Connects and works, on a thread of its own: a caller inside a runtime cannot start another one.
fn run<T: Send>(
    url: &str,
    work: impl AsyncFnOnce(&Client) -> Result<T, tokio_postgres::Error> + Send,
) -> Result<T, tokio_postgres::Error> {
    let on_thread = || {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("no async runtime");
        runtime.block_on(async {
            let mut config: tokio_postgres::Config = url.parse()?;
            config.connect_timeout(Duration::from_secs(5));
            let (client, connection) = config.connect(NoTls).await?;
            let talking = tokio::spawn(connection);
            let outcome = work(&client).await;
            drop(client);
            // Gone from the server before this returns: what follows may need the database to be unused.
            let _ = talking.await;
            outcome
        })
    };
    match std::thread::scope(|scope| scope.spawn(on_thread).join()) {
        Ok(outcome) => outcome,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

pub(super) fn url(socket: &Path, database: &str) -> String {
    let host: String = socket
        .as_os_str()
        .as_encoded_bytes()
        .iter()
        .flat_map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => vec![char::from(*byte)],
            other => [vec!['%'], hex(*other).to_vec()].concat(),
        })
        .collect();
    format!("postgres://courtyard@{host}/{database}")
}

fn hex(byte: u8) -> [char; 2] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    [char::from(DIGITS[usize::from(byte >> 4)]), char::from(DIGITS[usize::from(byte & 15)])]
}
