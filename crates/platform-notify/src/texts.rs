//! Words of notifications: templates per kind, in both languages.

use std::borrow::Cow;

use kernel::{Locale, fill};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Templates of one language. `{name}` stands for the param of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// What it is, in a few words: `群聊邀请`.
    pub title: &'static str,
    /// What happened, in a sentence: `{inviter} 邀请你加入“{chat}”`.
    pub text: &'static str,
}

/// A kind of notification, given by its module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotificationKind {
    /// Stable name, `<module>.<what happened>`.
    pub kind: &'static str,
    /// Words in Chinese.
    pub zh: Words,
    /// Words in English.
    pub en: Words,
}

/// A notification in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = NotificationText)]
pub struct Text {
    /// What it is.
    pub title: String,
    /// What happened.
    pub text: String,
}

/// What is shown for a kind whose module is switched off.
const UNKNOWN: NotificationKind = NotificationKind {
    kind: "",
    zh: Words { title: "通知", text: "" },
    en: Words { title: "Notification", text: "" },
};

/// Puts the params into the words of the kind.
pub(crate) fn render(kind: Option<&NotificationKind>, params: &Value, locale: Locale) -> Text {
    let kind = kind.unwrap_or(&UNKNOWN);
    let words = locale.pick(kind.zh, kind.en);
    let value = |name: &str| match params.get(name) {
        Some(Value::String(text)) => Some(Cow::Borrowed(text.as_str())),
        Some(Value::Number(number)) => Some(Cow::Owned(number.to_string())),
        _ => None,
    };
    Text { title: fill(words.title, value), text: fill(words.text, value) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const INVITED: NotificationKind = NotificationKind {
        kind: "chat.invited",
        zh: Words { title: "群聊邀请", text: "{inviter} 邀请你加入“{chat}”，共 {count} 人" },
        en: Words { title: "Invitation", text: "{inviter} invites you to “{chat}”, {count} people" },
    };

    #[test]
    fn params_stand_in_the_words_of_either_language() {
        let params = json!({ "inviter": "王芳", "chat": "项目{inviter}群", "count": 12 });
        let zh = render(Some(&INVITED), &params, Locale::ZhCn);
        assert_eq!(zh.text, "王芳 邀请你加入“项目{inviter}群”，共 12 人");
        let en = render(Some(&INVITED), &json!({ "inviter": "Wang" }), Locale::En);
        assert_eq!(
            (en.title.as_str(), en.text.as_str()),
            ("Invitation", "Wang invites you to “…”, … people")
        );
    }

    #[test]
    fn an_unknown_kind_and_a_broken_template_still_say_something() {
        assert_eq!(render(None, &json!({}), Locale::ZhCn).title, "通知");
    }
}
