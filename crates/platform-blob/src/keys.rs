//! Master keys, and the wrapping of data keys under them.
//!
//! Every object has a data key of its own. A master key encrypts only data keys, so that changing it means rewriting
//! 60 bytes an object and not the objects.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{Error, Result};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};

use crate::error;
use crate::hash::ContentHash;

/// Bytes of a key.
pub(crate) const KEY_LEN: usize = 32;
/// Said before the key when its id is computed, so that the id tells nothing about other uses of the key.
const ID_DOMAIN: &[u8] = b"courtyard-master-key/1\n";

/// A master key: 32 random bytes, in the configuration as base64.
#[derive(Clone)]
pub struct MasterKey {
    id: String,
    secret: [u8; KEY_LEN],
}

impl MasterKey {
    /// A new key from the system's random numbers.
    pub fn generate() -> Result<Self> {
        Ok(Self::new(random()?))
    }

    /// Reads a key from its text: base64 of 32 bytes, with or without the padding.
    pub fn parse(text: &str) -> Result<Self> {
        // 44 letters, the last one "=".
        let padded = format!("{:=<44}", text.trim().trim_end_matches('='));
        let bytes =
            STANDARD.decode(padded).map_err(|cause| Error::new(&error::BAD_MASTER_KEY).caused_by(cause))?;
        let secret = bytes.try_into().map_err(|_| Error::new(&error::BAD_MASTER_KEY))?;
        Ok(Self::new(secret))
    }

    fn new(secret: [u8; KEY_LEN]) -> Self {
        let digest = ContentHash::of(&[ID_DOMAIN, &secret].concat()).to_string();
        Self { id: digest[..16].to_owned(), secret }
    }

    /// The text for the configuration. A secret.
    #[must_use]
    pub fn to_text(&self) -> String {
        STANDARD.encode(self.secret)
    }

    /// The key itself, for other things that are sealed under it.
    #[must_use]
    pub fn bytes(&self) -> [u8; KEY_LEN] {
        self.secret
    }

    /// The name under which the database knows the key: 16 hexadecimal digits, computed from it, not a secret.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id)
    }
}

/// The key of one object, encrypted under a master key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WrappedKey {
    pub(crate) key_id: String,
    /// Nonce (12), ciphertext (32), tag (16).
    pub(crate) bytes: Vec<u8>,
}

/// The key of one object.
#[derive(Clone)]
pub(crate) struct DataKey([u8; KEY_LEN]);

impl DataKey {
    pub(crate) fn generate() -> Result<Self> {
        Ok(Self(random()?))
    }

    pub(crate) fn cipher(&self) -> Result<LessSafeKey> {
        cipher(&self.0)
    }

    #[cfg(test)]
    pub(crate) fn fixed(byte: u8) -> Self {
        Self([byte; KEY_LEN])
    }
}

/// The master keys of the configuration; the first wraps, all unwrap.
pub(crate) struct Keyring {
    keys: Vec<(String, LessSafeKey)>,
}

impl Keyring {
    pub(crate) fn new(keys: &[MasterKey]) -> Result<Self> {
        let keys =
            keys.iter().map(|key| Ok((key.id.clone(), cipher(&key.secret)?))).collect::<Result<_>>()?;
        Ok(Self { keys })
    }

    /// The id of the key that new objects are encrypted under; `None` when nothing is encrypted.
    pub(crate) fn current(&self) -> Option<&str> {
        self.keys.first().map(|(id, _)| id.as_str())
    }

    pub(crate) fn knows(&self, key_id: &str) -> bool {
        self.keys.iter().any(|(id, _)| id == key_id)
    }

    /// Encrypts the key of an object under the current master key.
    ///
    /// The nonce is random: a master key is good for 2³² objects (NIST SP 800-38D), far beyond an office.
    pub(crate) fn wrap(&self, key: &DataKey, object: &str, size: u64) -> Result<WrappedKey> {
        let (key_id, master) = self.keys.first().ok_or_else(|| Error::internal("there is no master key"))?;
        let nonce: [u8; NONCE_LEN] = random()?;
        let mut sealed = key.0;
        let tag = master
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(context(key_id, object, size)),
                &mut sealed,
            )
            .map_err(|_| Error::internal("a data key could not be encrypted"))?;
        Ok(WrappedKey { key_id: key_id.clone(), bytes: [&nonce[..], &sealed, tag.as_ref()].concat() })
    }

    /// Gives the key of an object back; fails when its master key is not configured, or when the row was altered.
    pub(crate) fn unwrap(&self, wrapped: &WrappedKey, object: &str, size: u64) -> Result<DataKey> {
        let WrappedKey { key_id, bytes } = wrapped;
        let Some((_, master)) = self.keys.iter().find(|(id, _)| id == key_id) else {
            return Err(Error::new(&error::KEY_MISSING).with("key", key_id));
        };
        let damaged =
            || Error::new(&error::DAMAGED).caused_by(format!("the key of {object} does not unwrap"));
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>().ok_or_else(damaged)?;
        let mut sealed = sealed.to_vec();
        let plain = master
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(context(key_id, object, size)),
                &mut sealed,
            )
            .map_err(|_| damaged())?;
        Ok(DataKey((&*plain).try_into().map_err(|_| damaged())?))
    }
}

/// What a wrapped key is bound to: moved to another object, or with another size, it does not unwrap.
fn context(key_id: &str, object: &str, size: u64) -> Vec<u8> {
    format!("courtyard-blob-key/1\n{key_id}\n{object}\n{size}").into_bytes()
}

fn cipher(secret: &[u8; KEY_LEN]) -> Result<LessSafeKey> {
    let key =
        UnboundKey::new(&AES_256_GCM, secret).map_err(|_| Error::internal("a key has the wrong length"))?;
    Ok(LessSafeKey::new(key))
}

fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::internal("the system gives no random numbers"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_hides_itself() {
        let key = MasterKey::generate().unwrap();
        let text = key.to_text();
        assert_eq!(MasterKey::parse(&text).unwrap().secret, key.secret);
        assert_eq!(
            MasterKey::parse(&format!(" {}\n", text.trim_end_matches('='))).unwrap().secret,
            key.secret
        );
        assert_eq!(format!("{key:?}"), format!("MasterKey({})", key.id()));
        for bad in ["", "secret", &text[..40], &format!("{text}AAAA")] {
            assert!(MasterKey::parse(bad).unwrap_err().is(&error::BAD_MASTER_KEY), "{bad}");
        }
    }

    #[test]
    fn a_wrapped_key_serves_its_object_only() {
        let (old, new) = (MasterKey::generate().unwrap(), MasterKey::generate().unwrap());
        let before = Keyring::new(std::slice::from_ref(&old)).unwrap();
        let after = Keyring::new(&[new, old]).unwrap();
        let wrapped = before.wrap(&DataKey::fixed(7), "objects/00/1", 9).unwrap();
        assert_eq!(after.unwrap(&wrapped, "objects/00/1", 9).unwrap().0, [7; KEY_LEN]);
        for (object, size) in [("objects/00/2", 9), ("objects/00/1", 10)] {
            assert!(after.unwrap(&wrapped, object, size).err().unwrap().is(&error::DAMAGED));
        }
        let stranger = Keyring::new(&[MasterKey::generate().unwrap()]).unwrap();
        assert!(stranger.unwrap(&wrapped, "objects/00/1", 9).err().unwrap().is(&error::KEY_MISSING));
        let mut cut = wrapped;
        cut.bytes.truncate(5);
        assert!(after.unwrap(&cut, "objects/00/1", 9).err().unwrap().is(&error::DAMAGED));
    }
}
