//! Making the preview of an import: reads the file, compares it with the directory, keeps what becomes of every row.

use kernel::{Error, Id, Result};

use super::import_work::{Worked, of_import, work};
use crate::live;
use crate::model::import::problem::Problem;
use crate::model::import::run::{CHUNK, Import, ImportState, Progress};
use crate::state::PeopleState;
use crate::store;

/// Reads an import that waits for it. Whatever an earlier attempt left behind is of another run and not shown.
pub(crate) async fn import_read(state: &PeopleState, org: Id, id: Id) -> Result<()> {
    let Some(import) = begin(state, org, id, ImportState::Reading).await? else { return Ok(()) };
    live::import(state, &import);
    let worked = work(state, of_import(state, &import).await?).await?;
    keep(state, import, worked, None).await
}

/// Begins another run of an import in this state; `None` when it is in another one, or gone.
pub(super) async fn begin(
    state: &PeopleState,
    org: Id,
    id: Id,
    wanted: ImportState,
) -> Result<Option<Import>> {
    let now = state.core.clock.now();
    state
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                let found = store::imports::lock(tx, org, id).await?;
                let Some(mut import) = found.filter(|import| import.state == wanted) else { return Ok(None) };
                import.run += 1;
                store::imports::save(tx, &import, now).await?;
                Ok(Some(import))
            })
        })
        .await
}

/// Keeps a preview, to be looked at. `problem` says why it is shown (again).
pub(super) async fn keep(
    state: &PeopleState,
    mut import: Import,
    worked: Worked,
    problem: Option<Problem>,
) -> Result<()> {
    let Worked { columns, mapping, mut preview, .. } = worked;
    let (id, run) = (import.id, import.run);
    let total = i64::try_from(preview.rows.len()).unwrap_or(i64::MAX);
    let mut done = 0;
    while !preview.rows.is_empty() {
        let rest = preview.rows.split_off(CHUNK.min(preview.rows.len()));
        let chunk = std::mem::replace(&mut preview.rows, rest);
        let first = done;
        done += i64::try_from(chunk.len()).unwrap_or(i64::MAX);
        import.progress = Progress { done, total };
        let progress = import.progress;
        let counts = state
            .core
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let counts = store::imports::note_progress(tx, id, run, progress).await?;
                    if counts {
                        store::imports::insert_rows(tx, id, run, first, &chunk).await?;
                    }
                    Ok(counts)
                })
            })
            .await?;
        if !counts {
            // Another run took over.
            return Ok(());
        }
        live::import(state, &import);
    }
    import.state = ImportState::Ready;
    import.columns = columns;
    import.mapping = mapping;
    import.summary = preview.summary;
    import.problem = preview.problem.map(Problem::of_all).or(problem);
    import.digest = preview.digest;
    import.shown_run = run;
    finish(state, import).await
}

/// Writes how a run ended, if it still counts, and removes the rows of runs before it.
pub(super) async fn finish(state: &PeopleState, import: Import) -> Result<()> {
    let now = state.core.clock.now();
    let (org, id, run, shown) = (import.org, import.id, import.run, import.shown_run);
    let ended = import.clone();
    let counts = state
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                let present = store::imports::lock(tx, org, id).await?;
                let counts = present.is_some_and(|present| {
                    present.run == run
                        && matches!(present.state, ImportState::Reading | ImportState::Applying)
                });
                if counts {
                    store::imports::save(tx, &ended, now).await?;
                }
                Ok(counts)
            })
        })
        .await?;
    if !counts {
        return Ok(());
    }
    live::import(state, &import);
    remove_rows(state, id, shown).await
}

/// Removes the rows of every run but one, some at a time.
pub(crate) async fn remove_rows(state: &PeopleState, import: Id, but: i64) -> Result<()> {
    loop {
        let removed = state
            .core
            .db
            .write(move |tx| Box::pin(async move { Ok(store::imports::purge_rows(tx, import, but).await?) }))
            .await?;
        if removed == 0 {
            return Ok(());
        }
    }
}

/// Notes why an import came to nothing. It can be applied again if there is a preview.
pub(crate) async fn import_fail(state: &PeopleState, org: Id, id: Id, error: &Error) -> Result<()> {
    let (now, problem) = (state.core.clock.now(), Problem::of_error(error));
    let failed = state
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                let Some(mut import) = store::imports::lock(tx, org, id).await? else { return Ok(None) };
                match import.state {
                    // What was there before belongs to another mapping.
                    ImportState::Reading => {
                        import.digest = String::new();
                        import.shown_run = import.run + 1;
                    }
                    ImportState::Applying => {}
                    _ => return Ok(None),
                }
                import.run += 1;
                import.state = ImportState::Failed;
                import.problem = Some(problem);
                store::imports::save(tx, &import, now).await?;
                Ok(Some(import))
            })
        })
        .await?;
    if let Some(import) = failed {
        live::import(state, &import);
    }
    Ok(())
}
