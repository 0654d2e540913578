//! Finding people and departments as one types.

use std::collections::{HashMap, HashSet};

use contracts::people::UserState;
use engine_pinyin::index::Hit;
use kernel::Id;

use super::OrgDirectory;
use super::org::Person;

/// What a colleague of the same department is lifted by. Steps of rank are a hundred apart, and all lifts together stay
/// below that: they order people whom the words find equally well.
const SAME_DEPARTMENT: i32 = 30;
/// What somebody of a department beside one's own is lifted by.
const SAME_PARENT: i32 = 12;
/// What whom one talked to last is lifted by; the others of the list less and less.
const LAST_CONTACT: i32 = 50;
/// What somebody who may not sign in is lowered by.
const SUSPENDED: i32 = -40;
/// What somebody who left is lowered by.
const LEFT: i32 = -80;

/// Whom to look for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    /// Only in this department and those below it.
    pub(crate) department: Option<Id>,
    /// Only in this state; `None` is everybody who did not leave.
    pub(crate) state: Option<UserState>,
    /// Only these.
    pub(crate) within: Option<HashSet<Id>>,
}

impl Filter {
    /// Whether somebody is looked for.
    pub(crate) fn admits(&self, directory: &OrgDirectory, id: Id, person: &Person) -> bool {
        self.state.map_or(person.state != UserState::Left, |state| person.state == state)
            && self.within.as_ref().is_none_or(|within| within.contains(&id))
            && self.department.is_none_or(|department| directory.is_in(person, department))
    }
}

/// What lifts people for one searcher.
#[derive(Clone, Debug, Default)]
pub(crate) struct Boosts {
    contacts: HashMap<Id, i32>,
}

impl Boosts {
    /// Lifts by the people one talked to last, the latest first.
    pub(crate) fn of_contacts(contacts: &[Id]) -> Self {
        let count = i32::try_from(contacts.len().max(1)).unwrap_or(i32::MAX);
        let lift = |(at, id): (i32, &Id)| (*id, LAST_CONTACT - LAST_CONTACT / 2 * at / count);
        Self { contacts: (0..).zip(contacts).map(lift).collect() }
    }
}

impl OrgDirectory {
    /// The best hits for a text as `searcher` sees them.
    pub(crate) fn search(
        &self,
        text: &str,
        searcher: Option<Id>,
        filter: &Filter,
        boosts: &Boosts,
        limit: usize,
    ) -> Vec<Hit<Id>> {
        let own: HashSet<Id> = searcher
            .and_then(|id| self.person(id))
            .map(|person| person.memberships.iter().map(|membership| membership.department).collect())
            .unwrap_or_default();
        let parents: HashSet<Id> = own.iter().filter_map(|id| self.department(*id)?.parent).collect();
        let near = |person: &Person| {
            let lift = |department: Id| {
                if own.contains(&department) {
                    SAME_DEPARTMENT
                } else if self
                    .department(department)
                    .and_then(|node| node.parent)
                    .is_some_and(|p| parents.contains(&p))
                {
                    SAME_PARENT
                } else {
                    0
                }
            };
            person.memberships.iter().map(|membership| lift(membership.department)).max().unwrap_or(0)
        };
        let boost = |id: Id| {
            let Some(person) = self.person(id) else { return 0 };
            let state = match person.state {
                UserState::Invited | UserState::Active => 0,
                UserState::Suspended => SUSPENDED,
                UserState::Left => LEFT,
            };
            state + near(person) + boosts.contacts.get(&id).copied().unwrap_or(0)
        };
        let admits = |id: Id| self.person(id).is_some_and(|person| filter.admits(self, id, person));
        self.index.search(text, admits, boost, limit)
    }

    /// The best departments for a text; of two alike the larger first.
    pub(crate) fn search_departments(&self, text: &str, limit: usize) -> Vec<Id> {
        let boost = |id: Id| {
            let people = self.department(id).map_or(0, |node| node.people);
            i32::try_from(32 - people.leading_zeros()).unwrap_or(0)
        };
        self.department_index.search(text, |_| true, boost, limit).into_iter().map(|hit| hit.id).collect()
    }
}
