//! Secrets that are shown once: of sessions, access tokens and invitations. Only their SHA-256 is kept; 256 random bits
//! need no salt and no slow hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Error, Result};
use sha2::{Digest, Sha256};

/// What the secrets begin with, so that they are recognised where they do not belong (logs, repositories).
const PREFIX: &str = "cy_";
/// Characters of a secret: the prefix and 32 bytes in base64.
const LENGTH: usize = PREFIX.len() + 43;

/// What is kept of a secret.
pub(crate) type Hash = [u8; 32];

/// A secret just made. Does not show itself in logs.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    /// A new secret, from the operating system's randomness.
    pub(crate) fn new() -> Result<Self> {
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(|error| Error::internal(error.to_string()))?;
        Ok(Self(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    /// The secret itself, for the one reply that shows it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    pub(crate) fn hash(&self) -> Hash {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// What is kept of a secret that somebody shows; `None` when it cannot be one of ours.
pub(crate) fn hash_of(shown: &str) -> Option<Hash> {
    let ours = shown.len() == LENGTH
        && shown.starts_with(PREFIX)
        && shown.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    ours.then(|| Sha256::digest(shown.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_are_recognised() {
        let (a, b) = (Secret::new().unwrap(), Secret::new().unwrap());
        assert_ne!(a.reveal(), b.reveal());
        assert_eq!(hash_of(a.reveal()), Some(a.hash()));
        assert!(!format!("{a:?}").contains(a.reveal()));
    }

    #[test]
    fn nothing_else_is_hashed() {
        let secret = Secret::new().unwrap();
        for shown in ["", "cy_", &secret.reveal()[1..], &format!("{}x", secret.reveal()), &"é".repeat(23)] {
            assert_eq!(hash_of(shown), None, "{shown}");
        }
    }
}
