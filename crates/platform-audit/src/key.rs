//! The signing key: made at the first start, encrypted where the office has a master key.

use engine_evidence::note::SignerKey;
use kernel::{Error, Result};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};

use crate::error::KEY_SEALED;

/// Binds a ciphertext to its use.
const PURPOSE: &[u8] = b"courtyard-audit-key/1";

/// `N` random bytes of the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Error::internal("the system has no random numbers"))?;
    Ok(bytes)
}

/// A new key for a log of this name.
pub(crate) fn generate(origin: &str) -> Result<([u8; 32], SignerKey)> {
    let seed = random()?;
    Ok((seed, open(origin, &seed)?))
}

/// The key from its 32 bytes.
pub(crate) fn open(origin: &str, seed: &[u8; 32]) -> Result<SignerKey> {
    SignerKey::from_seed(origin, seed).map_err(Error::internal)
}

/// Encrypts the seed: nonce, ciphertext, tag.
pub(crate) fn seal(master: &[u8; 32], seed: &[u8; 32]) -> Result<Vec<u8>> {
    let nonce: [u8; NONCE_LEN] = random()?;
    let mut sealed = seed.to_vec();
    cipher(master)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(PURPOSE), &mut sealed)
        .map_err(|_| Error::internal("the audit key could not be encrypted"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Decrypts the seed with the first of these keys that fits.
pub(crate) fn unseal(masters: &[[u8; 32]], sealed: &[u8]) -> Result<[u8; 32]> {
    let missing = || Error::new(&KEY_SEALED);
    let (nonce, ciphertext) = sealed.split_at_checked(NONCE_LEN).ok_or_else(missing)?;
    let nonce: [u8; NONCE_LEN] = nonce.try_into().map_err(Error::internal)?;
    for master in masters {
        let mut bytes = ciphertext.to_vec();
        let opened = cipher(master)?.open_in_place(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(PURPOSE),
            &mut bytes,
        );
        if let Ok(seed) = opened {
            return <[u8; 32]>::try_from(&*seed).map_err(Error::internal);
        }
    }
    Err(missing())
}

fn cipher(master: &[u8; 32]) -> Result<LessSafeKey> {
    let key =
        UnboundKey::new(&AES_256_GCM, master).map_err(|_| Error::internal("a master key has 32 bytes"))?;
    Ok(LessSafeKey::new(key))
}
