//! What people choose for themselves.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Colours of the client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Theme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// As the device is set.
    #[default]
    System,
}

/// What is kept of somebody's choices, apart from the language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Preferences {
    /// Colours.
    pub(crate) theme: Theme,
}

impl Preferences {
    /// As stored.
    pub(crate) fn to_json(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }

    /// As read; what is missing or from another version has its default.
    pub(crate) fn from_json(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_survive_storage_and_unknown_ones_are_left_to_the_device() {
        let dark = Preferences { theme: Theme::Dark };
        assert_eq!(Preferences::from_json(&dark.to_json()), dark);
        assert_eq!(Preferences::from_json("{}").theme, Theme::System);
        assert_eq!(Preferences::from_json(r#"{"theme":"neon"}"#).theme, Theme::System);
    }
}
