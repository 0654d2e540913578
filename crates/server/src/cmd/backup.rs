//! `courtyard backup`: the whole office in one file, beside a running server or without one.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use kernel::Clock;
use platform_config::Config;
use server::backup::{BackupOptions, Progress, back_up};

use crate::cli::{Common, Outcome, locale};
use crate::say;

/// Missing files that are named.
const SHOWN: usize = 20;

/// Write the whole office into one file, consistent while people go on.
#[derive(Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    pub(crate) common: Common,
    /// The file to write, or a folder in which it is named by the time.
    #[arg(long, value_name = "FILE_OR_DIR")]
    out: PathBuf,
    /// Leave out files people sent: only the database.
    #[arg(long)]
    without_files: bool,
}

/// Writes it and tells what it is.
pub(crate) async fn backup(config: Config, backup: Backup) -> Outcome {
    let mut meter = Meter::default();
    let options = BackupOptions { out: backup.out, files: !backup.without_files };
    let taken = back_up(&config, &options, &Clock::system(), &mut |progress| meter.tell(progress)).await;
    meter.end();
    let taken = taken?;
    let locale = locale();
    let (path, rows, size) = (taken.path.display(), taken.rows, human(taken.bytes));
    let files = match taken.objects {
        Some(count) => locale.pick(format!("{count} 个文件对象"), format!("{count} stored files")),
        None => locale.pick("不含文件".to_owned(), "without files".to_owned()),
    };
    say!(
        "{}",
        locale.pick(
            format!("已备份到 {path}：{rows} 行数据，{files}，{size}。"),
            format!("Backed up to {path}: {rows} rows, {files}, {size}.")
        )
    );
    say!(
        "{}",
        if taken.sealed {
            locale.pick(
                "备份已用主密钥加密。没有主密钥就无法恢复，请另行保管主密钥和 config.toml。",
                "It is encrypted under the master key, without which it cannot be restored: keep that and config.toml apart.",
            )
        } else {
            locale.pick(
                "备份没有加密，请妥善保管。config.toml 不在其中，请另行保存。",
                "It is not encrypted: keep it safe. config.toml is not in it: keep that as well.",
            )
        }
    );
    if !taken.missing.is_empty() {
        let count = taken.missing.len();
        eprintln!(
            "courtyard: {}",
            locale.pick(
                format!("有 {count} 个文件在存储中已经缺失，无法备份；其余都已备份："),
                format!("{count} files are missing in the store and could not be backed up; the rest was:")
            )
        );
        for name in taken.missing.iter().take(SHOWN) {
            eprintln!("  {name}");
        }
    }
    Ok(())
}

/// Tells how far it is on standard error: one line that changes on a terminal, now and then a line elsewhere.
#[derive(Default)]
pub(crate) struct Meter {
    last: Option<Instant>,
    shown: bool,
}

impl Meter {
    pub(crate) fn tell(&mut self, progress: Progress<'_>) {
        let terminal = std::io::stderr().is_terminal();
        let pause = if terminal { Duration::from_millis(200) } else { Duration::from_secs(10) };
        // What takes less than a pause needs no telling.
        let last = *self.last.get_or_insert_with(Instant::now);
        if last.elapsed() < pause {
            return;
        }
        self.last = Some(Instant::now());
        let text = match progress {
            Progress::Table { name, done, of } => format!("{name} {done} / {of}"),
            Progress::Compared { name, done, of } => {
                locale().pick(format!("核对 {name} {done} / {of}"), format!("comparing {name} {done} / {of}"))
            }
            Progress::Files { done, of, bytes } => {
                let bytes = human(bytes);
                locale().pick(format!("文件 {done} / {of}，{bytes}"), format!("files {done} / {of}, {bytes}"))
            }
        };
        let mut stderr = std::io::stderr();
        // Nobody may be there to read it.
        let _ = match terminal {
            true => write!(stderr, "\r\x1b[K{text}"),
            false => writeln!(stderr, "{text}"),
        };
        self.shown = terminal;
    }

    /// Clears the line.
    pub(crate) fn end(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

/// A size as people read it.
pub(crate) fn human(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    let (mut size, mut unit) = (bytes as f64 / 1_024.0, 0);
    while size >= 1_024.0 && unit + 1 < UNITS.len() {
        size /= 1_024.0;
        unit += 1;
    }
    format!("{size:.1} {}", UNITS[unit])
}
