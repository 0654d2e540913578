//! From what a row says to the person as they shall be, and what that changes.

use std::collections::HashMap;

use contracts::people::UserState;
use kernel::{Id, Millis};

use crate::error::{TEXT_TOO_LONG, TOO_MANY};
use crate::import_error::{ROW_NOT_A_NUMBER, ROW_NOT_YES_NO, ROW_TITLES_MISMATCH, ROW_WITHOUT_DEPARTMENT};
use crate::model::contact::{MOBILE, Phone};
use crate::model::import::Change;
use crate::model::import::cells::{self, yes_no};
use crate::model::import::facts::Reader;
use crate::model::import::fields::Field;
use crate::model::import::outcome::{Row, Wanted, Who};
use crate::model::import::present::{Directory, Person, named};
use crate::model::import::problem::Problem;
use crate::model::import::tree::Tree;
use crate::model::limits;
use crate::model::role::Reach;
use crate::model::text::{Fault, optional_line};
use crate::model::user::{Membership, Name, Step, User};

/// Label of the numbers of desks.
const OFFICE: &str = "office";
/// Between several values of one field, as they are shown.
const AND: &str = "; ";

/// What working out changes needs to know.
pub(crate) struct Context<'c> {
    pub(crate) org: Id,
    pub(crate) now: Millis,
    pub(crate) reach: &'c Reach,
    pub(crate) directory: &'c Directory<'c>,
    pub(crate) tree: &'c Tree,
    pub(crate) reader: &'c Reader<'c>,
    pub(crate) new: &'c NewPeople,
}

/// The people whom rows add.
pub(crate) struct NewPeople {
    ids: HashMap<usize, Id>,
    names: HashMap<Id, String>,
}

impl NewPeople {
    /// Those of the rows that are about nobody in the directory.
    pub(crate) fn of(rows: &[Row<'_>]) -> Self {
        let new = || rows.iter().enumerate().filter(|(_, row)| row.person.is_none());
        let name = |row: &Row<'_>| {
            named(row.facts.name.as_deref().unwrap_or_default(), row.facts.employee_no.as_deref())
        };
        Self {
            ids: new().map(|(i, row)| (i, row.id)).collect(),
            names: new().map(|(_, row)| (row.id, name(row))).collect(),
        }
    }
}

