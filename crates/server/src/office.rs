//! From a configuration to an office: its store, its parts, its modules.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::{Clock, Error, Ids, Result};
use module_people::PeopleConfig;
use platform_access::Access;
use platform_audit::{Audit, AuditOptions};
use platform_blob::{BlobOptions, Blobs, Limits, MasterKey, S3Options, StoreOptions};
use platform_bus::Bus;
use platform_config::{Config, Store};
use platform_core::{Core, CoreParts, Module, Office, Ports, Providers};
use platform_db::{Db, Engine, Migrations, Pending, PostgresOptions, SqliteOptions, migrate, pending};
use platform_events::{Event, Events, Jobs, NodeNumber};
use platform_live::{Audience, Hub, LiveFrame, signal_frame};
use platform_notify::Notify;
use platform_search::{Search, SearchStore};
use tokio::sync::mpsc;
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

use crate::backup::error::NO_OFFICE;
use crate::backup::{BackupOptions, back_up};
use crate::cluster::{self, Role};

/// Version of this program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

const MIB: u64 = 1 << 20;

/// An office put together but not yet running.
pub struct Composed {
    /// What the modules stand on.
    pub core: Core,
    /// The modules that are on.
    pub modules: Vec<Module>,
    /// What this process commits, for the live side.
    pub committed: mpsc::Receiver<Arc<Event>>,
    /// Migrations that were applied while opening.
    pub migrated: Vec<Pending>,
    /// The way to the other nodes.
    pub bus: Bus,
    /// The number of this process, where it holds one.
    pub number: Option<NodeNumber>,
    /// Ends what runs in the background, also when this is dropped without being served.
    pub stop: DropGuard,
    /// Counts it.
    pub tasks: TaskTracker,
}

impl Composed {
    /// Ends what runs in the background, and gives back what this process holds: for commands, which serve nobody.
    pub async fn close(self) {
        let Self { core, number, stop, tasks, .. } = self;
        drop(stop);
        tasks.close();
        tasks.wait().await;
        cluster::give_back(number, &core.db, &core.clock).await;
    }
}

/// The main database of a SQLite office.
#[must_use]
pub fn database_file(config: &Config) -> PathBuf {
    config.data.dir.join("office.db")
}

/// The address under which people open the office, without a slash at the end.
#[must_use]
pub fn public_url(config: &Config) -> String {
    let scheme = if config.tls.mode == platform_config::TlsMode::Off { "http" } else { "https" };
    let url =
        config.server.public_url.clone().unwrap_or_else(|| format!("{scheme}://{}", config.server.listen));
    url.trim_end_matches('/').to_owned()
}

/// Makes a folder that only the user of this process may enter: what people wrote lies in it.
pub fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Opens the store that the configuration names.
pub async fn open_db(config: &Config) -> Result<Db> {
    match &config.database.url {
        Some(url) => {
            let options = PostgresOptions {
                pool: config.database.pool,
                replica_url: config.database.replica_url.as_ref().map(|url| url.reveal().to_owned()),
                ..PostgresOptions::new(url.reveal())
            };
            Ok(Db::open_postgres(&options).await?)
        }
        None => {
            private_folder(&config.data.dir).map_err(|error| {
                Error::new(&platform_db::STORE_UNAVAILABLE)
                    .caused_by(format!("{}: {error}", config.data.dir.display()))
            })?;
            Ok(Db::open_sqlite(&SqliteOptions::new(database_file(config)))?)
        }
    }
}

/// Every table of the office, also of modules that are off: what is stored stays readable.
#[must_use]
pub fn migrations(engine: Engine) -> Vec<Migrations> {
    let mut sets = vec![
        platform_events::MIGRATIONS,
        platform_http::MIGRATIONS,
        platform_access::MIGRATIONS,
        platform_audit::MIGRATIONS,
        platform_blob::MIGRATIONS,
        platform_notify::MIGRATIONS,
        module_people::MIGRATIONS,
        module_chat::MIGRATIONS,
    ];
    sets.extend(platform_search::main_migrations(engine));
    sets
}

