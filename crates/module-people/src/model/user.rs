//! People and what may be said of them.

use contracts::people::UserState;
use engine_pinyin::reading::Reading;
use engine_pinyin::sort::sort_key;
use kernel::{Id, Millis};

use crate::model::attribute::Visibility;
use crate::model::contact::Phone;
use crate::model::limits;
use crate::model::text::{Checked, line};

/// A name with what is derived from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// As shown.
    pub(crate) text: String,
    /// Orders lists by bytes.
    pub(crate) sort: String,
    /// Syllables for clients: `liu jing|jin wen`.
    pub(crate) pinyin: String,
}

impl Name {
    /// A name of a person, cleaned and read.
    pub(crate) fn of_person(text: &str) -> Checked<Self> {
        Ok(Self::read(line(text, limits::NAME)?))
    }

    /// A text that is clean already.
    pub(crate) fn read(text: String) -> Self {
        Self { sort: sort_key(&text), pinyin: Reading::of(&text).wire(), text }
    }
}

/// A person as stored, without departments and other lists.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) id: Id,
    pub(crate) org: Id,
    pub(crate) name: Name,
    pub(crate) state: UserState,
    pub(crate) login: Option<String>,
    pub(crate) employee_no: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) avatar: Option<Id>,
    pub(crate) has_password: bool,
    pub(crate) created_at: Millis,
    pub(crate) joined_at: Option<Millis>,
    pub(crate) left_at: Option<Millis>,
}

/// A person's place in a department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Membership {
    /// The department.
    pub(crate) department: Id,
    /// Title held there.
    pub(crate) title: Option<String>,
    /// Whether the person heads it.
    pub(crate) head: bool,
    /// Whether it is the person's first department.
    pub(crate) primary: bool,
    /// Orders the people of the department: lower first.
    pub(crate) position: i64,
}

/// A place in a department as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WantedPlace {
    pub(crate) department: Id,
    pub(crate) title: Option<String>,
    pub(crate) head: bool,
    pub(crate) primary: bool,
    /// `None` leaves the person where they are among the others.
    pub(crate) position: Option<i64>,
}

/// Sees to it that exactly one of somebody's departments is the primary one: the first marked, or else the first.
pub(crate) fn settle_primary(memberships: &mut [Membership]) {
    let primary = memberships.iter().position(|membership| membership.primary).unwrap_or(0);
    for (i, membership) in memberships.iter_mut().enumerate() {
        membership.primary = i == primary;
    }
}

/// What is to be changed about a person; `None` leaves a fact as it is. Everything in it is checked as far as it can be
/// without the store.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct UserChange {
    pub(crate) name: Option<Name>,
    pub(crate) login: Option<Option<String>>,
    pub(crate) employee_no: Option<Option<String>>,
    pub(crate) email: Option<Option<String>>,
    pub(crate) phones: Option<Vec<Phone>>,
    pub(crate) departments: Option<Vec<WantedPlace>>,
    pub(crate) manager: Option<Option<Id>>,
    pub(crate) dotted_managers: Option<Vec<Id>>,
    /// Values by key of their field; `None` clears. Fields that are not named stay.
    pub(crate) attributes: Vec<(String, Option<String>)>,
    pub(crate) avatar: Option<Option<Id>>,
}

impl UserChange {
    /// Whether it changes nothing but departments.
    pub(crate) fn is_only_departments(&self) -> bool {
        *self == Self { departments: self.departments.clone(), ..Self::default() }
    }
}

/// A value of a field that the organisation added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AttributeValue {
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) visible_to: Visibility,
    pub(crate) value: String,
}

/// What a change of state is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// May not sign in for now.
    Suspend,
    /// Is back.
    Reactivate,
    /// Left the organisation.
    Leave,
}

impl Step {
    /// Where the step leads from `state`; `None` when it cannot be taken. Whoever has no password yet is invited, not
    /// active, after coming back.
    pub(crate) fn from(self, state: UserState, has_password: bool) -> Option<UserState> {
        match (self, state) {
            (Self::Suspend, UserState::Invited | UserState::Active) => Some(UserState::Suspended),
            (Self::Reactivate, UserState::Suspended | UserState::Left) if has_password => {
                Some(UserState::Active)
            }
            (Self::Reactivate, UserState::Suspended | UserState::Left) => Some(UserState::Invited),
            (Self::Leave, UserState::Invited | UserState::Active | UserState::Suspended) => {
                Some(UserState::Left)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_follow_one_another() {
        use UserState::{Active, Invited, Left, Suspended};
        assert_eq!(Step::Suspend.from(Active, true), Some(Suspended));
        assert_eq!(Step::Suspend.from(Suspended, true), None);
        assert_eq!(Step::Suspend.from(Left, true), None);
        assert_eq!(Step::Reactivate.from(Suspended, true), Some(Active));
        assert_eq!(Step::Reactivate.from(Left, false), Some(Invited));
        assert_eq!(Step::Reactivate.from(Active, true), None);
        assert_eq!(Step::Leave.from(Suspended, true), Some(Left));
        assert_eq!(Step::Leave.from(Left, true), None);
    }

    #[test]
    fn exactly_one_department_is_the_first() {
        let membership =
            |id, primary| Membership { department: Id(id), title: None, head: false, primary, position: 0 };
        let primaries = |mut list: Vec<Membership>| {
            settle_primary(&mut list);
            list.into_iter().filter(|m| m.primary).map(|m| m.department.0).collect::<Vec<_>>()
        };
        assert_eq!(primaries(vec![membership(1, false), membership(2, true), membership(3, true)]), [2]);
        assert_eq!(primaries(vec![membership(1, false), membership(2, false)]), [1]);
        assert_eq!(primaries(vec![]), [0_i64; 0]);
    }

    #[test]
    fn a_change_of_departments_alone_is_recognised() {
        let mut change = UserChange { departments: Some(vec![]), ..UserChange::default() };
        assert!(change.is_only_departments());
        change.avatar = Some(None);
        assert!(!change.is_only_departments());
    }
}
