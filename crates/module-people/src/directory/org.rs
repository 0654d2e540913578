//! One organisation's directory: people, tree, counts, index.

use std::collections::HashMap;

use contracts::people::{UserCard, UserDepartment, UserState};
use engine_pinyin::field::Field;
use engine_pinyin::index::{Entry, Index};
use kernel::Id;

use crate::model::department::{Department, ids_of};
use crate::model::user::Membership;
use crate::store::snapshot::PersonRow;

/// A person as a card needs them; what is only searched lies in the index.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) name: Box<str>,
    pub(crate) sort: Box<str>,
    pinyin: Box<str>,
    pub(crate) state: UserState,
    avatar: Option<Id>,
    /// The primary one first.
    pub(crate) memberships: Box<[Membership]>,
}

/// A department with what is derived from the whole tree.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) name: Box<str>,
    sort: Box<str>,
    pub(crate) parent: Option<Id>,
    pub(crate) position: i64,
    /// From the top to itself.
    pub(crate) path: Box<[Id]>,
    /// In order.
    pub(crate) children: Vec<Id>,
    /// In no order, whatever their state.
    pub(crate) members: Vec<Id>,
    /// People who did not leave, here and below, each counted once.
    pub(crate) people: u32,
    /// People who did not leave, here.
    pub(crate) direct: u32,
    /// Place in the tree read from top to bottom.
    pub(crate) rank: u32,
}

/// Departments below the same one: order, sort key, id.
type Siblings = Vec<(i64, Box<str>, Id)>;

/// One organisation's directory.
#[derive(Default)]
pub(crate) struct OrgDirectory {
    pub(super) people: HashMap<Id, Person>,
    /// People in the order of their names.
    pub(super) alphabet: Vec<Id>,
    /// Whether people were added or renamed since `alphabet` was in order.
    unsettled: bool,
    pub(super) index: Index<Id>,
    pub(super) departments: HashMap<Id, Node>,
    pub(super) roots: Vec<Id>,
    pub(super) department_index: Index<Id>,
}

impl OrgDirectory {
    /// Takes in people as they are now, and puts the alphabet in order.
    pub(super) fn put_people(&mut self, rows: Vec<PersonRow>) {
        for row in rows {
            self.put_person(row);
        }
        self.settle();
    }

    /// Takes in one person; [`OrgDirectory::settle`] must follow.
    pub(super) fn put_person(&mut self, row: PersonRow) {
        let id = row.id;
        if let Some(before) = self.people.remove(&id) {
            self.count(id, &before, false);
            self.unsettled |= *before.sort != *row.name.sort;
        } else {
            self.alphabet.push(id);
            self.unsettled = true;
        }
        let mut extra: Vec<(Field, String)> = Vec::new();
        for membership in &row.memberships {
            extra.extend(membership.title.iter().map(|title| (Field::Title, title.clone())));
            extra.extend(self.label(membership.department).map(|label| (Field::Department, label)));
        }
        extra.extend(row.phones.into_iter().map(|phone| (Field::Phone, phone)));
        extra.extend(row.employee_no.map(|number| (Field::EmployeeNo, number)));
        extra.extend(row.email.map(|email| (Field::Email, email)));
        self.index.upsert(Entry { id, name: row.name.text.clone(), reading: None, extra });
        let person = Person {
            name: row.name.text.into(),
            sort: row.name.sort.into(),
            pinyin: row.name.pinyin.into(),
            state: row.state,
            avatar: row.avatar,
            memberships: row.memberships.into(),
        };
        self.count(id, &person, true);
        self.people.insert(id, person);
    }

    /// Forgets a person.
    pub(super) fn remove_person(&mut self, id: Id) {
        if let Some(person) = self.people.remove(&id) {
            self.count(id, &person, false);
            self.index.remove(id);
            self.alphabet.retain(|other| *other != id);
        }
    }

    /// Puts the alphabet in order after people were taken in.
    pub(super) fn settle(&mut self) {
        if std::mem::take(&mut self.unsettled) {
            let people = &self.people;
            self.alphabet.sort_by(|a, b| {
                let key = |id: &Id| people.get(id).map(|person| &person.sort);
                (key(a), a).cmp(&(key(b), b))
            });
        }
    }

    /// Takes in the whole tree, in any order; tells whose search entries no longer name their departments rightly.
    pub(super) fn put_departments(&mut self, rows: Vec<Department>) -> Vec<Id> {
        let labels: HashMap<Id, Option<String>> =
            self.departments.keys().map(|id| (*id, self.label(*id))).collect();
        let mut before = std::mem::take(&mut self.departments);
        for row in rows {
            let old = before.remove(&row.id);
            if old.as_ref().is_none_or(|old| *old.name != *row.name.text) {
                self.department_index.upsert(Entry {
                    id: row.id,
                    name: row.name.text.clone(),
                    reading: None,
                    extra: Vec::new(),
                });
            }
            let node = Node {
                name: row.name.text.into(),
                sort: row.name.sort.into(),
                parent: row.parent,
                position: row.position,
                path: ids_of(&row.path).collect(),
                children: Vec::new(),
                members: Vec::new(),
                people: 0,
                direct: 0,
                rank: 0,
            };
            self.departments.insert(row.id, node);
        }
        for gone in before.into_keys() {
            self.department_index.remove(gone);
        }
        self.put_in_order();
        self.count_all();
        let renamed = self.departments.iter().filter(|(id, _)| labels.get(id) != Some(&self.label(**id)));
        let mut stale: Vec<Id> = renamed.flat_map(|(_, node)| node.members.iter().copied()).collect();
        stale.sort_unstable();
        stale.dedup();
        stale
    }

