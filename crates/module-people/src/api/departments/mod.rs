//! Departments.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod members;
pub(crate) mod search;
pub(crate) mod tree;
pub(crate) mod update;

use kernel::Id;

use crate::error::TOO_MANY;
use crate::model::limits;
use crate::model::text::{Fault, Faults};

/// Heads of a department, each once.
fn heads(ids: Vec<Id>, faults: &mut Faults) -> Vec<Id> {
    let mut checked: Vec<Id> = Vec::new();
    for id in ids {
        if !checked.contains(&id) {
            checked.push(id);
        }
    }
    if checked.len() > limits::HEADS {
        faults.add("heads", Fault::with(&TOO_MANY, "max", limits::HEADS));
    }
    checked
}
