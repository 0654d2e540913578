//! The two languages of the interface.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A language of the interface. Chinese is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
pub enum Locale {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// The tag as in `Accept-Language` (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The first language of an `Accept-Language` header that we speak; Chinese when there is none.
    /// Quality values are not weighed: browsers list languages in order of preference.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        header
            .split(',')
            .find_map(|part| match part.trim().get(..2)?.to_ascii_lowercase().as_str() {
                "zh" => Some(Self::ZhCn),
                "en" => Some(Self::En),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Chooses between the two texts.
    #[must_use]
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::ZhCn => zh,
            Self::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn the_first_language_we_speak_wins() {
        assert_eq!(Locale::from_accept_language("fr-FR, en;q=0.8, zh;q=0.5"), Locale::En);
        assert_eq!(Locale::from_accept_language("zh-TW"), Locale::ZhCn);
        assert_eq!(Locale::from_accept_language("é"), Locale::ZhCn);
        assert_eq!(Locale::from_accept_language(""), Locale::ZhCn);
    }
}