    /// Children below parents, each row of siblings in order, and everybody's place from top to bottom.
    fn put_in_order(&mut self) {
        let mut below: HashMap<Option<Id>, Siblings> = HashMap::new();
        for (id, node) in &self.departments {
            // A parent that is not known yet (read a moment later) must not hide what hangs below it.
            let parent = node.parent.filter(|parent| self.departments.contains_key(parent));
            below.entry(parent).or_default().push((node.position, node.sort.clone(), *id));
        }
        let mut ordered = |parent: Option<Id>| {
            let mut children = below.remove(&parent).unwrap_or_default();
            children.sort_unstable();
            children.into_iter().map(|(_, _, id)| id).collect::<Vec<Id>>()
        };
        self.roots = ordered(None);
        let mut stack: Vec<Id> = self.roots.iter().rev().copied().collect();
        let mut rank = 0;
        while let Some(id) = stack.pop() {
            let children = ordered(Some(id));
            stack.extend(children.iter().rev());
            if let Some(node) = self.departments.get_mut(&id) {
                node.children = children;
                node.rank = rank;
                rank += 1;
            }
        }
    }

    /// Counts everybody in departments that hold nobody yet.
    fn count_all(&mut self) {
        let people = std::mem::take(&mut self.people);
        for (id, person) in &people {
            self.count(*id, person, true);
        }
        self.people = people;
    }

    /// Adds a person to the counts of their departments and of those above, or takes them out.
    fn count(&mut self, id: Id, person: &Person, add: bool) {
        let counts = person.state != UserState::Left;
        let step = |number: &mut u32| *number = if add { *number + 1 } else { number.saturating_sub(1) };
        let mut above: Vec<Id> = Vec::new();
        for membership in &person.memberships {
            let Some(node) = self.departments.get_mut(&membership.department) else { continue };
            if add {
                node.members.push(id);
            } else if let Some(at) = node.members.iter().position(|member| *member == id) {
                node.members.swap_remove(at);
            }
            if counts {
                step(&mut node.direct);
                above.extend(node.path.iter());
            }
        }
        above.sort_unstable();
        above.dedup();
        for id in above {
            if let Some(node) = self.departments.get_mut(&id) {
                step(&mut node.people);
            }
        }
    }

    /// By what words a department's people are found: its path. The single department at the top of everything is left
    /// out: it would find everybody.
    fn label(&self, id: Id) -> Option<String> {
        let path = &self.departments.get(&id)?.path;
        let common = usize::from(self.roots.len() == 1 && path.len() > 1);
        let names: Vec<&str> = path
            .iter()
            .skip(common)
            .filter_map(|id| self.departments.get(id))
            .map(|node| &*node.name)
            .collect();
        Some(names.join("/"))
    }

    /// Somebody.
    pub(crate) fn person(&self, id: Id) -> Option<&Person> {
        self.people.get(&id)
    }

    /// A department.
    pub(crate) fn department(&self, id: Id) -> Option<&Node> {
        self.departments.get(&id)
    }

    /// The departments at the top, in order.
    pub(crate) fn roots(&self) -> &[Id] {
        &self.roots
    }

    /// Names from the top to a department.
    pub(crate) fn path_names(&self, node: &Node) -> Vec<String> {
        node.path.iter().filter_map(|id| self.departments.get(id)).map(|node| node.name.to_string()).collect()
    }

    /// Somebody's card.
    pub(crate) fn card(&self, id: Id) -> Option<UserCard> {
        let person = self.people.get(&id)?;
        let mut places: Vec<(&Membership, &Node)> = person
            .memberships
            .iter()
            .filter_map(|membership| Some((membership, self.departments.get(&membership.department)?)))
            .collect();
        places.sort_by_key(|(membership, node)| (!membership.primary, node.rank));
        let title = |membership: &Membership| membership.title.clone();
        Some(UserCard {
            id,
            name: person.name.to_string(),
            avatar: person.avatar.map(avatar_url),
            title: places.iter().find_map(|(membership, _)| membership.primary.then(|| title(membership))?),
            departments: places
                .into_iter()
                .map(|(membership, node)| UserDepartment {
                    id: membership.department,
                    name: node.name.to_string(),
                    path: self.path_names(node),
                    title: title(membership),
                    head: membership.head,
                    primary: membership.primary,
                })
                .collect(),
            state: person.state,
            pinyin: person.pinyin.to_string(),
        })
    }

    /// Whether somebody is in a department or below it.
    pub(crate) fn is_in(&self, person: &Person, department: Id) -> bool {
        person.memberships.iter().any(|membership| {
            self.departments.get(&membership.department).is_some_and(|node| node.path.contains(&department))
        })
    }

    /// A person's departments with all those above, each once.
    pub(crate) fn departments_of(&self, user: Id) -> Vec<Id> {
        let Some(person) = self.people.get(&user) else { return Vec::new() };
        let mut all: Vec<Id> = person
            .memberships
            .iter()
            .filter_map(|membership| self.departments.get(&membership.department))
            .flat_map(|node| node.path.iter().copied())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Where a picture is fetched.
pub(crate) fn avatar_url(file: Id) -> String {
    format!("/api/v1/core/files/{file}/thumbnail?size=small")
}
