//! What the program tells the directory.

use serde::{Deserialize, Serialize};

/// No section of the configuration: the server makes it from `security.argon2_memory_mib` and `security.argon2_passes`,
/// which an operator may set, and leaves the rest as it is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PeopleConfig {
    /// Memory of one password check, in KiB. At most two run at once. 19456 is OWASP's advice for argon2id.
    pub password_memory_kib: u32,
    /// Passes of one password check over that memory.
    pub password_passes: u32,
    /// Hours that an invitation or a link to a new password is good for.
    pub invitation_hours: u32,
}

impl Default for PeopleConfig {
    fn default() -> Self {
        Self { password_memory_kib: 19_456, password_passes: 2, invitation_hours: 168 }
    }
}
