//! Departments and the tree they form.

use kernel::{Id, Millis};

use crate::error::DEPARTMENT_NAME_INVALID;
use crate::model::limits;
use crate::model::role::is_within;
use crate::model::text::{Checked, line};
use crate::model::user::Name;

/// A department as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Department {
    pub(crate) id: Id,
    pub(crate) org: Id,
    pub(crate) parent: Option<Id>,
    pub(crate) name: Name,
    /// Orders the departments beside it: lower first.
    pub(crate) position: i64,
    /// Ids from the top to itself: `/1/5/9/`.
    pub(crate) path: String,
    pub(crate) created_at: Millis,
}

impl Department {
    /// Whether it is `other` or lies below it.
    pub(crate) fn is_within(&self, other: Id) -> bool {
        is_within(&self.path, other)
    }
}

/// The path of a department below `parent`.
pub(crate) fn path_below(parent: Option<&str>, id: Id) -> String {
    format!("{}{id}/", parent.unwrap_or("/"))
}

/// Levels from the top to the department of this path.
pub(crate) fn depth(path: &str) -> usize {
    path.split('/').filter(|part| !part.is_empty()).count()
}

/// Ids from the top to the department of this path.
pub(crate) fn ids_of(path: &str) -> impl DoubleEndedIterator<Item = Id> + '_ {
    path.split('/').filter_map(|part| part.parse().ok())
}

/// A name of a department, cleaned. A slash separates the levels of a path in tables that people send.
pub(crate) fn name(text: &str) -> Checked<Name> {
    let text = line(text, limits::DEPARTMENT_NAME)?;
    if text.contains(['/', '／', '\\']) {
        return Err((&DEPARTMENT_NAME_INVALID).into());
    }
    Ok(Name::read(text))
}

/// What is compared of a department's name: beside it no other has the same.
pub(crate) fn name_key(name: &str) -> String {
    name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_hold_the_way_from_the_top() {
        let top = path_below(None, Id(1));
        let below = path_below(Some(&top), Id(5));
        assert_eq!((top.as_str(), below.as_str()), ("/1/", "/1/5/"));
        assert_eq!((depth(&top), depth(&below)), (1, 2));
        assert_eq!(ids_of(&below).collect::<Vec<_>>(), [Id(1), Id(5)]);
    }

    #[test]
    fn a_slash_is_not_part_of_a_name() {
        assert_eq!(name(" 秘书科 ").unwrap().text, "秘书科");
        assert!(name("办公室/秘书科").is_err() && name("").is_err() && name(&"长".repeat(101)).is_err());
    }
}
