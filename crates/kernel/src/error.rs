//! One error for every layer, free of transport. It says what failed in words a person can use, has a stable
//! code, keeps its cause for the log, and becomes HTTP in exactly one place (`platform-http`).

use std::borrow::Cow;
use std::fmt;

use crate::Locale;

/// Result with the office's error.
pub type Result<T> = std::result::Result<T, Error>;

/// What sort of failure it is; decides the HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The request cannot be read at all: not JSON, not a number (400).
    Malformed,
    /// The request breaks a rule (422).
    Invalid,
    /// The address exists, but not with this method (405).
    MethodNotAllowed,
    /// Nobody is signed in, or the session ended (401).
    Unauthenticated,
    /// Known person, not allowed (403). What may not even be seen is [`Kind::NotFound`].
    Forbidden,
    /// There is no such thing, or the person may not see it (404).
    NotFound,
    /// The present state does not allow it (409).
    Conflict,
    /// It was there and will not come back (410).
    Gone,
    /// More than a limit allows (413).
    TooLarge,
    /// A type of content that is not accepted (415).
    UnsupportedType,
    /// A range of bytes that lies outside the file (416).
    OutOfRange,
    /// Too often (429).
    TooMany,
    /// A fault of ours (500).
    Internal,
    /// Cannot be served now; trying again later helps (503).
    Unavailable,
    /// The disk or a quota is full (507).
    StorageFull,
}

impl Kind {
    /// The HTTP status (RFC 9110, RFC 4918).
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Invalid => 422,
            Self::MethodNotAllowed => 405,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Gone => 410,
            Self::TooLarge => 413,
            Self::UnsupportedType => 415,
            Self::OutOfRange => 416,
            Self::TooMany => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
            Self::StorageFull => 507,
        }
    }
}

/// A failure with a stable code and its words in both languages. The words say what failed and what to do next;
/// `{name}` is replaced by the parameter of that name.
#[derive(Debug)]
pub struct ErrorCode {
    /// `<module>.<snake_case>`, never changed once released.
    pub id: &'static str,
    /// What sort of failure.
    pub kind: Kind,
    /// Words in Chinese.
    pub zh: &'static str,
    /// Words in English.
    pub en: &'static str,
}

impl ErrorCode {
    /// The words in `locale` with the parameters put in.
    #[must_use]
    pub fn text(&self, locale: Locale, params: &[(&'static str, String)]) -> Cow<'static, str> {
        let template = locale.pick(self.zh, self.en);
        if params.is_empty() {
            return Cow::Borrowed(template);
        }
        Cow::Owned(fill(template, |name| {
            params.iter().find(|(known, _)| *known == name).map(|(_, value)| Cow::Borrowed(value.as_str()))
        }))
    }
}

/// Puts values into a template, `{name}` by `{name}`. In one pass: what a value holds is never read as a template. What has
/// no value is an ellipsis.
#[must_use]
pub fn fill<'v>(template: &str, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, inner)| Some((before, inner.split_once('}')?)))
    {
        text.push_str(before);
        text.push_str(value(name).as_deref().unwrap_or("…"));
        rest = after;
    }
    text.push_str(rest);
    text
}

/// A failure of one field of the request.
#[derive(Debug)]
pub struct FieldError {
    /// Path of the field, such as `phones[0].number`.
    pub field: String,
    /// What is wrong with it.
    pub code: &'static ErrorCode,
    /// Values for the words.
    pub params: Vec<(&'static str, String)>,
}

/// A failure on its way to a person.
pub struct Error(Box<Inner>);

struct Inner {
    code: &'static ErrorCode,
    params: Vec<(&'static str, String)>,
    fields: Vec<FieldError>,
    retry_after_s: Option<u64>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// A fault of ours; the cause is in the log under the request id.
pub static INTERNAL: ErrorCode = ErrorCode {
    id: "core.internal",
    kind: Kind::Internal,
    zh: "服务器出了点问题，你的数据没有受影响。请稍后再试；若反复出现，请把请求编号告诉管理员。",
    en: "Something went wrong on the server; your data is safe. Try again later; if it keeps happening, give the request id to your administrator.",
};

/// Several fields are wrong; see `errors`.
pub static INVALID: ErrorCode = ErrorCode {
    id: "core.invalid",
    kind: Kind::Invalid,
    zh: "有些内容填写不正确，请按提示修改。",
    en: "Some of what was entered is not right; please correct the marked fields.",
};

/// There is no such thing, or it may not be seen.
pub static NOT_FOUND: ErrorCode = ErrorCode {
    id: "core.not_found",
    kind: Kind::NotFound,
    zh: "找不到这项内容，它可能已被删除，或你没有权限查看。",
    en: "This was not found. It may have been removed, or you may not have access to it.",
};

impl Error {
    /// A failure with this code.
    #[must_use]
    pub fn new(code: &'static ErrorCode) -> Self {
        Self(Box::new(Inner {
            code,
            params: Vec::new(),
            fields: Vec::new(),
            retry_after_s: None,
            source: None,
        }))
    }

    /// A fault of ours with its cause.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::new(&INTERNAL).caused_by(source)
    }

    /// The general "not found".
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(&NOT_FOUND)
    }

