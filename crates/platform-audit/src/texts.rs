//! What entries are called, in the reader's language.

use std::borrow::Cow;

use kernel::{Locale, fill};
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

/// What a value of a detail is called, where the value is a name of ours and not one that people gave.
#[derive(Clone, Copy, Debug)]
pub struct AuditWord {
    /// The field of the detail, such as `role`.
    pub field: &'static str,
    /// The value, or one of several that `、` stands between.
    pub value: &'static str,
    /// Words in Chinese.
    pub zh: &'static str,
    /// Words in English.
    pub en: &'static str,
}

/// Between several values of a field.
const AND: &str = "、";

/// The values of a field in words; what is not known stays as it is.
fn spoken(field: &str, value: &str, words: &[AuditWord], locale: Locale) -> String {
    if !words.iter().any(|word| word.field == field) {
        return value.to_owned();
    }
    let parts = value.split(AND).map(|part| {
        let known = words.iter().find(|word| word.field == field && word.value == part);
        known.map_or(part, |word| locale.pick(word.zh, word.en))
    });
    parts.collect::<Vec<&str>>().join(locale.pick(AND, ", "))
}

/// The words of an entry. What is not known, because it was erased or never was, is an ellipsis.
pub(crate) fn summary(
    kind: Option<&AuditKind>,
    words: &[AuditWord],
    name: &str,
    payload: &Value,
    locale: Locale,
) -> String {
    let Some(kind) = kind else { return name.to_owned() };
    fill(locale.pick(kind.zh, kind.en), |field| {
        let value = if field == "target" { &payload["target"] } else { &payload["detail"][field] };
        match value {
            Value::Null => None,
            Value::String(value) if field == "target" => Some(Cow::Borrowed(value)),
            Value::String(value) => Some(Cow::Owned(spoken(field, value, words, locale))),
            other => Some(Cow::Owned(other.to_string())),
        }
    })
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
        assert_eq!(summary(Some(&MOVED), &[], "x", &payload, Locale::ZhCn), "把 {to} 移到 办公室（3 人）");
        assert_eq!(summary(Some(&MOVED), &[], "x", &payload, Locale::En), "moved {to} to 办公室");
    }

    #[test]
    fn names_of_ours_are_said_in_words() {
        let words = [
            AuditWord { field: "to", value: "head_office", zh: "总部", en: "headquarters" },
            AuditWord { field: "other", value: "x", zh: "别的", en: "other" },
        ];
        let payload = json!({ "target": "head_office", "detail": { "to": "head_office、x" } });
        assert_eq!(
            summary(Some(&MOVED), &words, "x", &payload, Locale::En),
            "moved head_office to headquarters, x"
        );
    }

    #[test]
    fn what_is_not_known_is_an_ellipsis_and_an_unknown_kind_its_name() {
        assert_eq!(summary(Some(&MOVED), &[], "x", &Value::Null, Locale::En), "moved … to …");
        assert_eq!(summary(None, &[], "future.kind", &Value::Null, Locale::En), "future.kind");
    }
}
