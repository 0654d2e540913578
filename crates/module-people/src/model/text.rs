//! Checking the fields of a request: what is wrong with each is collected and told at once.

use engine_text::TextProblem;
use kernel::{Error, ErrorCode, Result};

use crate::error::{REQUIRED, TEXT_TOO_LONG};

/// What is wrong with one value: the code and the values for its words.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: &'static ErrorCode,
    pub(crate) params: Vec<(&'static str, String)>,
}

impl From<&'static ErrorCode> for Fault {
    fn from(code: &'static ErrorCode) -> Self {
        Self { code, params: Vec::new() }
    }
}

impl Fault {
    /// A fault with one value for its words.
    pub(crate) fn with(code: &'static ErrorCode, name: &'static str, value: impl ToString) -> Self {
        Self { code, params: vec![(name, value.to_string())] }
    }
}

/// A value, or what is wrong with it.
pub(crate) type Checked<T> = std::result::Result<T, Fault>;

/// What is wrong with the fields of a request.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<(String, Fault)>);

impl Faults {
    /// Notes that a field is wrong.
    pub(crate) fn add(&mut self, field: impl Into<String>, fault: impl Into<Fault>) {
        self.0.push((field.into(), fault.into()));
    }

    /// The value, unless it is wrong: then that is noted.
    pub(crate) fn take<T>(&mut self, field: impl Into<String>, value: Checked<T>) -> Option<T> {
        value.map_err(|fault| self.add(field, fault)).ok()
    }

    /// Fails with everything that was noted.
    pub(crate) fn done(self) -> Result<()> {
        self.0
            .into_iter()
            .fold(Error::new(&kernel::error::INVALID), |error, (field, fault)| {
                error.field_with(field, fault.code, fault.params)
            })
            .none_or()
    }
}

/// One wrong field as a whole failure.
pub(crate) fn field_error(field: impl Into<String>, fault: impl Into<Fault>) -> Error {
    let fault = fault.into();
    Error::new(&kernel::error::INVALID).field_with(field, fault.code, fault.params)
}

/// A line of text that must hold something, at most `max` characters, cleaned of what cannot be seen.
pub(crate) fn line(text: &str, max: usize) -> Checked<String> {
    optional_line(text, max)?.ok_or_else(|| (&REQUIRED).into())
}

/// A line of text; `None` when nothing can be seen in it.
pub(crate) fn optional_line(text: &str, max: usize) -> Checked<Option<String>> {
    let TextProblem::TooLong { max } = match engine_text::clean_line(text, max) {
        Ok(clean) => return Ok((!clean.is_empty()).then_some(clean)),
        Err(problem) => problem,
    };
    Err(Fault::with(&TEXT_TOO_LONG, "max", max))
}
