//! Who may do what in the directory. The only road from an id to a person or a department: what is not in one's
//! organisation is not found.
//!
//! Everybody who is signed in sees the directory. Owners do everything; admins administer the organisation, or a
//! department with everything below it. Nobody changes whoever stands above them: resetting such a person's password
//! would be to become that person.

use kernel::{Actor, Error, Id, Result, Scope, Scopes};
use platform_db::Tx;

use crate::by::By;
use crate::error::{
    ABOVE_YOU, ADMINS_ONLY, DEPARTMENT_NOT_FOUND, NOT_ON_YOURSELF, OUT_OF_SCOPE, OWN_SESSION_NEEDED,
    USER_NOT_FOUND,
};
use crate::import_error::{IMPORT_NOT_FOUND, IMPORT_NOT_YOURS};
use crate::model::department::Department;
use crate::model::import::run::Import;
use crate::model::role::{Held, Reach};
use crate::model::user::{Membership, User};
use crate::store;

/// What somebody wants with a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Read the card.
    See,
    /// Change name, numbers, departments and other facts.
    Edit,
    /// Suspend, reactivate, mark as departed, invite, reset the password.
    Manage,
}

/// A person as found by somebody.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The person.
    pub(crate) user: User,
    /// Their departments with paths, the primary one first.
    pub(crate) memberships: Vec<(Membership, String)>,
    /// Their roles.
    pub(crate) held: Vec<Held>,
}

/// What somebody may do with a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Can {
    /// [`Need::Edit`].
    pub(crate) edit: bool,
    /// [`Need::Manage`].
    pub(crate) manage: bool,
}

impl Found {
    /// What `by` may do with the person.
    pub(crate) fn can(&self, by: &By) -> Can {
        Can { edit: self.allows(by, Need::Edit).is_ok(), manage: self.allows(by, Need::Manage).is_ok() }
    }

    /// Whether `by` may do this with the person; the reason when not.
    pub(crate) fn allows(&self, by: &By, need: Need) -> Result<()> {
        if need == Need::See {
            return Ok(());
        }
        match by.reach() {
            Reach::Nothing => return Err(Error::new(&ADMINS_ONLY)),
            reach if !self.is_within(&reach) => return Err(Error::new(&OUT_OF_SCOPE)),
            _ => {}
        }
        if by.is_below(&self.held) {
            return Err(Error::new(&ABOVE_YOU));
        }
        if need == Need::Manage && by.user() == Some(self.user.id) {
            return Err(Error::new(&NOT_ON_YOURSELF));
        }
        Ok(())
    }

    /// Whether `by` may change the person's departments to these. Whoever belongs nowhere is placed by admins of
    /// everything: the first department makes its admins those of the person.
    pub(crate) fn may_move(&self, by: &By, after: &[(Membership, String)]) -> Result<()> {
        rearrange(by, &self.memberships, after)?;
        if self.memberships.is_empty() && !after.is_empty() && !by.reach().is_everything() {
            return Err(Error::new(&OUT_OF_SCOPE));
        }
        Ok(())
    }

    /// Whether the person belongs to what is administered: by their primary department, because an admin of any other
    /// of their departments must not be able to become them.
    fn is_within(&self, reach: &Reach) -> bool {
        reach.is_everything()
            || self.memberships.iter().any(|(membership, path)| membership.primary && reach.covers(path))
    }
}

/// The person, if `by` may do what is needed. In a write the row is kept from changing.
pub(crate) async fn access_user(tx: &mut Tx, by: &By, org: Id, id: Id, need: Need) -> Result<Found> {
    let user = if tx.writes() {
        store::users::lock(tx, org, id).await?
    } else {
        store::users::find(tx, org, id).await?
    };
    let user = user.ok_or_else(|| Error::new(&USER_NOT_FOUND))?;
    let found = Found {
        user,
        memberships: store::members::of_user(tx, id).await?,
        held: store::roles::of_user(tx, id).await?,
    };
    found.allows(by, need)?;
    Ok(found)
}

/// The department, if `by` may see it, or `administer` it.
pub(crate) async fn access_department(
    tx: &mut Tx,
    by: &By,
    org: Id,
    id: Id,
    administer: bool,
) -> Result<Department> {
    let department = store::departments::find(tx, org, id).await?;
    let department = department.ok_or_else(|| Error::new(&DEPARTMENT_NOT_FOUND))?;
    if administer {
        place(by, Some(&department))?;
    }
    Ok(department)
}