    /// Adds a value for the words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.0.params.push((name, value.to_string()));
        self
    }

    /// Adds a failure of one field.
    #[must_use]
    pub fn field(self, field: impl Into<String>, code: &'static ErrorCode) -> Self {
        self.field_with(field, code, Vec::new())
    }

    /// Adds a failure of one field, with values for its words.
    #[must_use]
    pub fn field_with(
        mut self,
        field: impl Into<String>,
        code: &'static ErrorCode,
        params: Vec<(&'static str, String)>,
    ) -> Self {
        self.0.fields.push(FieldError { field: field.into(), code, params });
        self
    }

    /// Says when trying again makes sense.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after_s = Some(seconds);
        self
    }

    /// Keeps the cause, for the log only.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &'static ErrorCode {
        self.0.code
    }

    /// Whether this is `code`.
    #[must_use]
    pub fn is(&self, code: &'static ErrorCode) -> bool {
        self.0.code.id == code.id
    }

    /// Values for the words.
    #[must_use]
    pub fn params(&self) -> &[(&'static str, String)] {
        &self.0.params
    }

    /// Failures of single fields.
    #[must_use]
    pub fn fields(&self) -> &[FieldError] {
        &self.0.fields
    }

    /// Seconds after which trying again makes sense.
    #[must_use]
    pub fn retry_after_s(&self) -> Option<u64> {
        self.0.retry_after_s
    }

    /// The words in `locale`.
    #[must_use]
    pub fn text(&self, locale: Locale) -> Cow<'static, str> {
        self.0.code.text(locale, &self.0.params)
    }

    /// Collects failures of fields: `Ok(())` when none was added.
    pub fn none_or(self) -> Result<()> {
        if self.0.fields.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.code.id, self.text(Locale::En))?;
        for field in &self.0.fields {
            write!(f, " [{}: {}]", field.field, field.code.text(Locale::En, &field.params))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)?;
        let mut source = std::error::Error::source(self);
        while let Some(cause) = source {
            write!(f, "; caused by: {cause}")?;
            source = cause.source();
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_in_one_pass() {
        let value = |name: &str| (name == "b").then_some(Cow::Borrowed("{b}"));
        assert_eq!(fill("}{}{b}", value), "}…{b}");
        assert_eq!(fill("a {b", value), "a {b");
        assert_eq!(fill("{b} {c}", value), "{b} …");
    }

    static CODE: ErrorCode = ErrorCode {
        id: "test.too_long",
        kind: Kind::Invalid,
        zh: "最多 {max} 个字",
        en: "at most {max} characters",
    };

    #[test]
    fn words_take_their_parameters() {
        let error = Error::new(&CODE).with("max", 5);
        assert_eq!(error.text(Locale::ZhCn), "最多 5 个字");
        assert_eq!(error.to_string(), "test.too_long: at most 5 characters");
        assert!(error.is(&CODE));
    }

    #[test]
    fn field_errors_collect() {
        assert!(Error::new(&INVALID).none_or().is_ok());
        let error = Error::new(&INVALID).field("name", &CODE).none_or().unwrap_err();
        assert_eq!(error.fields().len(), 1);
    }
}
