//! Checking what is sent of a person, as far as it needs no store.

use std::collections::BTreeMap;

use kernel::{Id, Result};

use crate::api::shapes::NewMembership;
use crate::error::{DEPARTMENT_REPEATED, PHONE_REPEATED, TOO_MANY};
use crate::model::contact::{self, Phone};
use crate::model::limits;
use crate::model::text::{Fault, Faults, optional_line};
use crate::model::user::{Name, UserChange, WantedPlace};

/// What is sent of a person; `None` was not sent.
#[derive(Default)]
pub(crate) struct Facts {
    pub(crate) name: Option<String>,
    pub(crate) login: Option<Option<String>>,
    pub(crate) employee_no: Option<Option<String>>,
    pub(crate) phones: Option<Vec<Phone>>,
    pub(crate) email: Option<Option<String>>,
    pub(crate) departments: Option<Vec<NewMembership>>,
    pub(crate) manager: Option<Option<Id>>,
    pub(crate) dotted_managers: Option<Vec<Id>>,
    pub(crate) attributes: BTreeMap<String, Option<String>>,
}

impl Facts {
    /// The change they mean, or everything that is wrong with them.
    pub(crate) fn check(self) -> Result<UserChange> {
        let mut faults = Faults::default();
        let change = UserChange {
            name: self.name.and_then(|name| faults.take("name", Name::of_person(&name))),
            login: self.login.map(|login| {
                faults.take("login", contact::login(login.as_deref().unwrap_or_default())).flatten()
            }),
            employee_no: self.employee_no.map(|number| {
                faults
                    .take("employee_no", contact::employee_no(number.as_deref().unwrap_or_default()))
                    .flatten()
            }),
            email: self.email.map(|email| check_email(email.as_deref(), &mut faults)),
            phones: self.phones.map(|phones| check_phones(&phones, &mut faults)),
            departments: self.departments.map(|departments| check_departments(departments, &mut faults)),
            manager: self.manager,
            dotted_managers: self.dotted_managers.map(|ids| each_once(ids, &mut faults)),
            attributes: self.attributes.into_iter().collect(),
            avatar: None,
        };
        faults.done()?;
        Ok(change)
    }
}

/// An e-mail address as it is kept.
pub(crate) fn check_email(email: Option<&str>, faults: &mut Faults) -> Option<String> {
    faults.take("email", contact::email(email.unwrap_or_default())).flatten()
}

/// Phone numbers as they are kept.
pub(crate) fn check_phones(phones: &[Phone], faults: &mut Faults) -> Vec<Phone> {
    if phones.len() > limits::PHONES {
        faults.add("phones", Fault::with(&TOO_MANY, "max", limits::PHONES));
        return Vec::new();
    }
    let mut checked: Vec<Phone> = Vec::with_capacity(phones.len());
    for (i, phone) in phones.iter().enumerate() {
        let Some(phone) = faults.take(format!("phones[{i}].number"), phone.check()) else { continue };
        if checked.iter().any(|other| other.number == phone.number) {
            faults.add(format!("phones[{i}].number"), &PHONE_REPEATED);
        } else {
            checked.push(phone);
        }
    }
    checked
}

fn check_departments(departments: Vec<NewMembership>, faults: &mut Faults) -> Vec<WantedPlace> {
    if departments.len() > limits::USER_DEPARTMENTS {
        faults.add("departments", Fault::with(&TOO_MANY, "max", limits::USER_DEPARTMENTS));
        return Vec::new();
    }
    let mut checked: Vec<WantedPlace> = Vec::with_capacity(departments.len());
    for (i, wanted) in departments.into_iter().enumerate() {
        if checked.iter().any(|other| other.department == wanted.id) {
            faults.add(format!("departments[{i}].id"), &DEPARTMENT_REPEATED);
            continue;
        }
        let title = optional_line(wanted.title.as_deref().unwrap_or_default(), limits::TITLE);
        checked.push(WantedPlace {
            department: wanted.id,
            title: faults.take(format!("departments[{i}].title"), title).flatten(),
            head: wanted.head,
            primary: wanted.primary,
            position: wanted.order,
        });
    }
    checked
}

fn each_once(ids: Vec<Id>, faults: &mut Faults) -> Vec<Id> {
    let mut checked: Vec<Id> = Vec::new();
    for id in ids {
        if !checked.contains(&id) {
            checked.push(id);
        }
    }
    if checked.len() > limits::DOTTED_MANAGERS {
        faults.add("dotted_managers", Fault::with(&TOO_MANY, "max", limits::DOTTED_MANAGERS));
    }
    checked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(number: &str) -> Phone {
        Phone { number: number.to_owned(), label: "mobile".to_owned() }
    }

    #[test]
    fn everything_wrong_is_named_at_once() {
        let facts = Facts {
            name: Some("\u{200b}\u{202e}\0".to_owned()),
            login: Some(Some("13812345678".to_owned())),
            email: Some(Some("nowhere".to_owned())),
            phones: Some(vec![phone("138 1234 5678"), phone("13812345678"), phone("abc")]),
            departments: Some(vec![
                NewMembership { id: Id(5), title: None, order: None, head: false, primary: false },
                NewMembership {
                    id: Id(5),
                    title: Some("长".repeat(101)),
                    order: None,
                    head: false,
                    primary: false,
                },
            ]),
            ..Facts::default()
        };
        let error = facts.check().unwrap_err();
        let found: Vec<(&str, &str)> =
            error.fields().iter().map(|field| (field.field.as_str(), field.code.id)).collect();
        assert_eq!(
            found,
            [
                ("name", "people.required"),
                ("login", "people.login_invalid"),
                ("email", "people.email_invalid"),
                ("phones[1].number", "people.phone_repeated"),
                ("phones[2].number", "people.phone_invalid"),
                ("departments[1].id", "people.department_repeated"),
            ]
        );
    }

    #[test]
    fn names_are_cleaned_and_read() {
        let facts = Facts { name: Some("  单\u{202e}雄信\n".to_owned()), ..Facts::default() };
        let name = facts.check().unwrap().name.unwrap();
        assert_eq!(name.text, "单雄信");
        assert!(name.pinyin.starts_with("shan|"), "{}", name.pinyin);
    }
}
