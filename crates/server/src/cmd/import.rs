//! `courtyard import …`: tables brought in, without a running server or beside one.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use module_people::{Admin, ImportOptions, ImportReport};
use platform_config::Config;

use crate::cli::{Common, Failure, Outcome, locale};
use crate::cmd::{beside, open, open_doors, open_existing};
use crate::say;

/// The largest table that is read: what an upload of one may hold, with room. A larger file is no table of people.
const MAX_BYTES: u64 = 64 << 20;

/// Bad rows that are printed.
const SHOWN: usize = 20;

/// Bring tables in.
#[derive(Args)]
pub(crate) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// People and their departments: CSV (UTF-8, GB18030) or xlsx with headings such as 姓名 工号 手机 部门 职务
    /// 直属上级工号 邮箱. All of it or nothing.
    People(People),
}

#[derive(Args)]
struct People {
    #[command(flatten)]
    common: Common,
    /// The table.
    file: PathBuf,
    /// Only tell what would happen.
    #[arg(long)]
    dry_run: bool,
    /// People with an employee number who are not in the file leave.
    #[arg(long)]
    leaving: bool,
    /// Import the good rows although there are bad ones.
    #[arg(long)]
    skip_bad: bool,
}

impl Import {
    pub(crate) fn common(&self) -> &Common {
        let What::People(people) = &self.what;
        &people.common
    }
}

/// Does what was said.
pub(crate) async fn import(config: Config, import: Import) -> Outcome {
    let What::People(people) = import.what;
    let path = people.file.display();
    let size =
        tokio::fs::metadata(&people.file).await.map_err(|error| Failure(format!("{path}: {error}")))?;
    if size.len() > MAX_BYTES {
        let limit = MAX_BYTES >> 20;
        return Err(Failure(locale().pick(
            format!("{path} 太大：表格最大 {limit} MiB。请拆成几个文件。"),
            format!("{path} is too large: a table may have {limit} MiB. Split it."),
        )));
    }
    let bytes = tokio::fs::read(&people.file).await.map_err(|error| Failure(format!("{path}: {error}")))?;
    let name = people.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // Looking must not found an office.
    let opened = if people.dry_run { open_existing(&config).await? } else { open(&config).await? };
    beside(opened, async |_, admin| bring_in(admin, &people, &bytes, &name).await).await
}

async fn bring_in(admin: &Admin, people: &People, bytes: &[u8], name: &str) -> Outcome {
    if !people.dry_run {
        open_doors(admin).await?;
    }
    let options =
        ImportOptions { dry_run: people.dry_run, include_leaving: people.leaving, skip_bad: people.skip_bad };
    let report = admin.import_file(bytes, name, options).await?;
    tell(&report, people.leaving);
    if report.applied || people.dry_run {
        return Ok(());
    }
    Err(Failure(
        locale()
            .pick(
                "有错误的行，所以什么都没有导入。请修改后重新导入，或加上 --skip-bad 只导入正确的行。",
                "There are bad rows, so nothing was imported. Mend them and import again, or add --skip-bad to import \
                 the good ones.",
            )
            .to_owned(),
    ))
}

fn tell(report: &ImportReport, leaving_too: bool) {
    let locale = locale();
    let ImportReport { added, moved, changed, leaving, unchanged, departments, bad, ignored, applied } =
        report;
    let line = locale.pick(
        format!(
            "新增 {added} 人，调动 {moved} 人，变更 {changed} 人，不在文件中 {leaving} 人，无变化 {unchanged} 人；新部门 \
             {departments} 个；错误 {} 行。",
            bad.len()
        ),
        format!(
            "{added} added, {moved} moved, {changed} changed, {leaving} not in the file, {unchanged} unchanged; \
             {departments} new departments; {} bad rows.",
            bad.len()
        ),
    );
    say!("{line}");
    if !ignored.is_empty() {
        let names = ignored.join(", ");
        say!(
            "{}",
            locale.pick(format!("未使用的列：{names}"), format!("Columns that fill nothing: {names}"))
        );
    }
    for row in bad.iter().take(SHOWN) {
        let reasons = row.reasons(locale).join(locale.pick("；", "; "));
        let (line, name) = (row.line, &row.name);
        say!(
            "{}",
            locale
                .pick(format!("  第 {line} 行 {name}：{reasons}"), format!("  row {line} {name}: {reasons}"))
        );
    }
    if bad.len() > SHOWN {
        let more = bad.len() - SHOWN;
        say!("{}", locale.pick(format!("  还有 {more} 行"), format!("  and {more} more")));
    }
    if *applied {
        let nothing = added + moved + changed == 0 && *departments == 0 && !(leaving_too && *leaving > 0);
        say!(
            "{}",
            match nothing {
                false => locale.pick("已导入。", "Imported."),
                true => locale.pick("没有需要更改的内容。", "There was nothing to change."),
            }
        );
    }
}