/// The import, if `by` may see it: it is theirs, or they administer the whole organisation. To `change` it, it must be
/// theirs: it is applied with the rights of whoever began it. In a write the row is kept from changing.
pub(crate) async fn access_import(tx: &mut Tx, by: &By, org: Id, id: Id, change: bool) -> Result<Import> {
    any_admin(by)?;
    let found = if tx.writes() {
        store::imports::lock(tx, org, id).await?
    } else {
        store::imports::find(tx, org, id).await?
    };
    let own = |import: &Import| by.user() == Some(import.created_by);
    let import = found.filter(|import| own(import) || by.reach().is_everything());
    let import = import.ok_or_else(|| Error::new(&IMPORT_NOT_FOUND))?;
    if change && !own(&import) {
        return Err(Error::new(&IMPORT_NOT_YOURS));
    }
    Ok(import)
}

/// Whether `by` may put departments and people below `parent`; `None` is the top of the tree.
pub(crate) fn place(by: &By, parent: Option<&Department>) -> Result<()> {
    match (by.reach(), parent) {
        (Reach::Everything, _) => Ok(()),
        (Reach::Nothing, _) => Err(Error::new(&ADMINS_ONLY)),
        (reach, Some(parent)) if reach.covers(&parent.path) => Ok(()),
        _ => Err(Error::new(&OUT_OF_SCOPE)),
    }
}

/// Whether `by` may change places in departments from `before` to `after`: every place that is added, taken away or
/// changed must be within what they administer. Making another department the primary one changes both.
pub(crate) fn rearrange(
    by: &By,
    before: &[(Membership, String)],
    after: &[(Membership, String)],
) -> Result<()> {
    let reach = by.reach();
    if reach == Reach::Nothing {
        return Err(Error::new(&ADMINS_ONLY));
    }
    let changed = before
        .iter()
        .filter(|place| !after.contains(place))
        .chain(after.iter().filter(|place| !before.contains(place)));
    for (_, path) in changed {
        if !reach.covers(path) {
            return Err(Error::new(&OUT_OF_SCOPE));
        }
    }
    Ok(())
}

/// Whether `by` administers anything.
pub(crate) fn any_admin(by: &By) -> Result<()> {
    if by.reach() == Reach::Nothing { Err(Error::new(&ADMINS_ONLY)) } else { Ok(()) }
}

/// Whether `by` administers the whole organisation; a token needs the scope for it too.
pub(crate) fn org_admin(by: &By) -> Result<()> {
    admin_scope(by)?;
    match by.reach() {
        Reach::Everything => Ok(()),
        Reach::Departments(_) => Err(Error::new(&OUT_OF_SCOPE)),
        Reach::Nothing => Err(Error::new(&ADMINS_ONLY)),
    }
}

/// Whether a token has the scope for what changes who administers; a person who signed in has every scope.
pub(crate) fn admin_scope(by: &By) -> Result<()> {
    match by {
        By::Person(actor, _) if !actor.scopes.allows(Scope::Admin) => {
            Err(Error::new(&platform_http::error::SCOPE_MISSING).with("scope", Scope::Admin.as_str()))
        }
        _ => Ok(()),
    }
}

