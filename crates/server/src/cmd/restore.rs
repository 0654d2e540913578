//! `courtyard restore`: a backup into an empty office, on whichever engine.

use std::path::PathBuf;

use clap::Args;
use kernel::Clock;
use platform_config::Config;
use server::backup::{RestoreOptions, restore as put_back};

use crate::cli::{Common, Outcome, locale};
use crate::cmd::backup::Meter;
use crate::say;

/// Restore a backup into an empty office: all of it or nothing.
#[derive(Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    pub(crate) common: Common,
    /// The backup.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Leave out files people sent: they are in the folder or bucket already.
    #[arg(long)]
    without_files: bool,
}

/// Restores it and tells what is left to do.
pub(crate) async fn restore(config: Config, restore: Restore) -> Outcome {
    let mut meter = Meter::default();
    let options = RestoreOptions { from: restore.from, files: !restore.without_files };
    let restored = put_back(&config, &options, &Clock::system(), &mut |progress| meter.tell(progress)).await;
    meter.end();
    let restored = restored?;
    let locale = locale();
    let rows = restored.rows;
    let files = match restored.objects {
        Some(count) => locale.pick(format!("{count} 个文件对象"), format!("{count} stored files")),
        None => locale.pick("不含文件".to_owned(), "without files".to_owned()),
    };
    say!(
        "{}",
        locale.pick(
            format!("已恢复并核对：{rows} 行数据，{files}。"),
            format!("Restored and verified: {rows} rows, {files}.")
        )
    );
    if restored.migrated > 0 {
        let count = restored.migrated;
        say!(
            "{}",
            locale.pick(
                format!("备份来自较早的版本，已升级（{count} 个迁移）。"),
                format!(
                    "The backup was of an older version and was brought up to date ({count} migrations)."
                )
            )
        );
    }
    if restored.objects.is_none() {
        say!(
            "{}",
            locale.pick(
                "请把文件放回文件夹或存储桶，再启动。",
                "Put the files back into their folder or bucket before you start it."
            )
        );
    }
    if restored.missing > 0 {
        let count = restored.missing;
        eprintln!(
            "courtyard: {}",
            locale.pick(
                format!("备份时已有 {count} 个文件缺失，恢复后仍然打不开。"),
                format!("{count} files were missing when the backup was made and do not open now either.")
            )
        );
    }
    for key in &restored.keys {
        eprintln!(
            "courtyard: {}",
            locale.pick(
                format!("配置中没有主密钥 {key}，没有它无法启动。请把它放回 blobs.master_keys。"),
                format!("The master key {key} is not configured; the office does not start without it. Put it back into blobs.master_keys.")
            )
        );
    }
    if restored.clock_behind {
        eprintln!(
            "courtyard: {}",
            locale.pick(
                "这台机器的时钟比备份的时间还早，新的编号可能与已有的重复。请先校准时钟，再启动。",
                "This machine's clock is behind the time of the backup: new ids may repeat old ones. Set it right before you start the office."
            )
        );
    }
    say!(
        "{}",
        locale.pick(
            "下一步：courtyard doctor，然后 courtyard serve。",
            "Next: courtyard doctor, then courtyard serve."
        )
    );
    Ok(())
}
