//! What changes the directory: one write a file. Called by the API, the command line, imports and jobs alike.

pub(crate) mod accept_invitation;
pub(crate) mod apply_changes;
pub(crate) mod change_password;
pub(crate) mod change_state;
pub(crate) mod create_attribute;
pub(crate) mod create_department;
pub(crate) mod create_office;
pub(crate) mod create_token;
pub(crate) mod create_user;
pub(crate) mod delete_attribute;
pub(crate) mod delete_department;
mod emit;
pub(crate) mod end_session;
pub(crate) mod grant_role;
pub(crate) mod invite_user;
mod picture;
pub(crate) mod revoke_role;
pub(crate) mod revoke_token;
pub(crate) mod set_org;
pub(crate) mod set_password;
pub(crate) mod set_policy;
pub(crate) mod sign_in;
pub(crate) mod update_attribute;
pub(crate) mod update_department;
pub(crate) mod update_me;
pub(crate) mod update_user;
mod write_user;
