//! Whether whoever imports may change what a row changes: the same rules as for changing people one by one.

use kernel::ErrorCode;

use crate::access::{Found, Need, any_admin, rearrange};
use crate::by::By;
use crate::error::OUT_OF_SCOPE;
use crate::model::import::outcome::Wanted;
use crate::model::import::present::Person;
use crate::model::import::tree::Tree;
use crate::model::user::Membership;

/// The reason why not.
pub(crate) fn refusal(
    by: &By,
    tree: &Tree,
    before: Option<&Person>,
    wanted: &Wanted,
) -> Option<&'static ErrorCode> {
    let after = located(tree, &wanted.person.memberships);
    let outcome = match before {
        None if after.is_empty() && !by.reach().is_everything() => return Some(&OUT_OF_SCOPE),
        None => any_admin(by).and_then(|()| rearrange(by, &[], &after)),
        Some(_) if !wanted.facts && !wanted.places => Ok(()),
        Some(before) => {
            let found = found(tree, before);
            let need = match (before.is_here(), wanted.facts) {
                (false, _) => Need::Manage,
                (true, true) => Need::Edit,
                (true, false) => Need::See,
            };
            let places = || match wanted.places {
                true => found.may_move(by, &after),
                false => Ok(()),
            };
            found.allows(by, need).and_then(|()| places())
        }
    };
    outcome.err().map(|error| error.code())
}

/// Whether whoever imports may mark the person as departed.
pub(crate) fn may_leave(by: &By, tree: &Tree, person: &Person) -> bool {
    found(tree, person).allows(by, Need::Manage).is_ok()
}

fn found(tree: &Tree, person: &Person) -> Found {
    Found {
        user: person.user.clone(),
        memberships: located(tree, &person.memberships),
        held: person.held.clone(),
    }
}

fn located(tree: &Tree, memberships: &[Membership]) -> Vec<(Membership, String)> {
    let path = |membership: &Membership| {
        let place = tree.find(membership.department)?;
        Some((membership.clone(), tree.path(place).to_owned()))
    };
    memberships.iter().filter_map(path).collect()
}
