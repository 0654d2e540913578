//! Lists of people and departments, a page at a time.

use std::collections::HashSet;

use contracts::people::UserState;
use kernel::{Error, Id, Paged, Result};

use super::OrgDirectory;
use super::org::Person;
use crate::error::CURSOR_INVALID;

impl OrgDirectory {
    /// People in the order of their names, after the person the cursor names.
    pub(crate) fn by_name(
        &self,
        cursor: Option<&str>,
        limit: u32,
        wanted: impl Fn(Id, &Person) -> bool,
    ) -> Result<Paged<Id>> {
        let start = match cursor {
            None => 0,
            Some(cursor) => {
                let last: Id = cursor.parse().map_err(|_| invalid())?;
                let sort = &self.person(last).ok_or_else(invalid)?.sort;
                self.alphabet.partition_point(|id| {
                    self.person(*id).is_some_and(|person| (&person.sort, *id) <= (sort, last))
                })
            }
        };
        let items: Vec<Id> = self.alphabet[start..]
            .iter()
            .filter(|id| self.person(**id).is_some_and(|person| wanted(**id, person)))
            .take(limit as usize + 1)
            .copied()
            .collect();
        Ok(Paged::from_surplus(items, limit, ToString::to_string))
    }

    /// People of a department: heads first, then by their order in it, then by name; `deep` goes on with the departments
    /// below, from top to bottom. Each person once; whoever left is left out.
    pub(crate) fn members(
        &self,
        department: Id,
        deep: bool,
        cursor: Option<&str>,
        limit: u32,
    ) -> Result<Paged<Id>> {
        let (skip, last) = match cursor {
            None => (0, None),
            Some(cursor) => {
                let (count, last) = cursor.split_once('.').ok_or_else(invalid)?;
                (
                    count.parse::<usize>().map_err(|_| invalid())?,
                    Some(last.parse::<Id>().map_err(|_| invalid())?),
                )
            }
        };
        let mut all: Vec<Id> = Vec::new();
        let mut seen: HashSet<Id> = HashSet::new();
        let mut stack = vec![department];
        // Where to go on: after the last person of the page before, or, when that person is gone, after as many.
        let mut start = last.is_none().then_some(0);
        while let Some(id) = stack.pop() {
            let Some(node) = self.department(id) else { continue };
            for member in self.sorted_members(id) {
                if seen.insert(member) {
                    all.push(member);
                    if Some(member) == last {
                        start = Some(all.len());
                    }
                }
            }
            if start.is_some_and(|start| all.len() > start + limit as usize) {
                break;
            }
            if deep {
                stack.extend(node.children.iter().rev());
            }
        }
        let start = start.unwrap_or(skip).min(all.len());
        let items: Vec<Id> = all[start..].iter().take(limit as usize + 1).copied().collect();
        let kept = start + items.len().min(limit as usize);
        Ok(Paged::from_surplus(items, limit, |last| format!("{kept}.{last}")))
    }

    fn sorted_members(&self, department: Id) -> Vec<Id> {
        let Some(node) = self.department(department) else { return Vec::new() };
        let mut members: Vec<_> = node
            .members
            .iter()
            .filter_map(|id| {
                let person = self.person(*id).filter(|person| person.state != UserState::Left)?;
                let membership = person.memberships.iter().find(|m| m.department == department)?;
                Some((!membership.head, membership.position, &person.sort, *id))
            })
            .collect();
        members.sort_unstable();
        members.into_iter().map(|(.., id)| id).collect()
    }

    /// Heads of a department who did not leave, in order.
    pub(crate) fn heads(&self, department: Id) -> Vec<Id> {
        let is_head = |id: &Id| {
            self.person(*id).is_some_and(|person| {
                person
                    .memberships
                    .iter()
                    .any(|membership| membership.department == department && membership.head)
            })
        };
        self.sorted_members(department).into_iter().take_while(is_head).collect()
    }

    /// Departments below `parent` (or at the top), in order, after the one the cursor names.
    pub(crate) fn children(&self, parent: Option<Id>, cursor: Option<&str>, limit: u32) -> Result<Paged<Id>> {
        let children = match parent {
            None => self.roots(),
            Some(id) => self.department(id).map_or(&[][..], |node| &node.children),
        };
        page_after(children, cursor, limit)
    }

    /// The whole tree from top to bottom, after the department the cursor names.
    pub(crate) fn tree(&self, cursor: Option<&str>, limit: u32) -> Result<Paged<Id>> {
        let mut all: Vec<(u32, Id)> = self.departments.iter().map(|(id, node)| (node.rank, *id)).collect();
        all.sort_unstable();
        let all: Vec<Id> = all.into_iter().map(|(_, id)| id).collect();
        page_after(&all, cursor, limit)
    }

    /// Invited and active people of a department and those below it.
    pub(crate) fn working_in(&self, department: Id) -> Vec<Id> {
        let mut found: Vec<Id> = Vec::new();
        let mut stack = vec![department];
        while let Some(node) = stack.pop().and_then(|id| self.department(id)) {
            found.extend(node.members.iter().filter(|id| self.person(**id).is_some_and(works)));
            stack.extend(&node.children);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Invited and active people of the organisation.
    pub(crate) fn working(&self) -> Vec<Id> {
        let mut found: Vec<Id> =
            self.people.iter().filter(|(_, person)| works(person)).map(|(id, _)| *id).collect();
        found.sort_unstable();
        found
    }
}

fn works(person: &Person) -> bool {
    matches!(person.state, UserState::Invited | UserState::Active)
}

fn page_after(all: &[Id], cursor: Option<&str>, limit: u32) -> Result<Paged<Id>> {
    let start = match cursor {
        None => 0,
        Some(cursor) => {
            let last: Id = cursor.parse().map_err(|_| invalid())?;
            all.iter().position(|id| *id == last).ok_or_else(invalid)? + 1
        }
    };
    let items: Vec<Id> = all[start..].iter().take(limit as usize + 1).copied().collect();
    Ok(Paged::from_surplus(items, limit, ToString::to_string))
}

fn invalid() -> Error {
    Error::new(&CURSOR_INVALID)
}
