//! An import as it goes over the wire.

use std::collections::BTreeMap;

use contracts::people::UserCard;
use kernel::{Id, Locale, Millis};
use serde::Serialize;
use utoipa::ToSchema;

use crate::model::import::Summary;
use crate::model::import::fields::Column;
use crate::model::import::problem::Problem;
use crate::model::import::run::{Import, ImportState, Progress};
use crate::state::PeopleState;

/// An import. While it is read or applied, whoever began it hears of its progress by the live signal `people.import`
/// with `{id, state, progress}`.
#[derive(Serialize, ToSchema)]
#[schema(as = Import)]
pub(crate) struct ImportView {
    /// The import.
    id: Id,
    /// Where it stands.
    state: ImportState,
    /// How far reading or applying is.
    progress: Progress,
    /// Columns of the file.
    columns: Vec<Column>,
    /// Which column fills which field: `name`, `employee_no`, `mobile`, `office_phone`, `email`, `login`, `department`
    /// or `department_1` … `department_6`, `title`, `head`, `order`, `manager`, `dotted_managers`, `attribute.<key>`.
    mapping: BTreeMap<String, String>,
    /// Whether people who are not in the file leave when it is applied.
    include_leaving: bool,
    /// What the preview holds.
    summary: Summary,
    /// What stands against it.
    problem: Option<ImportFailure>,
    /// Name of the file.
    file_name: String,
    /// When it was begun.
    created_at: Millis,
    /// Who began it.
    by: UserCard,
}

/// What stands against an import as a whole.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportFailure {
    /// Stable code.
    code: String,
    /// In words.
    message: String,
}

impl ImportFailure {
    fn new(problem: &Problem, locale: Locale) -> Self {
        Self { code: problem.code.to_string(), message: problem.text(locale) }
    }
}

/// An import as somebody sees it; `None` when whoever began it is not known any more.
pub(crate) fn import(state: &PeopleState, import: Import, locale: Locale) -> Option<ImportView> {
    let by = state.directory.look(import.org, |directory| directory.card(import.created_by))?;
    let applying = state.applying.lock().get(&import.id).copied();
    let progress = applying.filter(|_| import.state == ImportState::Applying).unwrap_or(import.progress);
    Some(ImportView {
        id: import.id,
        state: import.state,
        progress,
        columns: import.columns,
        mapping: import.mapping.into_iter().collect(),
        include_leaving: import.include_leaving,
        summary: import.summary,
        problem: import.problem.as_ref().map(|problem| ImportFailure::new(problem, locale)),
        file_name: import.file_name,
        created_at: import.created_at,
        by,
    })
}