/// Opens the store, brings it up to date (after a backup), and puts the office together.
pub async fn compose(config: &Config) -> Result<Composed> {
    compose_as(config, Role::Server, Clock::system()).await
}

/// The same on a machine whose clock is another.
pub async fn compose_with_clock(config: &Config, clock: Clock) -> Result<Composed> {
    compose_as(config, Role::Server, clock).await
}

/// The same for a command, which may run beside the server: ids that both make must differ, and nobody waits for what
/// it would tell.
pub async fn compose_beside(config: &Config) -> Result<Composed> {
    compose_as(config, Role::Command, Clock::system()).await
}

async fn compose_as(config: &Config, role: Role, clock: Clock) -> Result<Composed> {
    let db = open_db(config).await?;
    cluster::set_clock(&db, &clock).await?;
    let sets = migrations(db.engine());
    back_up_before(config, &db, &pending(&db, &sets).await?, &sets, &clock).await?;
    let migrated = migrate(&db, &sets, &clock).await?;
    if !migrated.is_empty() {
        tracing::info!(count = migrated.len(), "the database was brought up to date");
    }

    let (node, number) = cluster::number(config, role, &db, &clock).await?;
    let ids = Ids::new(node, clock.clone());
    let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
    if let (Role::Command, Some(number)) = (role, number.clone()) {
        tasks.spawn(cluster::keep_number(number, db.clone(), clock.clone(), stop.clone()));
        tasks.spawn(cluster::keep_clock(db.clone(), clock.clone(), stop.clone()));
    }
    let bus = match role {
        Role::Server => cluster::bus(config, &db, &ids, &stop, &tasks).await?,
        Role::Command => Bus::alone(),
    };

    let keys = master_keys(config)?;
    let (events, committed) = Events::new(clock.clone(), ids.clone());
    let jobs = Jobs::new(clock.clone(), ids.clone());
    let live = Hub::new(bus.clone());
    let url = public_url(config);
    let sealing: Vec<_> = keys.iter().map(MasterKey::bytes).collect();
    let blobs = Blobs::open(blob_options(config, keys), db.clone(), clock.clone(), ids.clone()).await?;
    let access = Access::new(events.clone(), clock.clone(), &url)?;
    let search = Search::open(
        match db.engine() {
            Engine::Sqlite => SearchStore::Sqlite {
                index: config.data.dir.join("search.db"),
                office: database_file(config),
            },
            Engine::Postgres => SearchStore::Postgres(db.clone()),
        },
        &clock,
    )
    .await?;
    let notify = Notify::new(clock.clone(), ids.clone(), tell(live.clone()));
    let audit = Audit::open(AuditOptions {
        db: db.clone(),
        clock: clock.clone(),
        origin: origin(&url),
        master_keys: sealing,
    })
    .await?;
    let core = Core::new(CoreParts {
        db,
        clock,
        ids,
        events,
        jobs,
        live,
        blobs,
        access,
        search,
        notify,
        audit,
        office: Office { https: url.starts_with("https://"), public_url: url, modules: switched_on(config) },
        ports: Ports::default(),
        providers: Providers::default(),
    });
    let modules = modules(&core, config)?;
    Ok(Composed { core, modules, committed, migrated, bus, number, stop: stop.drop_guard(), tasks })
}

/// What the directory needs of the configuration.
#[must_use]
pub fn people_config(config: &Config) -> PeopleConfig {
    PeopleConfig {
        password_memory_kib: config.security.argon2_memory_mib.saturating_mul(1024),
        password_passes: config.security.argon2_passes,
        ..PeopleConfig::default()
    }
}

/// The modules that are on, by name.
fn switched_on(config: &Config) -> Vec<&'static str> {
    let optional = [("chat", config.modules.chat), ("admin", config.modules.admin)];
    ["people", "core"]
        .into_iter()
        .chain(optional.into_iter().filter(|(_, on)| *on).map(|(name, _)| name))
        .collect()
}

