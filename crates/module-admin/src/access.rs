//! Who may administer the organisation as a whole.

use kernel::{Actor, Error, Result};

use crate::error::ADMINS_ONLY;

/// Fails unless the actor is an owner, or an administrator of the whole organisation.
pub(crate) fn require_admin(actor: &Actor) -> Result<()> {
    if actor.is_org_admin() { Ok(()) } else { Err(Error::new(&ADMINS_ONLY)) }
}
