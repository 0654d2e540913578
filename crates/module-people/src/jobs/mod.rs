//! Work in the background, one job a file.

mod clean_up;
pub(crate) mod import_apply;
pub(crate) mod import_read;

use platform_events::JobKind;

use crate::state::PeopleState;

/// The kinds of jobs of this module.
pub(crate) fn kinds(state: &PeopleState) -> Vec<JobKind> {
    vec![clean_up::kind(state.clone()), import_read::kind(state.clone()), import_apply::kind(state.clone())]
}