/// Whether the person signed in themselves. A token must not make tokens, change a password or end sessions: who
/// found one could lock its owner out, or become somebody else.
pub(crate) fn own_session(actor: &Actor) -> Result<()> {
    match actor.scopes {
        Scopes::All | Scopes::PasswordFirst => Ok(()),
        Scopes::Only(_) => Err(Error::new(&OWN_SESSION_NEEDED)),
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};
    use std::sync::Arc;

    use contracts::people::UserState;
    use kernel::{Grant, Locale, Millis, Role};

    use super::*;
    use crate::model::role::Placed;
    use crate::model::user::Name;

    fn by(user: i64, grants: &[(Role, Option<i64>)]) -> By {
        let grants = grants.iter().map(|(role, id)| Grant { role: *role, department: id.map(Id) }).collect();
        let actor = Actor {
            user: Id(user),
            org: Id(1),
            session: Id(9),
            name: String::new(),
            grants,
            scopes: Scopes::All,
            locale: Locale::ZhCn,
        };
        By::Person(Arc::new(actor), IpAddr::V4(Ipv4Addr::LOCALHOST))
    }

    fn place_in(department: i64, path: &str, primary: bool) -> (Membership, String) {
        let membership =
            Membership { department: Id(department), title: None, head: false, primary, position: 0 };
        (membership, path.to_owned())
    }

    fn found(memberships: Vec<(Membership, String)>, held: Vec<Held>) -> Found {
        let user = User {
            id: Id(7),
            org: Id(1),
            name: Name::read("李伟".to_owned()),
            state: UserState::Active,
            login: None,
            employee_no: None,
            email: None,
            avatar: None,
            has_password: true,
            created_at: Millis(0),
            joined_at: None,
            left_at: None,
        };
        Found { user, memberships, held }
    }

    fn code(result: Result<()>) -> Option<&'static str> {
        result.err().map(|error| error.code().id)
    }

    #[test]
    fn admins_of_a_department_reach_its_own_people_only() {
        let scoped = by(2, &[(Role::Admin, Some(5))]);
        let own = found(vec![place_in(6, "/5/6/", true)], vec![]);
        let guest = found(vec![place_in(8, "/8/", true), place_in(6, "/5/6/", false)], vec![]);
        let nowhere = found(vec![], vec![]);
        assert_eq!(code(own.allows(&scoped, Need::Manage)), None);
        assert_eq!(code(guest.allows(&scoped, Need::Edit)), Some("people.out_of_scope"));
        assert_eq!(code(nowhere.allows(&scoped, Need::Edit)), Some("people.out_of_scope"));
        assert_eq!(code(own.allows(&by(3, &[]), Need::Edit)), Some("people.admins_only"));
        assert_eq!(code(own.allows(&by(3, &[]), Need::See)), None);
        assert_eq!(code(nowhere.allows(&by(2, &[(Role::Admin, None)]), Need::Manage)), None);
    }

    #[test]
    fn nobody_manages_whoever_stands_above_or_themselves() {
        let owner = Held { id: Id(1), user: Id(7), role: Role::Owner, department: None };
        let scoped = Held {
            id: Id(2),
            user: Id(7),
            role: Role::Admin,
            department: Some(Placed { id: Id(6), path: "/5/6/".to_owned() }),
        };
        let places = || vec![place_in(6, "/5/6/", true)];
        let admin = by(2, &[(Role::Admin, None)]);
        assert_eq!(
            code(found(places(), vec![owner.clone()]).allows(&admin, Need::Manage)),
            Some("people.above_you")
        );
        assert_eq!(
            code(found(places(), vec![scoped]).allows(&by(2, &[(Role::Admin, Some(5))]), Need::Manage)),
            None
        );
        let myself = by(7, &[(Role::Owner, None)]);
        assert_eq!(
            code(found(places(), vec![owner]).allows(&myself, Need::Manage)),
            Some("people.not_on_yourself")
        );
        assert_eq!(code(found(places(), vec![]).allows(&myself, Need::Edit)), None);
    }

    #[test]
    fn rearranging_needs_every_place_that_changes() {
        let scoped = by(2, &[(Role::Admin, Some(5))]);
        let home = place_in(8, "/8/", true);
        let (guest, moved) = (place_in(6, "/5/6/", false), place_in(7, "/5/7/", false));
        assert_eq!(code(rearrange(&scoped, &[home.clone(), guest.clone()], &[home.clone(), moved])), None);
        assert_eq!(code(rearrange(&scoped, std::slice::from_ref(&home), &[])), Some("people.out_of_scope"));
        let taken_over = [place_in(8, "/8/", false), place_in(6, "/5/6/", true)];
        assert_eq!(code(rearrange(&scoped, &[home, guest], &taken_over)), Some("people.out_of_scope"));
        assert_eq!(code(rearrange(&by(2, &[]), &[], &[])), Some("people.admins_only"));
        assert_eq!(code(rearrange(&By::Office, &[], &taken_over)), None);
    }

    #[test]
    fn whoever_belongs_nowhere_is_placed_by_admins_of_everything() {
        let nowhere = found(vec![], vec![]);
        let places = [place_in(6, "/5/6/", true)];
        assert_eq!(
            code(nowhere.may_move(&by(2, &[(Role::Admin, Some(5))]), &places)),
            Some("people.out_of_scope")
        );
        assert_eq!(code(nowhere.may_move(&by(2, &[(Role::Admin, None)]), &places)), None);
    }
}
