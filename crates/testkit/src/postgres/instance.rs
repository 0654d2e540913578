//! Finding the running server, or starting it.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::database::{answers, prepare};
use super::install::{Account, account, programs};

const WATCH: &str = include_str!("watch.sh");
/// Time for a server to come up; a loaded machine needs a few seconds.
const START: Duration = Duration::from_secs(60);
/// What the folders of servers start with.
const PREFIX: &str = "i-";
/// How often a process says that it still uses the server; `watch.sh` ends it after two minutes of silence.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// The folder of the socket of a server that runs, and that goes on running while this process does.
pub(super) fn join() -> Result<PathBuf, String> {
    let programs = programs()?;
    let account = account()?;
    let base = base(&programs, account)?;
    let lock = OpenOptions::new()
        .create(true)
        .append(true)
        .open(base.join("lock"))
        .and_then(|file| file.lock().map(|()| file))
        .map_err(|error| format!("{}/lock: {error}", base.display()))?;
    let instance = match running(&base) {
        Some(instance) => instance,
        None => start(&base, &programs, account)?,
    };
    drop(lock);
    keep_alive(&base)?;
    Ok(instance)
}

/// The folder shared by the processes of this checkout, made when absent.
fn base(programs: &Path, account: Account) -> Result<PathBuf, String> {
    let key = Sha256::new()
        .chain_update(env!("CARGO_MANIFEST_DIR"))
        .chain_update(programs.as_os_str().as_encoded_bytes())
        .finalize();
    // Short: a socket's whole path must fit 107 bytes.
    let name =
        format!("courtyard-pg-{}-{:02x}{:02x}{:02x}{:02x}", account.user, key[0], key[1], key[2], key[3]);
    let base = std::env::temp_dir().join(name);
    let prepared = || -> std::io::Result<()> {
        match DirBuilder::new().mode(0o700).create(&base) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => return made.and_then(|()| chown(&base, Some(account.user), Some(account.group))),
        }
        let found = fs::symlink_metadata(&base)?;
        if found.is_dir() && found.uid() == account.user {
            return Ok(());
        }
        Err(std::io::Error::other("is not a folder of the user who runs PostgreSQL; remove it"))
    };
    prepared().map_err(|error| format!("{}: {error}", base.display()))?;
    Ok(base)
}

/// The instance in use, if it answers. The lock is held.
fn running(base: &Path) -> Option<PathBuf> {
    let current = base.join("current");
    let instance = PathBuf::from(fs::read_to_string(&current).ok()?);
    touch(&current).ok()?;
    // If the name is gone now, the watcher had decided before it could see the touch.
    if !current.exists() {
        return None;
    }
    if answers(&instance) {
        return Some(instance);
    }
    // It died; its watcher clears its folder once it is no longer the current one.
    let _ = fs::remove_file(&current);
    None
}

fn start(base: &Path, programs: &Path, account: Account) -> Result<PathBuf, String> {
    clear(base);
    let instance = tempfile::Builder::new()
        .prefix(PREFIX)
        .tempdir_in(base)
        .and_then(|folder| {
            chown(folder.path(), Some(account.user), Some(account.group))?;
            Ok(folder.keep())
        })
        .map_err(|error| format!("{}: {error}", base.display()))?;
    let data = instance.join("data");
    let mut initdb = command(&programs.join("initdb"), &instance, account);
    initdb.arg("--pgdata").arg(&data).args([
        "--username=courtyard",
        "--auth=trust",
        "--no-sync",
        "--encoding=UTF8",
    ]);
    // The order of strings must be that of their bytes, as on SQLite.
    initdb.arg(if cfg!(target_os = "linux") { "--locale=C.UTF-8" } else { "--locale=C" });
    let made = initdb.output().map_err(|error| format!("initdb: {error}"))?;
    if !made.status.success() {
        return Err(format!(
            "initdb failed:\n{}{}",
            String::from_utf8_lossy(&made.stdout),
            String::from_utf8_lossy(&made.stderr)
        ));
    }
    write_current(base, &instance).map_err(|error| format!("{}/current: {error}", base.display()))?;

    let script = instance.join("watch.sh");
    fs::write(&script, WATCH).map_err(|error| format!("{}: {error}", script.display()))?;
    let mut watch = command(Path::new("sh"), &instance, account);
    watch.arg(script).arg(base).arg(&instance);
    watch.arg(programs.join("postgres")).arg("-D").arg(&data).arg("-k").arg(&instance);
    for setting in [
        "listen_addresses=",
        "max_connections=500",
        "shared_buffers=64MB",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "wal_level=minimal",
        "max_wal_senders=0",
        "max_wal_size=4GB",
        "autovacuum=off",
        "jit=off",
    ] {
        watch.arg("-c").arg(setting);
    }
    // Not waited for: it outlives this process, because others use the server too.
    let mut watcher = watch
        // A group of its own: ending one test, or Ctrl-C, must not end the server of the others.
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("sh: {error}"))?;

    let started = Instant::now();
    while !answers(&instance) {
        let ended = matches!(watcher.try_wait(), Ok(Some(_)));
        if ended || started.elapsed() > START {
            let log = fs::read_to_string(instance.join("log")).unwrap_or_default();
            let _ = fs::remove_file(base.join("current"));
            return Err(format!("PostgreSQL did not start in {}:\n{log}", instance.display()));
        }
        thread::park_timeout(Duration::from_millis(20));
    }
    prepare(&instance)?;
    Ok(instance)
}

/// Removes what servers left whose watcher was killed. The lock is held, so none is just starting.
fn clear(base: &Path) {
    for entry in fs::read_dir(base).into_iter().flatten().flatten() {
        let left = entry.file_name().as_encoded_bytes().starts_with(PREFIX.as_bytes());
        if left && !answers(&entry.path()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A command of the server's account that sees none of this process's settings for PostgreSQL.
pub(super) fn command(program: &Path, folder: &Path, account: Account) -> Command {
    let mut command = Command::new(program);
    command.uid(account.user).gid(account.group).current_dir(folder).env_clear().env("LC_ALL", "C");
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
}

fn write_current(base: &Path, instance: &Path) -> std::io::Result<()> {
    // Whole at once: the watcher reads it without the lock.
    let new = base.join("current.new");
    File::create(&new)?.write_all(instance.as_os_str().as_encoded_bytes())?;
    fs::rename(new, base.join("current"))
}

fn touch(current: &Path) -> std::io::Result<()> {
    let file = OpenOptions::new().append(true).open(current)?;
    #[expect(clippy::disallowed_methods, reason = "the time of a file, read by `find`, is the system's")]
    file.set_modified(std::time::SystemTime::now())
}

/// Says from time to time that this process still uses the server.
fn keep_alive(base: &Path) -> Result<(), String> {
    let current = base.join("current");
    thread::Builder::new()
        .name("test-postgres".to_owned())
        .spawn(move || {
            while touch(&current).is_ok() {
                thread::park_timeout(HEARTBEAT);
            }
        })
        .map(drop)
        .map_err(|error| error.to_string())
}
