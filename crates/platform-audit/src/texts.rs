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

/// The words of an entry. What is not known, because it was erased or never was, is an ellipsis.
pub(crate) fn summary(kind: Option<&AuditKind>, name: &str, payload: &Value, locale: Locale) -> String {
    let Some(kind) = kind else { return name.to_owned() };
    let mut text = String::new();
    let mut rest = locale.pick(kind.zh, kind.en);
    // In one pass: what people are called must not be read as a placeholder.
    while let Some((before, (field, after))) =
        rest.split_once('{').and_then(|(before, inner)| Some((before, inner.split_once('}')?)))
    {
        text.push_str(before);
        let value = if field == "target" { &payload["target"] } else { &payload["detail"][field] };
        match value {
            Value::Null => text.push('…'),
            Value::String(value) => text.push_str(value),
            other => text.push_str(&other.to_string()),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const MOVED: AuditKind = AuditKind {
        kind: "test.user.moved",
        zh: "把 {target} 移到 {to}（{count} 人）",
        en: "moved {target} to {to}",
    };

    #[test]
    fn words_take_what_the_payload_says() {
        let payload = json!({ "target": "{to}", "detail": { "to": "办公室", "count": 3 } });
        assert_eq!(summary(Some(&MOVED), "x", &payload, Locale::ZhCn), "把 {to} 移到 办公室（3 人）");
        assert_eq!(summary(Some(&MOVED), "x", &payload, Locale::En), "moved {to} to 办公室");
    }

    #[test]
    fn what_is_not_known_is_an_ellipsis_and_an_unknown_kind_its_name() {
        assert_eq!(summary(Some(&MOVED), "x", &Value::Null, Locale::En), "moved … to …");
        assert_eq!(summary(None, "future.kind", &Value::Null, Locale::En), "future.kind");
    }
}
