//! Who may administer whom.

use kernel::{Actor, Grant, Id, Role};

/// A department with its place in the tree: what a scope is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placed {
    /// The department.
    pub(crate) id: Id,
    /// Ids from the top to itself: `/1/5/9/`.
    pub(crate) path: String,
}

/// Whether a department with this path is `department` or lies below it.
pub(crate) fn is_within(path: &str, department: Id) -> bool {
    let id = department.to_string();
    path.split('/').any(|part| part == id)
}

/// How far somebody administers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Nothing.
    Nothing,
    /// These departments with their children.
    Departments(Vec<Id>),
    /// The whole organisation.
    Everything,
}

impl Reach {
    /// How far these roles reach.
    pub(crate) fn of(grants: &[Grant]) -> Self {
        if grants.iter().any(|grant| grant.department.is_none()) {
            return Self::Everything;
        }
        let departments: Vec<Id> = grants.iter().filter_map(|grant| grant.department).collect();
        if departments.is_empty() { Self::Nothing } else { Self::Departments(departments) }
    }

    /// Whether a department with this path is within reach.
    pub(crate) fn covers(&self, path: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Departments(departments) => departments.iter().any(|id| is_within(path, *id)),
        }
    }

    /// Whether it is the whole organisation.
    pub(crate) fn is_everything(&self) -> bool {
        *self == Self::Everything
    }
}

/// A role of somebody, with the path of its department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// The grant.
    pub(crate) id: Id,
    /// Who holds it.
    pub(crate) user: Id,
    /// Which role.
    pub(crate) role: Role,
    /// Where; `None` is everywhere.
    pub(crate) department: Option<Placed>,
}

impl Held {
    /// Whether `actor` may give or take this role: owners any, admins of the whole organisation those of admins of
    /// departments. So nobody gives what they do not hold.
    pub(crate) fn may_be_given_by(&self, actor: &Actor) -> bool {
        actor.is_owner() || (actor.is_org_admin() && self.role == Role::Admin && self.department.is_some())
    }

    /// Whether what this role allows, `actor` is allowed too.
    fn is_covered_by(&self, actor: &Actor) -> bool {
        match (self.role, &self.department) {
            _ if actor.is_owner() => true,
            (Role::Owner, _) => false,
            (Role::Admin, None) => actor.is_org_admin(),
            (Role::Admin, Some(department)) => Reach::of(&actor.grants).covers(&department.path),
        }
    }
}

/// Whether somebody with these roles stands above `actor`: who could act as that person (by resetting the password)
/// would gain what they do not hold.
pub(crate) fn is_above(held: &[Held], actor: &Actor) -> bool {
    !held.iter().all(|held| held.is_covered_by(actor))
}

#[cfg(test)]
mod tests {
    use kernel::{Locale, Scopes};

    use super::*;

    fn actor(grants: Vec<Grant>) -> Actor {
        Actor {
            user: Id(1),
            org: Id(2),
            session: Id(3),
            name: String::new(),
            grants,
            scopes: Scopes::All,
            locale: Locale::ZhCn,
        }
    }

    fn grant(role: Role, department: Option<i64>) -> Grant {
        Grant { role, department: department.map(Id) }
    }

    fn held(role: Role, path: Option<&str>) -> Held {
        let department = path.map(|path| Placed { id: Id(9), path: path.to_owned() });
        Held { id: Id(1), user: Id(5), role, department }
    }

    #[test]
    fn a_scope_reaches_down_and_not_up_or_aside() {
        let reach = Reach::of(&[grant(Role::Admin, Some(5))]);
        assert!(reach.covers("/1/5/") && reach.covers("/1/5/9/"));
        assert!(!reach.covers("/1/") && !reach.covers("/1/55/") && !reach.covers("/1/15/"));
        assert!(Reach::of(&[grant(Role::Admin, Some(5)), grant(Role::Admin, None)]).covers("/7/"));
        assert!(!Reach::of(&[]).covers("/1/"));
    }

    #[test]
    fn nobody_reaches_above_themselves() {
        let (owner, admin, scoped) = (
            actor(vec![grant(Role::Owner, None)]),
            actor(vec![grant(Role::Admin, None)]),
            actor(vec![grant(Role::Admin, Some(5))]),
        );
        let (an_owner, an_admin) = ([held(Role::Owner, None)], [held(Role::Admin, None)]);
        let (inside, outside) = ([held(Role::Admin, Some("/1/5/9/"))], [held(Role::Admin, Some("/1/6/"))]);
        assert!(!is_above(&an_owner, &owner) && !is_above(&an_admin, &owner));
        assert!(is_above(&an_owner, &admin) && !is_above(&an_admin, &admin) && !is_above(&outside, &admin));
        assert!(is_above(&an_admin, &scoped) && is_above(&outside, &scoped) && !is_above(&inside, &scoped));
        assert!(!is_above(&[], &scoped));
    }

    #[test]
    fn roles_are_given_by_those_who_hold_more() {
        let (owner, admin, scoped) = (
            actor(vec![grant(Role::Owner, None)]),
            actor(vec![grant(Role::Admin, None)]),
            actor(vec![grant(Role::Admin, Some(5))]),
        );
        assert!(held(Role::Owner, None).may_be_given_by(&owner));
        assert!(
            !held(Role::Owner, None).may_be_given_by(&admin)
                && !held(Role::Admin, None).may_be_given_by(&admin)
        );
        assert!(held(Role::Admin, Some("/1/5/")).may_be_given_by(&admin));
        assert!(!held(Role::Admin, Some("/1/5/")).may_be_given_by(&scoped));
    }
}
