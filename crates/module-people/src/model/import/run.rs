//! An import and where it stands.

use kernel::{Error, ErrorCode, Id, Millis};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::TOO_MANY_DEPARTMENTS;
use crate::import_error::IMPORT_NO_NAME_COLUMN;
use crate::model::import::Summary;
use crate::model::import::fields::Column;
use crate::model::import::problem::Problem;

/// Imports of one person that may wait at once: each keeps a preview of up to a hundred thousand rows.
pub(crate) const OPEN: i64 = 20;
/// Rows of a preview written in one transaction: others wait meanwhile.
pub(crate) const CHUNK: usize = 1_000;
/// How long an import is kept after it was last touched, with names and numbers of people in it.
pub(crate) const KEEP_MS: i64 = 30 * Millis::DAY;

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ImportState {
    /// The file is read and compared with the directory.
    Reading,
    /// There is a preview to look at, to be applied or cancelled.
    Ready,
    /// It is being applied.
    Applying,
    /// It was applied.
    Done,
    /// It could not be read, or not be applied: nothing of it is in the directory.
    Failed,
    /// Somebody decided against it.
    Cancelled,
}

impl ImportState {
    const ALL: [Self; 6] =
        [Self::Reading, Self::Ready, Self::Applying, Self::Done, Self::Failed, Self::Cancelled];

    /// As stored.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Ready => "ready",
            Self::Applying => "applying",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of that name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// How far something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportProgress)]
pub(crate) struct Progress {
    /// Rows or people done.
    pub(crate) done: i64,
    /// Of how many; 0 while that is not known.
    pub(crate) total: i64,
}

/// An import as stored.
#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub(crate) id: Id,
    pub(crate) org: Id,
    pub(crate) created_by: Id,
    /// From where it was last asked for something.
    pub(crate) ip: String,
    pub(crate) file: Id,
    pub(crate) file_name: String,
    pub(crate) state: ImportState,
    /// Whether people who are not in the file are to leave.
    pub(crate) include_leaving: bool,
    pub(crate) columns: Vec<Column>,
    /// Names of columns and of the fields they fill.
    pub(crate) mapping: Vec<(String, String)>,
    /// Whether somebody said which column fills what.
    pub(crate) by_hand: bool,
    pub(crate) summary: Summary,
    /// What stands against it.
    pub(crate) problem: Option<Problem>,
    /// Of the preview; empty without one.
    pub(crate) digest: String,
    /// The last reading that was begun.
    pub(crate) run: i64,
    /// The reading whose rows are shown.
    pub(crate) shown_run: i64,
    pub(crate) progress: Progress,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
}

impl Import {
    /// Whether there is a preview to look at and to apply.
    pub(crate) fn has_preview(&self) -> bool {
        !self.digest.is_empty()
    }

    /// Why the preview cannot be applied as it is. That it is another one than before is no reason.
    pub(crate) fn obstacle(&self) -> Option<Error> {
        let is = |code: &ErrorCode| self.problem.as_ref().is_some_and(|problem| problem.code == code.id);
        if is(&IMPORT_NO_NAME_COLUMN) {
            return Some(Error::new(&IMPORT_NO_NAME_COLUMN));
        }
        is(&TOO_MANY_DEPARTMENTS)
            .then(|| Error::new(&TOO_MANY_DEPARTMENTS).with("max", crate::model::limits::DEPARTMENTS))
    }

    /// Whether it may be changed, applied or cancelled: it waits for somebody.
    pub(crate) fn waits(&self) -> bool {
        self.state == ImportState::Ready || (self.state == ImportState::Failed && self.has_preview())
    }
}