fn modules(core: &Core, config: &Config) -> Result<Vec<Module>> {
    let mut modules = vec![module_people::module(core, people_config(config))?, module_core::module(core)];
    if config.modules.chat {
        modules.push(module_chat::module(core));
    }
    if config.modules.admin {
        modules.push(module_admin::module(core, VERSION));
    }
    Ok(modules)
}

/// Keeps an office as it is before its tables change: SQLite as a copy of the database, PostgreSQL as what
/// `courtyard backup --without-files` writes.
async fn back_up_before(
    config: &Config,
    db: &Db,
    pending: &[Pending],
    all: &[Migrations],
    clock: &Clock,
) -> Result<()> {
    let files: usize = all.iter().map(|set| set.files.len()).sum();
    // Nothing to do, or nothing there yet.
    if pending.is_empty() || pending.len() == files {
        return Ok(());
    }
    let folder = config.data.dir.join("backups");
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::StorageFull => Error::new(&platform_db::STORAGE_FULL).caused_by(error),
        _ => Error::internal(format!("{} cannot be made: {error}", folder.display())),
    };
    private_folder(&folder).map_err(failed)?;
    let name = format!("before-{VERSION}-{}", clock.now().0);
    let target = match db.engine() {
        Engine::Sqlite => folder.join(format!("{name}.db")),
        Engine::Postgres => folder.join(format!("{name}.backup")),
    };
    match db.engine() {
        Engine::Sqlite => db.copy_sqlite_to(&target)?,
        Engine::Postgres => {
            let options = BackupOptions { out: target.clone(), files: false };
            match back_up(config, &options, clock, &mut |_| {}).await {
                Err(error) if error.is(&NO_OFFICE) => return Ok(()),
                outcome => outcome.map(|_| ())?,
            }
        }
    }
    tracing::info!(backup = %target.display(), "a copy of the database was made before migrating");
    Ok(())
}

/// The master keys, the present one first.
pub(crate) fn master_keys(config: &Config) -> Result<Vec<MasterKey>> {
    config.blobs.master_keys.iter().map(|key| MasterKey::parse(key.reveal())).collect()
}

/// Where the files are.
pub(crate) fn store_options(config: &Config) -> StoreOptions {
    match config.blobs.store {
        Store::Folder => StoreOptions::Folder(blob_folder(config)),
        Store::S3 => {
            let s3 = &config.blobs.s3;
            StoreOptions::S3(S3Options {
                endpoint: s3.endpoint.clone(),
                bucket: s3.bucket.clone(),
                region: s3.region.clone(),
                access_key: s3.access_key.clone(),
                secret_key: s3.secret_key.as_ref().map(|key| key.reveal().to_owned()),
                path_style: s3.path_style,
                prefix: s3.prefix.clone(),
            })
        }
    }
}

fn blob_options(config: &Config, keys: Vec<MasterKey>) -> BlobOptions {
    let some = |mib: u64| (mib > 0).then(|| mib.saturating_mul(MIB));
    let limits = Limits {
        file_bytes: config.limits.file_mib.saturating_mul(MIB),
        user_bytes: some(config.limits.user_mib),
        org_bytes: some(config.limits.org_mib),
        ..Limits::default()
    };
    BlobOptions { store: store_options(config), keys, limits }
}

/// The folder of the files, where they are in one.
#[must_use]
pub fn blob_folder(config: &Config) -> PathBuf {
    config.blobs.folder.clone().unwrap_or_else(|| config.data.dir.join("blobs"))
}

/// Name of a new audit log: that of the office's host.
fn origin(url: &str) -> String {
    let host = url.split("://").nth(1).unwrap_or(url).split('/').next().unwrap_or(url);
    format!("{}/audit", host.replace([':', ' ', '+'], "-"))
}

/// Notifications reach the open clients of whom they are for.
fn tell(live: Hub) -> platform_notify::OnAdded {
    Arc::new(move |user, notification| {
        let data =
            serde_json::json!({ "id": notification.id, "kind": notification.kind, "url": notification.url });
        live.signal(LiveFrame {
            audience: Audience::User(user),
            text: signal_frame("notify.added", &data.to_string()),
        });
    })
}
