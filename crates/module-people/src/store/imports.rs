//! Imports and the rows of their previews.

use kernel::{Id, Millis};
use platform_db::{DbResult, Row, Tx, args};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::bulk::Rows;
use super::unknown;
use crate::model::import::fields::Column;
use crate::model::import::problem::Problem;
use crate::model::import::run::{Import, ImportState, Progress};
use crate::model::import::{PreviewRow, RowKind, Summary};

/// Rows removed with one statement.
const CHUNK: i64 = 2_000;

/// Imports of an organisation, the latest first; without `all` only those of one person.
pub(crate) async fn list(
    tx: &mut Tx,
    org: Id,
    person: Id,
    all: bool,
    before: Option<Id>,
    limit: u32,
) -> DbResult<Vec<Import>> {
    let before = before.unwrap_or(Id(i64::MAX));
    tx.all(
        "SELECT id, org_id, created_by, ip, file_id, file_name, state, include_leaving, columns, mapping,
           by_hand, summary, problem, digest, run, shown_run, progress_done, progress_total, created_at, updated_at
         FROM people_imports WHERE org_id = $1 AND id < $2 AND (created_by = $3 OR $4) ORDER BY id DESC LIMIT $5",
        args![org, before, person, all, limit],
    )
    .await?
    .iter()
    .map(import)
    .collect()
}

/// The import of that id, if there is one in the organisation.
pub(crate) async fn find(tx: &mut Tx, org: Id, id: Id) -> DbResult<Option<Import>> {
    tx.opt(
        "SELECT id, org_id, created_by, ip, file_id, file_name, state, include_leaving, columns, mapping,
           by_hand, summary, problem, digest, run, shown_run, progress_done, progress_total, created_at, updated_at
         FROM people_imports WHERE id = $1 AND org_id = $2",
        args![id, org],
    )
    .await?
    .map(|row| import(&row))
    .transpose()
}

/// The same, kept from changing until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, org: Id, id: Id) -> DbResult<Option<Import>> {
    tx.opt("SELECT id FROM people_imports WHERE id = $1 AND org_id = $2 {for_update}", args![id, org])
        .await?;
    find(tx, org, id).await
}

/// How many imports of a person wait for something.
pub(crate) async fn open(tx: &mut Tx, person: Id) -> DbResult<i64> {
    tx.one(
        "SELECT COUNT(*) FROM people_imports WHERE created_by = $1 AND state IN ('reading', 'ready', 'applying')",
        args![person],
    )
    .await?
    .get(0)
}

pub(crate) async fn insert(tx: &mut Tx, import: &Import) -> DbResult<()> {
    tx.exec(
        "INSERT INTO people_imports (id, org_id, created_by, ip, file_id, file_name, state, include_leaving, columns,
           mapping, by_hand, summary, problem, digest, run, shown_run, progress_done, progress_total, created_at,
           updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        args![
            import.id,
            import.org,
            import.created_by,
            &import.ip,
            import.file,
            &import.file_name,
            import.state.as_str(),
            import.include_leaving,
            json(&import.columns),
            json(&import.mapping),
            import.by_hand,
            json(&import.summary),
            import.problem.as_ref().map(json),
            &import.digest,
            import.run,
            import.shown_run,
            import.progress.done,
            import.progress.total,
            import.created_at,
            import.updated_at
        ],
    )
    .await?;
    Ok(())
}

