//! The command line: what can be said, and from it to the command.

use std::fmt;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use kernel::Locale;
use platform_config::{Config, ConfigFile, Flag, Loaded, LogFormat, Problem, load};
use tracing_subscriber::EnvFilter;

use crate::cmd;

/// An open digital office that an organisation runs itself.
#[derive(Parser)]
#[command(name = "courtyard", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the office.
    Serve(Serve),
    /// Fill a new office with believable people, departments and chats.
    Demo(cmd::demo::Demo),
    /// Bring tables in.
    Import(cmd::import::Import),
    /// Take tables out.
    Export(cmd::export::Export),
    /// Write the whole office into one file, consistent while people go on.
    Backup(cmd::backup::Backup),
    /// Restore a backup into an empty office: all of it or nothing.
    Restore(cmd::restore::Restore),
    /// Copy the office into another store, and compare.
    MigrateStore(cmd::migrate_store::MigrateStore),
    /// People's accounts.
    User(cmd::user::User),
    /// Make an access token for a program.
    Token(cmd::token::Token),
    /// Verify evidence that an office exported; needs no office.
    Evidence(cmd::evidence::Evidence),
    /// Check the configuration and every backend it points at.
    Doctor(Common),
    /// The configuration.
    Config(cmd::config::ConfigCommand),
    /// Make a master key for encryption at rest.
    Key,
    /// Write the OpenAPI documents, one a module.
    Openapi(cmd::openapi::OpenApi),
    /// Print the page of all failures (docs/api/errors.md).
    Errors,
}

#[derive(Args)]
struct Serve {
    #[command(flatten)]
    common: Common,
    /// Address and port to listen on.
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
}

/// What most commands take.
#[derive(Args, Clone, Default)]
pub(crate) struct Common {
    /// Folder of the office.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// File of settings; config.toml in the folder of the office, if there is one.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Any other setting, such as --set log.filter=debug. May be repeated.
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub(crate) set: Vec<String>,
}

/// Why a command failed, in words for whoever typed it.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<kernel::Error> for Failure {
    fn from(error: kernel::Error) -> Self {
        let mut text = error.text(locale()).into_owned();
        for field in error.fields() {
            text.push_str(&format!("\n  {}: {}", field.field, field.code.text(locale(), &field.params)));
        }
        let mut cause = std::error::Error::source(&error);
        while let Some(inner) = cause {
            text.push_str(&format!("\n  {inner}"));
            cause = inner.source();
        }
        text.push_str(&format!("\n  ({})", error.code().id));
        Self(text)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.to_string())
    }
}

/// What a command returns.
pub(crate) type Outcome = Result<(), Failure>;

/// The language of messages: the terminal's.
pub(crate) fn locale() -> Locale {
    let lang = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|lang| !lang.is_empty()));
    match lang {
        Some(lang) if lang.starts_with("zh") => Locale::ZhCn,
        _ => Locale::En,
    }
}

/// Reads the command line and does what it says.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("courtyard: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> Outcome {
    match command {
        Command::Serve(serve) => {
            let listen = serve.listen.map(|address| Flag {
                key: "server.listen".to_owned(),
                name: "--listen".to_owned(),
                value: address.to_string(),
            });
            let loaded = configuration(&serve.common, listen)?;
            log_to_stderr(&loaded.config, None);
            block_on(cmd::serve::serve(loaded.config))
        }
        Command::Demo(demo) => {
            let loaded = quiet(&demo.common)?;
            block_on(cmd::demo::demo(loaded.config, demo))
        }
        Command::Import(import) => {
            let loaded = quiet(import.common())?;
            block_on(cmd::import::import(loaded.config, import))
        }
        Command::Export(export) => {
            let loaded = quiet(export.common())?;
            block_on(cmd::export::export(loaded.config, export))
        }
        Command::Backup(backup) => {
            let loaded = quiet(&backup.common)?;
            block_on(cmd::backup::backup(loaded.config, backup))
        }
        Command::Restore(restore) => {
            let loaded = quiet(&restore.common)?;
            block_on(cmd::restore::restore(loaded.config, restore))
        }
        Command::MigrateStore(command) => {
            let loaded = quiet(&command.common)?;
            block_on(cmd::migrate_store::migrate_store(loaded.config, command))
        }
        Command::User(user) => {
            let loaded = quiet(user.common())?;
            block_on(cmd::user::user(loaded.config, user))
        }
        Command::Token(token) => {
            let loaded = quiet(&token.common)?;
            block_on(cmd::token::token(loaded.config, token))
        }
        Command::Evidence(evidence) => cmd::evidence::evidence(&evidence),
        Command::Doctor(common) => {
            let loaded = quiet(&common)?;
            block_on(cmd::doctor::doctor(loaded))
        }
        Command::Config(config) => cmd::config::config(&config),
        Command::Key => cmd::key::key(),
        Command::Openapi(openapi) => block_on(cmd::openapi::openapi(openapi)),
        Command::Errors => block_on(cmd::openapi::errors()),
    }
}

