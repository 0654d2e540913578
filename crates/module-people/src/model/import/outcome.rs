//! A row on its way from the file to a fate.

use engine_sheet::SheetRow;
use kernel::Id;

use crate::model::import::Change;
use crate::model::import::facts::Facts;
use crate::model::import::present::{Claim, Person};
use crate::model::import::problem::Problem;
use crate::model::import::tree::Place;

/// A row with what was found out about it. It is imported while it has no problems.
pub(crate) struct Row<'s> {
    /// As it stands in the file.
    pub(crate) sheet: &'s SheetRow,
    /// What it says.
    pub(crate) facts: Facts,
    /// Who it is about, by the place in the directory; `None` is somebody new.
    pub(crate) person: Option<usize>,
    /// The id of that person, known or made.
    pub(crate) id: Id,
    /// The departments it names.
    pub(crate) places: Vec<Place>,
    /// The managers it names; direct first, then dotted lines.
    pub(crate) manager: Option<Who>,
    pub(crate) dotted: Option<Vec<Who>>,
    /// The person as they shall be.
    pub(crate) wanted: Option<Wanted>,
}

impl Row<'_> {
    /// Whether something is wrong with it.
    pub(crate) fn is_bad(&self) -> bool {
        !self.facts.problems.is_empty()
    }

    /// Notes something wrong; the same only once.
    pub(crate) fn fail(&mut self, problem: Problem) {
        if !self.facts.problems.contains(&problem) {
            self.facts.problems.push(problem);
        }
    }
}

/// Somebody who is in the directory or in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Who {
    /// By the place in the directory.
    Here(usize),
    /// By the row.
    New(usize),
}

/// Somebody as a row wants them.
pub(crate) struct Wanted {
    /// Everything about them.
    pub(crate) person: Person,
    /// Field by field.
    pub(crate) changes: Vec<Change>,
    /// What nobody else may have.
    pub(crate) claims: Vec<Claim>,
    /// Whether departments change.
    pub(crate) moved: bool,
    /// Whether places change at all: departments, titles, heads, orders.
    pub(crate) places: bool,
    /// Whether anything but places changes.
    pub(crate) facts: bool,
    pub(crate) phones: bool,
    pub(crate) managers: bool,
    /// Values of the organisation's own fields that change.
    pub(crate) attributes: Vec<(Id, Option<String>)>,
}
