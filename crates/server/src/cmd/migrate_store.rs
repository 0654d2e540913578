//! `courtyard migrate-store`: the office into another store.

use std::path::PathBuf;

use clap::Args;
use kernel::Clock;
use platform_config::Config;
use server::migrate_store::migrate_store as move_store;

use crate::cli::{Common, Outcome, configuration_of, locale};
use crate::cmd::backup::{Meter, human};
use crate::say;

/// Copy the whole office into another store (SQLite to PostgreSQL or back, files to a bucket or back), and compare.
#[derive(Args)]
pub(crate) struct MigrateStore {
    #[command(flatten)]
    pub(crate) common: Common,
    /// Settings of the office as it will be: where its database and its files are from then on.
    #[arg(long, value_name = "FILE")]
    to_config: PathBuf,
}

/// Copies it and tells what is left to do.
pub(crate) async fn migrate_store(config: Config, command: MigrateStore) -> Outcome {
    let target = configuration_of(&command.to_config)?;
    let mut meter = Meter::default();
    let moved = move_store(&config, &target, &Clock::system(), &mut |progress| meter.tell(progress)).await;
    meter.end();
    let moved = moved?;
    let locale = locale();
    let rows = moved.rows;
    let files = match moved.objects {
        Some(count) => {
            let size = human(moved.bytes);
            locale.pick(format!("{count} 个文件对象（{size}）"), format!("{count} stored files ({size})"))
        }
        None => locale.pick("文件在原处".to_owned(), "files where they were".to_owned()),
    };
    say!(
        "{}",
        locale.pick(
            format!("已复制并逐行核对：{rows} 行数据，{files}。"),
            format!("Copied and compared row by row: {rows} rows, {files}.")
        )
    );
    if moved.rows_before > 0 {
        let before = moved.rows_before;
        say!(
            "{}",
            locale.pick(
                format!("其中 {before} 行是上次中断前已经复制好的。"),
                format!("{before} of them were there from a run that had broken off.")
            )
        );
    }
    if moved.missing > 0 {
        let count = moved.missing;
        eprintln!(
            "courtyard: {}",
            locale.pick(
                format!("有 {count} 个文件在原来的存储里已经缺失，迁移后仍然打不开。"),
                format!("{count} files were missing in the old store and do not open in the new one either.")
            )
        );
    }
    let file = command.to_config.display();
    say!(
        "{}",
        locale.pick(
            format!("原来的办公室没有改动。下一步：courtyard doctor --config {file}，然后 courtyard serve --config {file}。"),
            format!("The old one is as it was. Next: courtyard doctor --config {file}, then courtyard serve --config {file}.")
        )
    );
    Ok(())
}