/// A configuration for a command that people read the output of: only warnings are logged.
fn quiet(common: &Common) -> Result<Loaded, Failure> {
    let loaded = configuration(common, None)?;
    log_to_stderr(&loaded.config, Some("warn"));
    Ok(loaded)
}

/// Puts the layers of the configuration together.
pub(crate) fn configuration(common: &Common, more: Option<Flag>) -> Result<Loaded, Failure> {
    let mut flags: Vec<Flag> = more.into_iter().collect();
    if let Some(data) = &common.data {
        let value = data.to_str().ok_or_else(|| {
            Failure(format!("--data {}: the name of the folder must be UTF-8", data.display()))
        })?;
        let value = value.to_owned();
        flags.push(Flag { key: "data.dir".to_owned(), name: "--data".to_owned(), value });
    }
    for setting in &common.set {
        let (key, value) = setting
            .split_once('=')
            .ok_or_else(|| Failure(format!("--set {setting}: write it as KEY=VALUE")))?;
        let name = format!("--set {key}");
        flags.push(Flag { key: key.trim().to_owned(), name, value: value.trim().to_owned() });
    }
    let file = match &common.config {
        Some(path) => Some(read(path.clone())?),
        None => {
            let path = data_folder(&flags).join("config.toml");
            path.exists().then(|| read(path)).transpose()?
        }
    };
    // Others may be in any encoding; ours are in none but this.
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())));
    load(file.as_ref(), variables, &flags).map_err(|problems| wrong(&problems))
}

/// The configuration that a file alone makes: of another office than the one that variables and flags tell of.
pub(crate) fn configuration_of(file: &Path) -> Result<Config, Failure> {
    let file = read(file.to_owned())?;
    let loaded = load(Some(&file), std::iter::empty(), &[]).map_err(|problems| wrong(&problems))?;
    Ok(loaded.config)
}

fn wrong(problems: &[Problem]) -> Failure {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    Failure(format!("the configuration has {} problem(s):\n  {}", lines.len(), lines.join("\n  ")))
}

/// Where the office lies, whoever says so: its file of settings lies beside its data.
fn data_folder(flags: &[Flag]) -> PathBuf {
    let flag = flags.iter().rev().find(|flag| flag.key == "data.dir").map(|flag| flag.value.clone());
    let named = flag.or_else(|| std::env::var("COURTYARD_DATA__DIR").ok().filter(|dir| !dir.is_empty()));
    named.map_or_else(|| Config::default().data.dir, PathBuf::from)
}

fn read(path: PathBuf) -> Result<ConfigFile, Failure> {
    let text = fs::read_to_string(&path).map_err(|error| Failure(format!("{}: {error}", path.display())))?;
    Ok(ConfigFile { path, text })
}

fn log_to_stderr(config: &Config, filter: Option<&str>) {
    let filter =
        EnvFilter::try_new(filter.unwrap_or(&config.log.filter)).unwrap_or_else(|_| EnvFilter::new("info"));
    let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    let done = match config.log.format {
        LogFormat::Json => log.json().try_init(),
        LogFormat::Text => log.with_target(true).try_init(),
    };
    if let Err(error) = done {
        eprintln!("courtyard: the log could not be set up: {error}");
    }
}

fn block_on(work: impl Future<Output = Outcome>) -> Outcome {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
