//! Bad rows as a file to be mended.

use axum::response::Response;
use kernel::{Actor, Error, Id, Result};

use crate::access::access_import;
use crate::api::download;
use crate::by::By;
use crate::model::export::{Table, TableFormat};
use crate::model::import::PreviewRow;
use crate::model::import::RowKind;
use crate::model::import::run::Import;
use crate::state::PeopleState;
use crate::store;

/// Heading of the column with the reasons, in both languages.
const REASONS: (&str, &str) =
    ("错误原因（修改后可直接重新导入）", "What is wrong (mend the rows and send the file again)");
/// Rows read at once.
const CHUNK: u32 = 2_000;

/// The bad rows of an import, each with its reasons.
pub(super) async fn download(
    state: &PeopleState,
    by: By,
    actor: &Actor,
    id: Id,
    format: TableFormat,
) -> Result<Response> {
    let (org, locale) = (actor.org, actor.locale);
    let (import, rows) = state
        .read(move |tx| {
            Box::pin(async move {
                let import = access_import(tx, &by, org, id, false).await?;
                let mut rows: Vec<PreviewRow> = Vec::new();
                let mut after = -1;
                while import.has_preview() {
                    let page = store::imports::rows(tx, &import, Some(RowKind::Bad), after, CHUNK).await?;
                    let Some((last, _)) = page.last() else { break };
                    after = *last;
                    rows.extend(page.into_iter().map(|(_, row)| row));
                }
                Ok((import, rows))
            })
        })
        .await?;
    let Import { columns, file_name, .. } = import;
    let table = tokio::task::spawn_blocking(move || {
        let (zh, en) = REASONS;
        // A file that came from here before has the column already: the reasons of now take its place.
        let old: Vec<bool> = columns.iter().map(|column| [zh, en].contains(&column.name.as_str())).collect();
        let is_old = |i: usize| old.get(i).copied().unwrap_or(false);
        let names = columns.into_iter().enumerate().filter(|(i, _)| !is_old(*i));
        let headings =
            std::iter::once(locale.pick(zh, en).to_owned()).chain(names.map(|(_, column)| column.name));
        let row = |row: PreviewRow| {
            let reasons: Vec<String> = row.problems.iter().map(|problem| problem.line(locale)).collect();
            let cells = row.cells.into_iter().enumerate().filter(|(i, _)| !is_old(*i));
            std::iter::once(reasons.join("\n")).chain(cells.map(|(_, cell)| cell)).collect()
        };
        let table = Table { headings: headings.collect(), rows: rows.into_iter().map(row).collect() };
        table.write(format, locale.pick("待修改", "To mend")).map_err(Error::internal)
    });
    let bytes = table.await.map_err(Error::internal)??;
    let stem = file_name.rsplit_once('.').map_or(file_name.as_str(), |(stem, _)| stem);
    let name = format!("{stem}-{}.{}", locale.pick("待修改", "to-mend"), format.ending());
    download::attachment(&name, format.content_type(), bytes)
}
