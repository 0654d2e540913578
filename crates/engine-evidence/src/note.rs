//! Signed notes, C2SP signed-note v1.0.0, with Ed25519 (signature type `0x01`).
//!
//! ```text
//! <text, one or more lines>
//! <empty line>
//! — <key name> <base64 of 4 bytes key id and the signature>
//! ```
//!
//! The signature covers the text with its last newline, without the empty line. A key id is the first four bytes of
//! SHA-256 of the key name, a newline, the byte `0x01` and the 32-byte public key.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::encoding::{from_base64, printable, to_base64};

/// Longest note read, in bytes: a checkpoint has hundreds, a hundred post-quantum signatures would fit.
pub const MAX_NOTE_BYTES: usize = 1 << 20;
/// Most signature lines read. The specification asks for at least 16; this is what Go's implementation takes.
pub const MAX_SIGNATURES: usize = 100;

/// Signature type of Ed25519 in key ids and encoded keys.
const ED25519: u8 = 0x01;
/// How a signature line begins: em dash, space.
const LINE_START: &str = "— ";
/// How an encoded private key begins (as in Go's `sumdb/note`).
const PRIVATE_START: &str = "PRIVATE+KEY+";

/// Why a note or a key is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteError {
    /// The note breaks the format; says how.
    #[error("the note is malformed: {0}")]
    Malformed(&'static str),
    /// The key breaks the format; says how.
    #[error("the key is malformed: {0}")]
    Key(&'static str),
    /// A known key's signature does not fit the text: the text or the signature was changed.
    #[error("the signature of {} does not fit the text", printable(.key))]
    Signature {
        /// Key that should have signed, as name and id.
        key: String,
    },
    /// None of the signatures is by a known key.
    #[error("no signature by a known key; signed by {}", printable(&.signers.join(", ")))]
    NoKnownKey {
        /// Keys that say they signed, as name and id.
        signers: Vec<String>,
    },
}

/// A public key with its name. Text form, also in JSON: `<name>+<8 hex digits of the id>+<base64 of 0x01 and the key>`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

/// A private key with its name. Its `Debug` form shows only the public half.
pub struct SignerKey {
    key: SigningKey,
    public: VerifierKey,
}

/// A note whose signatures hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedNote<'a> {
    /// The signed text, with its last newline.
    pub text: &'a str,
    /// Known keys that signed it, in the order of the signature lines; never empty.
    pub signed_by: Vec<VerifierKey>,
}

/// Signs a text; it must end in a newline and hold no other control character.
///
/// # Errors
/// [`NoteError::Malformed`] when the text is none or would make a note too long.
pub fn sign_note(text: &str, keys: &[&SignerKey]) -> Result<String, NoteError> {
    check_text(text)?;
    if keys.is_empty() || keys.len() > MAX_SIGNATURES {
        return Err(NoteError::Malformed("a note has one to a hundred signatures"));
    }
    let mut note = format!("{text}\n");
    for SignerKey { key, public } in keys {
        let signature = key.sign(text.as_bytes()).to_bytes();
        let bytes = [&public.id[..], &signature[..]].concat();
        note.push_str(&format!("{LINE_START}{} {}\n", public.name, to_base64(&bytes)));
    }
    if note.len() > MAX_NOTE_BYTES { Err(NoteError::Malformed("longer than 1 MiB")) } else { Ok(note) }
}

/// Checks a note. Lines of unknown keys are ignored, as the specification demands; one failing signature of a known
/// key refuses the whole note.
///
/// # Errors
/// Any [`NoteError`] but [`NoteError::Key`].
pub fn open_note<'a>(note: &'a str, known: &[VerifierKey]) -> Result<OpenedNote<'a>, NoteError> {
    let (text, lines) = split_note(note)?;
    let mut signed_by: Vec<VerifierKey> = Vec::new();
    let mut signers = Vec::new();
    for line in lines {
        let line = parse_line(line)?;
        signers.push(key_label(line.name, line.id));
        let mut candidates = known.iter().filter(|key| key.name == line.name && key.id == line.id).peekable();
        if candidates.peek().is_none() {
            continue;
        }
        let key = candidates.find(|key| key.verifies(text, &line.signature));
        let key = key.ok_or_else(|| NoteError::Signature { key: key_label(line.name, line.id) })?;
        if !signed_by.contains(key) {
            signed_by.push(key.clone());
        }
    }
    if signed_by.is_empty() {
        Err(NoteError::NoKnownKey { signers })
    } else {
        Ok(OpenedNote { text, signed_by })
    }
}

impl VerifierKey {
    /// A key from its parts.
    ///
    /// # Errors
    /// [`NoteError::Key`] when the name or the point is not allowed.
    pub fn new(name: &str, public: &[u8; 32]) -> Result<Self, NoteError> {
        check_name(name).map_err(NoteError::Key)?;
        let key = VerifyingKey::from_bytes(public)
            .ok()
            .filter(|key| !key.is_weak())
            .ok_or(NoteError::Key("not an Ed25519 public key"))?;
        let hash = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', ED25519])
            .chain_update(key.as_bytes())
            .finalize();
        Ok(Self { name: name.to_owned(), id: [hash[0], hash[1], hash[2], hash[3]], key })
    }

