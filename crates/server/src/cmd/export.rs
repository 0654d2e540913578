//! `courtyard export …`: tables taken out, without a running server or beside one.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use platform_config::Config;

use crate::cli::{Common, Failure, Outcome, locale};
use crate::cmd::{beside, open_existing};
use crate::say;

/// Take tables out.
#[derive(Args)]
pub(crate) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Everybody who did not leave, as a table that `courtyard import people` understands.
    People(People),
}

#[derive(Args)]
struct People {
    #[command(flatten)]
    common: Common,
    /// The file to write; its ending, .csv or .xlsx, says which form.
    file: PathBuf,
    /// Write over a file that is there.
    #[arg(long)]
    force: bool,
}

impl Export {
    pub(crate) fn common(&self) -> &Common {
        let What::People(people) = &self.what;
        &people.common
    }
}

/// Does what was said.
pub(crate) async fn export(config: Config, export: Export) -> Outcome {
    let What::People(people) = export.what;
    let locale = locale();
    let path = people.file.display();
    let ending = people.file.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let xlsx = match ending.to_ascii_lowercase().as_str() {
        "csv" => false,
        "xlsx" => true,
        _ => {
            return Err(Failure(locale.pick(
                format!("{path}：文件名请以 .csv 或 .xlsx 结尾。"),
                format!("{path}: let the name end in .csv or .xlsx."),
            )));
        }
    };
    if people.file.exists() && !people.force {
        return Err(Failure(locale.pick(
            format!("{path} 已经存在。换一个名字，或加上 --force 覆盖。"),
            format!("{path} exists. Choose another name, or add --force to write over it."),
        )));
    }
    beside(open_existing(&config).await?, async |_, admin| {
        let (bytes, count) = admin.export(xlsx, locale).await?;
        tokio::fs::write(&people.file, bytes).await.map_err(|error| Failure(format!("{path}: {error}")))?;
        say!(
            "{}",
            locale.pick(format!("已导出 {count} 人到 {path}"), format!("{count} people written to {path}"))
        );
        Ok(())
    })
    .await
}
