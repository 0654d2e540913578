//! Tables of people: what a file says, compared with the directory as it is, and what would change.
//!
//! Pure, so that a preview and its application are the same computation: [`preview::work_out`] is given the rows, the
//! directory and who asks, and gives every row's fate together with the [`Plan`](crate::model::plan::Plan) that brings it
//! about.

pub(crate) mod cells;
pub(crate) mod changes;
pub(crate) mod check;
pub(crate) mod facts;
pub(crate) mod fields;
pub(crate) mod identify;
pub(crate) mod managers;
pub(crate) mod outcome;
pub(crate) mod present;
pub(crate) mod preview;
pub(crate) mod problem;
pub(crate) mod run;
pub(crate) mod settle;
pub(crate) mod sheet;
pub(crate) mod tree;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::import::problem::Problem;

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportKind)]
pub(crate) enum RowKind {
    /// Somebody new, or somebody who left and is back.
    Added,
    /// Departments change, and perhaps more.
    Moved,
    /// Other facts change.
    Changed,
    /// In the directory with an employee number, and not in the file.
    Leaving,
    /// The directory says the same already.
    Unchanged,
    /// Something is wrong with it: it is not imported.
    Bad,
}

impl RowKind {
    /// Every kind, in the order of the summary.
    pub(crate) const ALL: [Self; 6] =
        [Self::Added, Self::Moved, Self::Changed, Self::Leaving, Self::Unchanged, Self::Bad];

    /// As stored.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Moved => "moved",
            Self::Changed => "changed",
            Self::Leaving => "leaving",
            Self::Unchanged => "unchanged",
            Self::Bad => "bad",
        }
    }

    /// The kind of that name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A field of somebody before and after; null is nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportChange)]
pub(crate) struct Change {
    /// The field: `name`, `departments`, `attribute.grade` and so on.
    pub(crate) field: String,
    /// What it holds now.
    pub(crate) from: Option<String>,
    /// What it will hold.
    pub(crate) to: Option<String>,
}

/// How many rows of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportSummary)]
pub(crate) struct Summary {
    /// New people.
    pub(crate) added: u32,
    /// People whose departments change.
    pub(crate) moved: u32,
    /// People of whom something else changes.
    pub(crate) changed: u32,
    /// People with an employee number who are not in the file.
    pub(crate) leaving: u32,
    /// People of whom nothing changes.
    pub(crate) unchanged: u32,
    /// Rows that cannot be imported.
    pub(crate) bad: u32,
}

impl Summary {
    /// Counts one more.
    pub(crate) fn count(&mut self, kind: RowKind) {
        let counter = match kind {
            RowKind::Added => &mut self.added,
            RowKind::Moved => &mut self.moved,
            RowKind::Changed => &mut self.changed,
            RowKind::Leaving => &mut self.leaving,
            RowKind::Unchanged => &mut self.unchanged,
            RowKind::Bad => &mut self.bad,
        };
        *counter += 1;
    }
}

/// A row of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PreviewRow {
    /// The number Excel shows at the left of the row; nobody who leaves stands in the file.
    pub(crate) line: Option<u32>,
    /// What becomes of it.
    pub(crate) kind: RowKind,
    /// Name of the person.
    pub(crate) name: String,
    /// Employee number of the person.
    pub(crate) employee_no: Option<String>,
    /// The person, who is in the directory already.
    pub(crate) user: Option<kernel::Id>,
    /// Field by field.
    pub(crate) changes: Vec<Change>,
    /// What is wrong with it.
    pub(crate) problems: Vec<Problem>,
    /// The row as it stands in the file; kept of bad rows, to be sent back.
    pub(crate) cells: Vec<String>,
}