    /// Name of the key; for a log's key, the log's origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    fn verifies(&self, text: &str, signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.key.verify_strict(text.as_bytes(), &signature).is_ok())
    }
}

impl SignerKey {
    /// A key from a name and a 32-byte seed, which the caller draws at random and keeps secret.
    ///
    /// # Errors
    /// [`NoteError::Key`] when the name is not allowed.
    pub fn from_seed(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let key = SigningKey::from_bytes(seed);
        let public = VerifierKey::new(name, key.verifying_key().as_bytes())?;
        Ok(Self { key, public })
    }

    /// The public half.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        &self.public
    }

    /// Text form to keep in a secret store: `PRIVATE+KEY+<name>+<8 hex digits of the id>+<base64 of 0x01 and the seed>`.
    #[must_use]
    pub fn to_secret_text(&self) -> String {
        let VerifierKey { name, id, .. } = &self.public;
        format!("{PRIVATE_START}{name}+{}+{}", hex(*id), encode_key(self.key.as_bytes()))
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}+{}", self.name, hex(self.id), encode_key(self.key.as_bytes()))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for SignerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignerKey").field("public", &self.public).finish_non_exhaustive()
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let (name, public) = parse_key(text)?;
        let key = Self::new(name, &public)?;
        if key.to_string() == text {
            Ok(key)
        } else {
            Err(NoteError::Key("the id does not belong to the key"))
        }
    }
}

impl FromStr for SignerKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let rest = text.strip_prefix(PRIVATE_START).ok_or(NoteError::Key("not a private key"))?;
        let (name, seed) = parse_key(rest)?;
        let key = Self::from_seed(name, &seed)?;
        if key.to_secret_text() == text {
            Ok(key)
        } else {
            Err(NoteError::Key("the id does not belong to the key"))
        }
    }
}

impl TryFrom<String> for VerifierKey {
    type Error = NoteError;

    fn try_from(text: String) -> Result<Self, NoteError> {
        text.parse()
    }
}

impl From<VerifierKey> for String {
    fn from(key: VerifierKey) -> Self {
        key.to_string()
    }
}

struct SignatureLine<'a> {
    name: &'a str,
    id: [u8; 4],
    signature: Vec<u8>,
}

/// Text and signature lines. The last empty line parts them, so the text may hold empty lines itself.
fn split_note(note: &str) -> Result<(&str, impl Iterator<Item = &str>), NoteError> {
    if note.len() > MAX_NOTE_BYTES {
        return Err(NoteError::Malformed("longer than 1 MiB"));
    }
    let end = note.rfind("\n\n").ok_or(NoteError::Malformed("no empty line before signatures"))?;
    let (text, rest) = (&note[..=end], &note[end + 2..]);
    check_text(text)?;
    let lines = rest.strip_suffix('\n').ok_or(NoteError::Malformed("the last line does not end"))?;
    if lines.split('\n').nth(MAX_SIGNATURES).is_some() {
        return Err(NoteError::Malformed("more than a hundred signatures"));
    }
    Ok((text, lines.split('\n')))
}

fn parse_line(line: &str) -> Result<SignatureLine<'_>, NoteError> {
    let (name, encoded) = line
        .strip_prefix(LINE_START)
        .and_then(|rest| rest.split_once(' '))
        .ok_or(NoteError::Malformed("a signature line is: em dash, key name, base64"))?;
    check_name(name).map_err(NoteError::Malformed)?;
    let bytes = from_base64(encoded).ok_or(NoteError::Malformed("a signature is not base64"))?;
    match bytes.split_first_chunk::<4>() {
        Some((id, signature)) if !signature.is_empty() => {
            Ok(SignatureLine { name, id: *id, signature: signature.to_vec() })
        }
        _ => Err(NoteError::Malformed("a signature is too short")),
    }
}

fn check_text(text: &str) -> Result<(), NoteError> {
    if !text.ends_with('\n') {
        return Err(NoteError::Malformed("the text does not end in a newline"));
    }
    if text.bytes().any(|byte| byte < b' ' && byte != b'\n') {
        return Err(NoteError::Malformed("a control character"));
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("a key name is empty");
    }
    if name.chars().any(|c| c == '+' || c.is_whitespace() || c < ' ') {
        return Err("a key name holds a space, a plus or a control character");
    }
    Ok(())
}

/// Name and key bytes; whether the id fits is seen by writing the key again.
fn parse_key(text: &str) -> Result<(&str, [u8; 32]), NoteError> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(_), Some(encoded)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(NoteError::Key("a key is: name, plus, id, plus, base64"));
    };
    match from_base64(encoded).as_deref() {
        Some([ED25519, key @ ..]) => match key.try_into() {
            Ok(key) => Ok((name, key)),
            Err(_) => Err(NoteError::Key("an Ed25519 key has 32 bytes")),
        },
        Some(_) => Err(NoteError::Key("not an Ed25519 key")),
        None => Err(NoteError::Key("the key is not base64")),
    }
}

fn encode_key(key: &[u8; 32]) -> String {
    to_base64(&[&[ED25519][..], key].concat())
}

fn hex(id: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}

fn key_label(name: &str, id: [u8; 4]) -> String {
    format!("{name}+{}", hex(id))
}