/// Writes everything that changes in the life of an import.
pub(crate) async fn save(tx: &mut Tx, import: &Import, now: Millis) -> DbResult<()> {
    tx.exec(
        "UPDATE people_imports SET ip = $2, state = $3, include_leaving = $4, columns = $5, mapping = $6, by_hand = $7,
           summary = $8, problem = $9, digest = $10, run = $11, shown_run = $12, progress_done = $13,
           progress_total = $14, updated_at = $15
         WHERE id = $1",
        args![
            import.id,
            &import.ip,
            import.state.as_str(),
            import.include_leaving,
            json(&import.columns),
            json(&import.mapping),
            import.by_hand,
            json(&import.summary),
            import.problem.as_ref().map(json),
            &import.digest,
            import.run,
            import.shown_run,
            import.progress.done,
            import.progress.total,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Writes rows of a preview, the first at this position. The import tells which run is shown.
pub(crate) async fn insert_rows(
    tx: &mut Tx,
    import: Id,
    run: i64,
    first: i64,
    preview: &[PreviewRow],
) -> DbResult<()> {
    let mut rows = Rows::new(
        "INSERT INTO people_import_rows (import_id, run, position, line, kind, name, employee_no, user_id, changes,
           problems, cells) VALUES",
        11,
    );
    for (position, row) in (first..).zip(preview) {
        rows.push(args![
            import,
            run,
            position,
            row.line,
            row.kind.as_str(),
            &row.name,
            row.employee_no.as_ref(),
            row.user,
            json(&row.changes),
            json(&row.problems),
            (!row.cells.is_empty()).then(|| json(&row.cells))
        ]);
    }
    rows.insert(tx).await
}

/// Notes how far a run is; whether it still is the run that counts.
pub(crate) async fn note_progress(tx: &mut Tx, import: Id, run: i64, progress: Progress) -> DbResult<bool> {
    let changed = tx
        .exec(
            "UPDATE people_imports SET progress_done = $3, progress_total = $4 WHERE id = $1 AND run = $2",
            args![import, run, progress.done, progress.total],
        )
        .await?;
    Ok(changed > 0)
}

/// Rows of a run of one kind (or all), after a position.
pub(crate) async fn rows(
    tx: &mut Tx,
    import: &Import,
    kind: Option<RowKind>,
    after: i64,
    limit: u32,
) -> DbResult<Vec<(i64, PreviewRow)>> {
    let found = match kind {
        Some(kind) => {
            tx.all(
                "SELECT position, line, kind, name, employee_no, user_id, changes, problems, cells
                 FROM people_import_rows WHERE import_id = $1 AND run = $2 AND kind = $3 AND position > $4
                 ORDER BY position LIMIT $5",
                args![import.id, import.shown_run, kind.as_str(), after, limit],
            )
            .await?
        }
        None => {
            tx.all(
                "SELECT position, line, kind, name, employee_no, user_id, changes, problems, cells
                 FROM people_import_rows WHERE import_id = $1 AND run = $2 AND position > $3
                 ORDER BY position LIMIT $4",
                args![import.id, import.shown_run, after, limit],
            )
            .await?
        }
    };
    found.iter().map(preview_row).collect()
}

/// Removes rows of runs that are not shown; how many, at most some thousand at once.
pub(crate) async fn purge_rows(tx: &mut Tx, import: Id, shown: i64) -> DbResult<u64> {
    tx.exec(
        "DELETE FROM people_import_rows WHERE import_id = $1 AND run <> $2 AND position IN (
           SELECT position FROM people_import_rows WHERE import_id = $1 AND run <> $2 LIMIT $3)",
        args![import, shown, CHUNK],
    )
    .await
}

/// Imports that were last touched before a moment: those that ended, and those forgotten.
pub(crate) async fn old(tx: &mut Tx, before: Millis, limit: i64) -> DbResult<Vec<(Id, Id)>> {
    tx.all(
        "SELECT id, file_id FROM people_imports WHERE updated_at < $1 ORDER BY updated_at LIMIT $2",
        args![before, limit],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

/// Whether an import reads this file.
pub(crate) async fn needs_file(tx: &mut Tx, file: Id) -> DbResult<bool> {
    Ok(tx.opt("SELECT 1 FROM people_imports WHERE file_id = $1 LIMIT 1", args![file]).await?.is_some())
}

/// Removes an import, whose rows are gone.
pub(crate) async fn delete(tx: &mut Tx, import: Id) -> DbResult<()> {
    tx.exec("DELETE FROM people_imports WHERE id = $1", args![import]).await?;
    Ok(())
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn parse<T: DeserializeOwned>(column: &str, text: &str) -> DbResult<T> {
    serde_json::from_str(text).map_err(|_| unknown(column, text))
}

fn import(row: &Row) -> DbResult<Import> {
    let text = |i: usize| row.get::<String>(i);
    let state = text(6)?;
    let problem: Option<String> = row.get(12)?;
    let columns: Vec<Column> = parse("people_imports.columns", &text(8)?)?;
    let summary: Summary = parse("people_imports.summary", &text(11)?)?;
    let problem: Option<Problem> =
        problem.map(|problem| parse("people_imports.problem", &problem)).transpose()?;
    Ok(Import {
        id: row.get(0)?,
        org: row.get(1)?,
        created_by: row.get(2)?,
        ip: text(3)?,
        file: row.get(4)?,
        file_name: text(5)?,
        state: ImportState::parse(&state).ok_or_else(|| unknown("people_imports.state", &state))?,
        include_leaving: row.get(7)?,
        columns,
        mapping: parse("people_imports.mapping", &text(9)?)?,
        by_hand: row.get(10)?,
        summary,
        problem,
        digest: text(13)?,
        run: row.get(14)?,
        shown_run: row.get(15)?,
        progress: Progress { done: row.get(16)?, total: row.get(17)? },
        created_at: row.get(18)?,
        updated_at: row.get(19)?,
    })
}

fn preview_row(row: &Row) -> DbResult<(i64, PreviewRow)> {
    let (kind, changes, problems): (String, String, String) = (row.get(2)?, row.get(6)?, row.get(7)?);
    let cells: Option<String> = row.get(8)?;
    let preview = PreviewRow {
        line: row.get(1)?,
        kind: RowKind::parse(&kind).ok_or_else(|| unknown("people_import_rows.kind", &kind))?,
        name: row.get(3)?,
        employee_no: row.get(4)?,
        user: row.get(5)?,
        changes: parse("people_import_rows.changes", &changes)?,
        problems: parse("people_import_rows.problems", &problems)?,
        cells: cells.map(|cells| parse("people_import_rows.cells", &cells)).transpose()?.unwrap_or_default(),
    };
    Ok((row.get(0)?, preview))
}
