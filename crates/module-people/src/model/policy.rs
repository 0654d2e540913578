//! The sign-in policy of an organisation.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{FIELD_UNKNOWN, OUT_OF_RANGE};
use crate::model::text::{Fault, Faults};

/// How people of an organisation sign in, and what they may change about themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct Policy {
    /// Characters that a password needs at least; 8–64.
    #[schema(minimum = 8, maximum = 64)]
    pub(crate) min_password_length: u32,
    /// Whether a password needs both letters and digits.
    pub(crate) require_mixed: bool,
    /// Days that a session lasts after it was last used; 1–365.
    #[schema(minimum = 1, maximum = 365)]
    pub(crate) session_days: u32,
    /// Failed attempts after which an account is locked for a while; 3–100.
    #[schema(minimum = 3, maximum = 100)]
    pub(crate) lock_after_attempts: u32,
    /// Minutes that such a lock lasts; 1–1440.
    #[schema(minimum = 1, maximum = 1440)]
    pub(crate) lock_minutes: u32,
    /// What people may change about themselves: any of `avatar`, `email`, `phones`.
    pub(crate) allow_self_edit: Vec<String>,
}

/// Fields that people may be allowed to change about themselves.
pub(crate) const SELF_EDITABLE: [&str; 3] = ["avatar", "email", "phones"];

impl Default for Policy {
    fn default() -> Self {
        Self {
            min_password_length: 8,
            require_mixed: false,
            session_days: 30,
            lock_after_attempts: 10,
            lock_minutes: 15,
            allow_self_edit: SELF_EDITABLE.map(str::to_owned).to_vec(),
        }
    }
}

impl Policy {
    /// The policy, if every number is within its range; the fields are put in order, each once.
    pub(crate) fn check(mut self) -> kernel::Result<Self> {
        let mut faults = Faults::default();
        for (field, value, (min, max)) in [
            ("min_password_length", self.min_password_length, (8, 64)),
            ("session_days", self.session_days, (1, 365)),
            ("lock_after_attempts", self.lock_after_attempts, (3, 100)),
            ("lock_minutes", self.lock_minutes, (1, 1440)),
        ] {
            if !(min..=max).contains(&value) {
                let params = vec![("min", min.to_string()), ("max", max.to_string())];
                faults.add(field, Fault { code: &OUT_OF_RANGE, params });
            }
        }
        for (i, field) in self.allow_self_edit.iter().enumerate() {
            if !SELF_EDITABLE.contains(&field.as_str()) {
                faults.add(format!("allow_self_edit[{i}]"), Fault::with(&FIELD_UNKNOWN, "field", field));
            }
        }
        faults.done()?;
        self.allow_self_edit.sort_unstable();
        self.allow_self_edit.dedup();
        Ok(self)
    }

    /// Whether people may change this about themselves.
    pub(crate) fn allows_self_edit(&self, field: &str) -> bool {
        self.allow_self_edit.iter().any(|allowed| allowed == field)
    }

    /// As stored.
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
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
    fn the_default_is_within_its_own_ranges() {
        assert_eq!(Policy::default().check().unwrap(), Policy::default());
        assert_eq!(Policy::from_json("{}"), Policy::default());
        assert_eq!(Policy::from_json(&Policy::default().to_json()), Policy::default());
    }

    #[test]
    fn everything_out_of_range_is_named_at_once() {
        let policy = Policy {
            min_password_length: 4,
            session_days: 0,
            allow_self_edit: vec!["phones".to_owned(), "salary".to_owned()],
            ..Policy::default()
        };
        let error = policy.check().unwrap_err();
        let fields: Vec<&str> = error.fields().iter().map(|field| field.field.as_str()).collect();
        assert_eq!(fields, ["min_password_length", "session_days", "allow_self_edit[1]"]);
    }
}