impl Context<'_> {
    /// The person as a row wants them.
    pub(crate) fn work_out(&self, row: &mut Row<'_>) -> Wanted {
        let before = row.person.map(|at| &self.directory.people[at]);
        let mut person = before.cloned().unwrap_or_else(|| self.somebody_new(row));
        let back = !person.is_here();
        if back {
            let state = Step::Reactivate.from(UserState::Left, person.user.has_password);
            person.user.state = state.unwrap_or(UserState::Invited);
            person.user.left_at = None;
        }
        let facts = &row.facts;
        if let Some(name) = &facts.name
            && *name != person.user.name.text
        {
            person.user.name = Name::read(name.clone());
        }
        replace(&mut person.user.employee_no, facts.employee_no.as_ref());
        replace(&mut person.user.email, facts.email.as_ref());
        replace(&mut person.user.login, facts.login.as_ref());
        merge_phones(&mut person.phones, MOBILE, &facts.mobiles);
        merge_phones(&mut person.phones, OFFICE, &facts.office_phones);
        if person.phones.len() > limits::PHONES {
            let heading = self.reader.heading(Field::Mobile);
            row.fail(Problem::of_cell(&heading, "", Fault::with(&TOO_MANY, "max", limits::PHONES)));
        }
        person.memberships = self.places(row, before.map_or(&[][..], |before| &before.memberships));
        let id = |who: &Who| match who {
            Who::Here(at) => Some(self.directory.people[*at].user.id),
            Who::New(i) => self.new.ids.get(i).copied(),
        };
        if let Some(manager) = row.manager.as_ref().and_then(id) {
            person.manager = Some(manager);
        }
        if let Some(dotted) = &row.dotted {
            person.dotted = dotted.iter().filter_map(id).collect();
        }
        person.dotted.retain(|dotted| Some(*dotted) != person.manager);
        for (attribute, value) in &row.facts.attributes {
            match person.attributes.iter_mut().find(|(id, _)| id == attribute) {
                Some((_, present)) => value.clone_into(present),
                None => person.attributes.push((*attribute, value.clone())),
            }
        }
        self.compare(before, person, back)
    }

    fn somebody_new(&self, row: &Row<'_>) -> Person {
        Person::new(User {
            id: row.id,
            org: self.org,
            name: Name::read(row.facts.name.clone().unwrap_or_default()),
            state: UserState::Invited,
            login: None,
            employee_no: None,
            email: None,
            avatar: None,
            has_password: false,
            created_at: self.now,
            joined_at: None,
            left_at: None,
        })
    }

    /// The places that a row gives a person who has these.
    fn places(&self, row: &mut Row<'_>, before: &[Membership]) -> Vec<Membership> {
        let held = |department: Id| before.iter().find(|membership| membership.department == department);
        let ids: Vec<Id> = row.places.iter().map(|place| self.tree.id(*place)).collect();
        let mut named: Vec<Membership> = match &ids[..] {
            [] => before.to_vec(),
            ids => ids
                .iter()
                .map(|id| {
                    held(*id).cloned().unwrap_or(Membership {
                        department: *id,
                        title: None,
                        head: false,
                        primary: false,
                        position: 0,
                    })
                })
                .collect(),
        };
        for (membership, path) in named.iter_mut().zip(&row.facts.paths) {
            membership.head |= path.head;
        }
        self.title_heads_orders(row, &mut named);
        if ids.is_empty() {
            return named;
        }
        // What is not administered stays as it is, the first department among it.
        let out_of_reach = |membership: &&Membership| {
            let place = self.tree.find(membership.department);
            !self.reach.is_everything()
                && !ids.contains(&membership.department)
                && !place.is_some_and(|place| self.reach.covers(self.tree.path(place)))
        };
        let others: Vec<Membership> = before.iter().filter(out_of_reach).cloned().collect();
        let other_first = others.iter().any(|membership| membership.primary);
        for (i, membership) in named.iter_mut().enumerate() {
            membership.primary = i == 0 && !other_first;
        }
        named.extend(others);
        named
    }

    /// Puts titles, marks of heads and orders where they belong.
    fn title_heads_orders(&self, row: &mut Row<'_>, named: &mut [Membership]) {
        let own_name = row.facts.name.clone().unwrap_or_default();
        let mut problems = Vec::new();
        for (field, cell) in [
            (Field::Title, &row.facts.title),
            (Field::Head, &row.facts.head),
            (Field::Order, &row.facts.order),
        ] {
            let Some(cell) = cell else { continue };
            let mut fail = |entry: &str, fault: Fault| {
                problems.push(Problem::of_cell(&self.reader.heading(field), entry, fault));
            };
            if named.is_empty() {
                // "No head" needs no department; and where it is not clear who is meant, neither is the department.
                let needed = field == Field::Title || (field == Field::Head && yes_no(cell) == Some(true));
                if needed && !row.is_bad() {
                    fail(cell, (&ROW_WITHOUT_DEPARTMENT).into());
                }
                continue;
            }
            let entries = match cells::aligned(cell, named.len()) {
                Ok(entries) => entries,
                Err(given) => {
                    let params = vec![("given", given.to_string()), ("departments", named.len().to_string())];
                    fail(cell, Fault { code: &ROW_TITLES_MISMATCH, params });
                    continue;
                }
            };
            for (membership, entry) in named.iter_mut().zip(entries) {
                let Some(entry) = entry else { continue };
                match field {
                    Field::Title => match optional_line(entry, limits::TITLE) {
                        Ok(Some(title)) => membership.title = Some(title),
                        Ok(None) => {}
                        Err(_) => fail(entry, Fault::with(&TEXT_TOO_LONG, "max", limits::TITLE)),
                    },
                    Field::Head => match yes_no(entry).or_else(|| is_named(entry, &own_name)) {
                        Some(head) => membership.head = head,
                        None => fail(entry, (&ROW_NOT_YES_NO).into()),
                    },
                    _ => match entry.parse() {
                        Ok(order) => membership.position = order,
                        Err(_) => fail(entry, (&ROW_NOT_A_NUMBER).into()),
                    },
                }
            }
        }
        problems.into_iter().for_each(|problem| row.fail(problem));
    }

    /// What changes from before to after.
    fn compare(&self, before: Option<&Person>, person: Person, back: bool) -> Wanted {
        let nobody = Person::new(User { state: UserState::Left, ..person.user.clone() });
        let old = before.unwrap_or(&nobody);
        let is_new = before.is_none();
        let mut changes = Vec::new();
        let mut note = |field: &str, from: Option<String>, to: Option<String>| {
            let from = from.filter(|_| !is_new);
            let changed = from != to;
            if changed {
                changes.push(Change { field: field.to_owned(), from, to });
            }
            changed
        };
        let user = &person.user;
        let mut facts = is_new || back;
        facts |= note("name", Some(old.user.name.text.clone()), Some(user.name.text.clone()));
        facts |= note("employee_no", old.user.employee_no.clone(), user.employee_no.clone());
        let mut phones = back || is_new;
        phones |= note("mobile", numbers(&old.phones, MOBILE), numbers(&person.phones, MOBILE));
        phones |= note("office_phone", numbers(&old.phones, OFFICE), numbers(&person.phones, OFFICE));
        facts |= phones;
        facts |= note("email", old.user.email.clone(), user.email.clone());
        facts |= note("login", old.user.login.clone(), user.login.clone());

        let (was, is) = (&old.memberships, &person.memberships);
        let moved = where_is(was) != where_is(is);
        let mut places = moved;
        if moved {
            places |= note("departments", self.departments(was), self.departments(is));
        }
        let title = |membership: &Membership| membership.title.clone();
        let order =
            |membership: &Membership| (membership.position != 0).then(|| membership.position.to_string());
        places |= note("title", self.by_department(was, title), self.by_department(is, title));
        places |= note("head", self.heads(was), self.heads(is));
        places |= note("order", self.by_department(was, order), self.by_department(is, order));

        let managers = old.manager != person.manager || old.dotted != person.dotted;
        note("manager", self.people(old.manager.as_slice()), self.people(person.manager.as_slice()));
        note("dotted_managers", self.people(&old.dotted), self.people(&person.dotted));
        facts |= managers;

        let mut attributes = Vec::new();
        for attribute in self.reader.attributes {
            let of = |of: &Person| {
                let found = of.attributes.iter().find(|(id, _)| *id == attribute.id);
                found.map(|(_, value)| value.clone())
            };
            let to = of(&person);
            let field = Field::Attribute(attribute.id).wire(self.reader.attributes);
            if note(&field, of(old), to.clone()) {
                attributes.push((attribute.id, to));
                facts = true;
            }
        }
        if back {
            note(
                "state",
                Some(UserState::Left.as_str().to_owned()),
                Some(person.user.state.as_str().to_owned()),
            );
        }
        let claims = person.claims();
        Wanted { person, changes, claims, moved, places, facts, phones, managers, attributes }
    }

    fn departments(&self, memberships: &[Membership]) -> Option<String> {
        shown(memberships.iter().filter_map(|membership| self.department(membership)))
    }

    /// What is said of each place; with the department, where there are several.
    fn by_department(
        &self,
        memberships: &[Membership],
        said: impl Fn(&Membership) -> Option<String>,
    ) -> Option<String> {
        if let [only] = memberships {
            return said(only);
        }
        let mut all: Vec<String> = memberships
            .iter()
            .filter_map(|membership| Some(format!("{}: {}", self.department(membership)?, said(membership)?)))
            .collect();
        all.sort_unstable();
        shown(all.into_iter())
    }

    fn heads(&self, memberships: &[Membership]) -> Option<String> {
        let heads = memberships.iter().filter(|membership| membership.head);
        shown(heads.filter_map(|membership| self.department(membership)))
    }

    fn department(&self, membership: &Membership) -> Option<String> {
        Some(self.tree.text(self.tree.find(membership.department)?))
    }

    fn people(&self, ids: &[Id]) -> Option<String> {
        let name = |id: &Id| match self.directory.find(*id) {
            Some(at) => Some(self.directory.people[at].named()),
            None => self.new.names.get(id).cloned(),
        };
        shown(ids.iter().filter_map(name))
    }
}

