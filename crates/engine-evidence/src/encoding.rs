//! Text forms of bytes and numbers, each with exactly one spelling, so that a changed character is a changed value.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// RFC 4648 section 4, padded.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Refuses missing padding, other alphabets, spaces and stray trailing bits.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// [`from_base64`] of exactly 32 bytes.
pub(crate) fn from_base64_32(text: &str) -> Option<[u8; 32]> {
    from_base64(text)?.try_into().ok()
}

/// A number written the way it would print: no sign on zero, no `+`, no leading zeroes.
pub(crate) fn from_decimal<T: std::str::FromStr + ToString>(text: &str) -> Option<T> {
    text.parse::<T>().ok().filter(|number| number.to_string() == text)
}

/// Text from a file that may be hostile, for a message: control and invisible characters are escaped, so that a forged
/// name cannot steer a terminal or write a second line.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        match c {
            '"' | '\'' | '\\' => shown.push(c),
            _ => shown.extend(c.escape_debug()),
        }
    }
    shown
}

/// Serde form of 64-bit ids: decimal strings, because JSON numbers lose precision above 2^53.
pub(crate) mod id {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    pub(crate) fn serialize<S: Serializer>(id: &i64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(id)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<i64, D::Error> {
        let text = String::deserialize(from)?;
        super::from_decimal(&text).ok_or_else(|| D::Error::custom("an id is a decimal string"))
    }
}

/// [`id`] for an id that may be absent (`null`).
pub(crate) mod optional_id {
    use serde::de::{Deserialize, Deserializer, Error};
    use serde::ser::Serializer;

    pub(crate) fn serialize<S: Serializer>(id: &Option<i64>, to: S) -> Result<S::Ok, S::Error> {
        match id {
            Some(id) => to.collect_str(id),
            None => to.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
        let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
        let id = super::from_decimal(&text).ok_or_else(|| D::Error::custom("an id is a decimal string"))?;
        Ok(Some(id))
    }
}
