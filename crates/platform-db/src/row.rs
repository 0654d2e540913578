//! Rows, read by position with types.

use kernel::{Id, Millis};

use crate::{DbError, DbResult, Val};

/// One row of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct Row(pub(crate) Vec<Val>);

impl Row {
    /// The value of column `i`, counted from 0. NULL into a type that is not `Option` is an error on both engines.
    pub fn get<T: FromVal>(&self, i: usize) -> DbResult<T> {
        let val = self
            .0
            .get(i)
            .ok_or_else(|| DbError::Shape(format!("no column {i} in a row of {}", self.0.len())))?;
        T::from_val(val).ok_or_else(|| {
            DbError::Shape(format!("column {i} holds {}, wanted {}", kind(val), std::any::type_name::<T>()))
        })
    }

    /// All values in the order of the columns.
    #[must_use]
    pub fn values(&self) -> &[Val] {
        &self.0
    }
}

fn kind(val: &Val) -> &'static str {
    match val {
        Val::Null => "NULL",
        Val::Bool(_) => "BOOLEAN",
        Val::Int(_) => "BIGINT",
        Val::Real(_) => "DOUBLE PRECISION",
        Val::Text(_) => "TEXT",
        Val::Blob(_) => "BYTEA",
    }
}

/// What a column can be read as.
pub trait FromVal: Sized {
    /// The value, or `None` when the type does not fit.
    fn from_val(val: &Val) -> Option<Self>;
}

impl FromVal for i64 {
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Int(n) => Some(*n),
            _ => None,
        }
    }
}

impl FromVal for u32 {
    fn from_val(val: &Val) -> Option<Self> {
        i64::from_val(val).and_then(|n| Self::try_from(n).ok())
    }
}

impl FromVal for u64 {
    fn from_val(val: &Val) -> Option<Self> {
        i64::from_val(val).and_then(|n| Self::try_from(n).ok())
    }
}

impl FromVal for f64 {
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Real(x) => Some(*x),
            // SQLite computes with whole numbers where it can: COALESCE(SUM(x), 0).
            Val::Int(n) => Some(*n as Self),
            _ => None,
        }
    }
}

impl FromVal for bool {
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Bool(b) => Some(*b),
            Val::Int(0) => Some(false),
            Val::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl FromVal for String {
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FromVal for Vec<u8> {
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Blob(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}

impl FromVal for Id {
    fn from_val(val: &Val) -> Option<Self> {
        i64::from_val(val).map(Self)
    }
}

impl FromVal for Millis {
    fn from_val(val: &Val) -> Option<Self> {
        i64::from_val(val).map(Self)
    }
}

impl<T: FromVal> FromVal for Option<T> {
    fn from_val(val: &Val) -> Option<Self> {
        match val {
            Val::Null => Some(None),
            other => T::from_val(other).map(Some),
        }
    }
}