fn replace(present: &mut Option<String>, said: Option<&String>) {
    if let Some(said) = said
        && present.as_ref() != Some(said)
    {
        *present = Some(said.clone());
    }
}

/// Takes in numbers of one label. One number replaces the first: registers know one, and people add others themselves.
/// Several replace all.
fn merge_phones(phones: &mut Vec<Phone>, label: &str, said: &[String]) {
    let has = |number: &String| phones.iter().any(|phone| phone.label == label && phone.number == *number);
    if said.iter().all(has) {
        return;
    }
    let first = phones.iter().position(|phone| phone.label == label);
    phones.retain(|phone| !said.contains(&phone.number) || phone.label == label);
    match (said, first) {
        ([only], Some(_)) => {
            if let Some(phone) = phones.iter_mut().find(|phone| phone.label == label) {
                only.clone_into(&mut phone.number);
            }
        }
        _ => {
            phones.retain(|phone| phone.label != label);
            let at = first.unwrap_or(if label == MOBILE { 0 } else { phones.len() }).min(phones.len());
            let new = said.iter().map(|number| Phone { number: number.clone(), label: label.to_owned() });
            phones.splice(at..at, new);
        }
    }
}

/// Whether a column of heads names the person of the row, or somebody else.
fn is_named(entry: &str, own_name: &str) -> Option<bool> {
    let entry = cells::name(entry);
    let looks_like_a_name = (2..=4).contains(&entry.chars().count())
        && entry.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '·'));
    if !own_name.is_empty() && entry == own_name { Some(true) } else { looks_like_a_name.then_some(false) }
}

/// Which departments, and which of them is the first.
fn where_is(memberships: &[Membership]) -> Vec<(Id, bool)> {
    let mut all: Vec<(Id, bool)> =
        memberships.iter().map(|membership| (membership.department, membership.primary)).collect();
    all.sort_unstable();
    all
}

fn numbers(phones: &[Phone], label: &str) -> Option<String> {
    shown(phones.iter().filter(|phone| phone.label == label).map(|phone| phone.number.clone()))
}

fn shown(values: impl Iterator<Item = String>) -> Option<String> {
    let values: Vec<String> = values.collect();
    (!values.is_empty()).then(|| values.join(AND))
}
