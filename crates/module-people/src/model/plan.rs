//! Many changes at once, worked out beforehand: what an import, or a new office filled, wants written.

use std::collections::{HashMap, HashSet};

use kernel::Id;

use crate::model::contact::Phone;
use crate::model::department::Department;
use crate::model::user::{Membership, User};

/// Changes to many people and departments. Everything in it is checked and complete: ids are made, departments have
/// their paths, exactly one membership of a person is primary.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    /// New departments, parents before children.
    pub(crate) departments: Vec<Department>,
    /// New people.
    pub(crate) add: Vec<Planned>,
    /// The hash of the password that new people begin with; without one they are to be invited.
    pub(crate) password: Option<String>,
    /// People who change; what is `None` stays.
    pub(crate) change: Vec<Planned>,
    /// People who leave.
    pub(crate) leave: Vec<Id>,
}

/// A person as they shall be.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    /// The facts of the row, all of them.
    pub(crate) user: User,
    /// Phone numbers.
    pub(crate) phones: Option<Vec<Phone>>,
    /// Departments.
    pub(crate) memberships: Option<Vec<Membership>>,
    /// The direct manager and the dotted-line managers.
    pub(crate) managers: Option<(Option<Id>, Vec<Id>)>,
    /// Values by the id of their field; `None` clears.
    pub(crate) attributes: Vec<(Id, Option<String>)>,
}

impl Planned {
    /// A person with nothing but the facts of the row.
    pub(crate) fn new(user: User) -> Self {
        Self { user, phones: None, memberships: None, managers: None, attributes: Vec::new() }
    }
}

/// Somebody whose line of managers leads back to them, if there is anybody. `lines` maps people to their managers.
pub(crate) fn in_circle(lines: &HashMap<Id, Id>) -> Option<Id> {
    let mut clear: HashSet<Id> = HashSet::with_capacity(lines.len());
    for start in lines.keys() {
        let mut way = Vec::new();
        let mut seen = HashSet::new();
        let mut at = *start;
        while !clear.contains(&at) {
            if !seen.insert(at) {
                return Some(at);
            }
            way.push(at);
            match lines.get(&at) {
                Some(above) => at = *above,
                None => break,
            }
        }
        clear.extend(way);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pairs: &[(i64, i64)]) -> HashMap<Id, Id> {
        pairs.iter().map(|(user, manager)| (Id(*user), Id(*manager))).collect()
    }

    #[test]
    fn circles_are_found_wherever_one_begins() {
        assert_eq!(in_circle(&lines(&[(1, 2), (2, 3), (4, 2), (5, 4)])), None);
        let found = in_circle(&lines(&[(9, 1), (1, 2), (2, 3), (3, 1)])).unwrap();
        assert!([Id(1), Id(2), Id(3)].contains(&found));
        assert_eq!(in_circle(&lines(&[(1, 1)])), Some(Id(1)));
    }

    #[test]
    fn a_long_line_takes_no_long_time() {
        let long: Vec<(i64, i64)> = (1..100_000).map(|n| (n, n + 1)).collect();
        assert_eq!(in_circle(&lines(&long)), None);
    }
}
