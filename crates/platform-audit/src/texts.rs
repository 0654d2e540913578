//! What entries are called, in the reader's language.

use kernel::Locale;
use serde_json::Value;

/// A kind of entry and its words; `{name}` is replaced by the field of that name in the payload's `detail`, `{target}`
/// by what the act was done to.
#[derive(Clone, Copy, Debug)]
pub struct AuditKind {
    /// The kind, such as `people.user.suspended`.
    pub kind: &'static str,
    /// Words in Chinese, such as `停用了 {target}`.
    pub zh: &'static str,
    /// Words in English.
    pub en: &'static str,
}

pub(crate) fn summary(kind: Option<&AuditKind>, name: &str, payload: &Value, locale: Locale) -> String {
    let Some(kind) = kind else { return name.to_owned() };
    let mut text = locale.pick(kind.zh, kind.en).to_owned();
    let label = payload["target"].as_str().unwrap_or_default();
    text = text.replace("{target}", label);
    for (field, value) in payload["detail"].as_object().into_iter().flatten() {
        let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        text = text.replace(&format!("{{{field}}}"), &shown);
    }
    text
}
