//! The directory as it is when a table is compared with it.

use std::collections::{HashMap, HashSet};

use contracts::people::UserState;
use kernel::Id;

use crate::model::attribute::Attribute;
use crate::model::contact::{Phone, key};
use crate::model::department::Department;
use crate::model::role::Held;
use crate::model::user::{Membership, User};

/// Everything of one organisation that an import may change or must respect.
#[derive(Clone, Debug, Default)]
pub(crate) struct Present {
    /// Everybody who is or was here.
    pub(crate) people: Vec<Person>,
    /// Every department, parents before children.
    pub(crate) departments: Vec<Department>,
    /// Fields that the organisation added, in order.
    pub(crate) attributes: Vec<Attribute>,
    /// What people of other organisations of this office hold.
    pub(crate) elsewhere: HashSet<Claim>,
}

/// Somebody in the directory.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) user: User,
    pub(crate) phones: Vec<Phone>,
    /// The primary one first.
    pub(crate) memberships: Vec<Membership>,
    pub(crate) manager: Option<Id>,
    pub(crate) dotted: Vec<Id>,
    /// Values by the id of their field.
    pub(crate) attributes: Vec<(Id, String)>,
    pub(crate) held: Vec<Held>,
}

impl Person {
    /// Somebody of whom nothing but the row is known yet.
    pub(crate) fn new(user: User) -> Self {
        Self {
            user,
            phones: Vec::new(),
            memberships: Vec::new(),
            manager: None,
            dotted: Vec::new(),
            attributes: Vec::new(),
            held: Vec::new(),
        }
    }

    /// Whether the person is here, suspended or not.
    pub(crate) fn is_here(&self) -> bool {
        self.user.state != UserState::Left
    }

    /// Mobile numbers, which belong to one person only.
    pub(crate) fn mobiles(&self) -> impl Iterator<Item = &str> {
        self.phones.iter().filter_map(Phone::mobile_key)
    }

    /// What nobody else can have while the person is here.
    pub(crate) fn claims(&self) -> Vec<Claim> {
        let mut claims: Vec<Claim> = self.user.login.iter().map(|login| Claim::Login(key(login))).collect();
        claims.extend(self.user.employee_no.iter().map(|number| Claim::Number(key(number))));
        claims.extend(self.user.email.iter().map(|email| Claim::Email(key(email))));
        claims.extend(self.mobiles().map(|number| Claim::Mobile(number.to_owned())));
        claims
    }

    /// Name and number, to tell the person from others.
    pub(crate) fn named(&self) -> String {
        named(&self.user.name.text, self.user.employee_no.as_deref())
    }
}

/// Name and number of somebody.
pub(crate) fn named(name: &str, employee_no: Option<&str>) -> String {
    match employee_no {
        Some(number) => format!("{name} ({number})"),
        None => name.to_owned(),
    }
}

/// A value that belongs to one person only, in the form that is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Claim {
    Number(String),
    Mobile(String),
    Email(String),
    Login(String),
}

impl Claim {
    /// Whether whoever leaves gives it back.
    pub(crate) fn ends_with_leaving(&self) -> bool {
        matches!(self, Self::Mobile(_) | Self::Email(_))
    }
}

/// The present with everything one looks up in it. People are known by their place in it.
pub(crate) struct Directory<'p> {
    pub(crate) people: &'p [Person],
    by_claim: HashMap<Claim, usize>,
    by_id: HashMap<Id, usize>,
    by_name: HashMap<&'p str, Vec<usize>>,
}

impl<'p> Directory<'p> {
    pub(crate) fn new(present: &'p Present) -> Self {
        let people = &present.people[..];
        let mut directory = Self {
            people,
            by_claim: HashMap::with_capacity(people.len() * 3),
            by_id: HashMap::with_capacity(people.len()),
            by_name: HashMap::with_capacity(people.len()),
        };
        for (at, person) in people.iter().enumerate() {
            directory.by_id.insert(person.user.id, at);
            directory.by_name.entry(person.user.name.text.as_str()).or_default().push(at);
            for claim in person.claims() {
                if person.is_here() || !claim.ends_with_leaving() {
                    directory.by_claim.insert(claim, at);
                }
            }
        }
        directory
    }

    /// Who holds a value.
    pub(crate) fn holder(&self, claim: &Claim) -> Option<usize> {
        self.by_claim.get(claim).copied()
    }

    /// The person of an id.
    pub(crate) fn find(&self, id: Id) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// Everybody of a name who is here.
    pub(crate) fn of_name<'s>(&'s self, name: &str) -> impl Iterator<Item = usize> + 's {
        let found = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        found.iter().copied().filter(|at| self.people[*at].is_here())
    }

    /// Who left under this name with this mobile number.
    pub(crate) fn gone(&self, name: &str, mobile: &str) -> Option<usize> {
        let found = self.by_name.get(name).map_or(&[][..], Vec::as_slice);
        let mut gone = found.iter().copied().filter(|at| {
            !self.people[*at].is_here() && self.people[*at].mobiles().any(|number| number == mobile)
        });
        match (gone.next(), gone.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }
}
