//! Values that both engines hold.

use std::borrow::Cow;

use kernel::{Id, Millis};

/// A value in a row or a parameter. These six are all that the portable subset knows.
#[derive(Clone, Debug, PartialEq)]
pub enum Val {
    /// SQL NULL.
    Null,
    /// BOOLEAN; an integer 0 or 1 on SQLite.
    Bool(bool),
    /// BIGINT.
    Int(i64),
    /// DOUBLE PRECISION.
    Real(f64),
    /// TEXT.
    Text(String),
    /// BYTEA.
    Blob(Vec<u8>),
}

/// What can be a parameter.
pub trait IntoVal {
    /// The value as both engines hold it.
    fn into_val(self) -> Val;
}

impl IntoVal for Val {
    fn into_val(self) -> Val {
        self
    }
}

impl IntoVal for bool {
    fn into_val(self) -> Val {
        Val::Bool(self)
    }
}

impl IntoVal for i64 {
    fn into_val(self) -> Val {
        Val::Int(self)
    }
}

impl IntoVal for i32 {
    fn into_val(self) -> Val {
        Val::Int(i64::from(self))
    }
}

impl IntoVal for u32 {
    fn into_val(self) -> Val {
        Val::Int(i64::from(self))
    }
}

impl IntoVal for f64 {
    fn into_val(self) -> Val {
        Val::Real(self)
    }
}

impl IntoVal for &str {
    fn into_val(self) -> Val {
        Val::Text(self.to_owned())
    }
}

impl IntoVal for String {
    fn into_val(self) -> Val {
        Val::Text(self)
    }
}

impl IntoVal for &String {
    fn into_val(self) -> Val {
        Val::Text(self.clone())
    }
}

impl IntoVal for Cow<'_, str> {
    fn into_val(self) -> Val {
        Val::Text(self.into_owned())
    }
}

impl IntoVal for Vec<u8> {
    fn into_val(self) -> Val {
        Val::Blob(self)
    }
}

impl IntoVal for &[u8] {
    fn into_val(self) -> Val {
        Val::Blob(self.to_vec())
    }
}

impl<const N: usize> IntoVal for [u8; N] {
    fn into_val(self) -> Val {
        Val::Blob(self.to_vec())
    }
}

impl IntoVal for Id {
    fn into_val(self) -> Val {
        Val::Int(self.0)
    }
}

impl IntoVal for &Id {
    fn into_val(self) -> Val {
        Val::Int(self.0)
    }
}

impl IntoVal for Millis {
    fn into_val(self) -> Val {
        Val::Int(self.0)
    }
}

impl<T: IntoVal> IntoVal for Option<T> {
    fn into_val(self) -> Val {
        self.map_or(Val::Null, T::into_val)
    }
}
