//! Ids: 64 bits, made by us, sorted by time, strings on the wire (JavaScript keeps 53 bits only).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use parking_lot::Mutex;
use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};

use crate::Clock;

/// First moment an id can hold: 2024-01-01T00:00:00Z. 41 bits of milliseconds last until 2093.
const EPOCH_MS: i64 = 1_704_067_200_000;
const NODE_BITS: u32 = 10;
const NODE_MASK: i64 = (1 << NODE_BITS) - 1;
const COUNTER_BITS: u32 = 12;
const COUNTER_MASK: i64 = (1 << COUNTER_BITS) - 1;

/// Id of anything: 41 bits of milliseconds since 2024, 10 bits of node, 12 bits of counter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Id(pub i64);

impl Id {
    /// Number of the node that made it.
    #[must_use]
    pub fn node(self) -> u16 {
        ((self.0 >> COUNTER_BITS) & NODE_MASK) as u16
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({})", self.0)
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        // Only the canonical decimal form: "+1", "01" and "-1" are not ids.
        match text.parse::<i64>() {
            Ok(n) if n > 0 && text.as_bytes()[0] != b'+' && text.as_bytes()[0] != b'0' => Ok(Self(n)),
            _ => Err(NotAnId),
        }
    }
}

/// The text is not the decimal form of an id.
#[derive(Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id is a positive decimal number in a string")
    }
}

impl std::error::Error for NotAnId {}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdVisitor;
        impl Visitor<'_> for IdVisitor {
            type Value = Id;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id: a positive decimal number in a string")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Id, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(IdVisitor).map_err(D::Error::custom)
    }
}

impl utoipa::PartialSchema for Id {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[1-9][0-9]{0,18}$"))
            .description(Some("Id: a positive decimal number in a string."))
            .into()
    }
}

impl utoipa::ToSchema for Id {
    fn name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }
}

/// Maker of ids for one node. Clones share the counter.
#[derive(Clone, Debug)]
pub struct Ids {
    node: i64,
    clock: Clock,
    last: Arc<Mutex<(i64, i64)>>,
}

impl Ids {
    /// `node` (0–1023) must differ between the nodes of one office.
    #[must_use]
    pub fn new(node: u16, clock: Clock) -> Self {
        let node = i64::from(node) & NODE_MASK;
        Self { node, clock, last: Arc::new(Mutex::new((0, 0))) }
    }

    /// Number of this node.
    #[must_use]
    pub fn node(&self) -> u16 {
        self.node as u16
    }

    /// The next id; larger than every id made before by this maker, even when the clock steps back.
    #[must_use]
    pub fn next(&self) -> Id {
        let now = self.clock.now().0 - EPOCH_MS;
        let mut last = self.last.lock();
        let (mut ms, mut counter) = if now > last.0 { (now.max(1), 0) } else { (last.0, last.1 + 1) };
        if counter > COUNTER_MASK {
            // More than 4,096 ids in one millisecond: borrow from the next one.
            ms += 1;
            counter = 0;
        }
        *last = (ms, counter);
        Id((ms << (NODE_BITS + COUNTER_BITS)) | (self.node << COUNTER_BITS) | counter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Millis;

    #[test]
    fn ids_grow_even_when_the_clock_stands_still() {
        let ids = Ids::new(3, Clock::manual(Millis(EPOCH_MS + 5)));
        let made: Vec<Id> = (0..10_000).map(|_| ids.next()).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(made.iter().all(|id| id.0 > 0));
    }

    #[test]
    fn only_the_canonical_form_is_an_id() {
        for bad in ["", "0", "-1", "+1", "01", "1.0", " 1", "9223372036854775808", "abc", "1\0"] {
            assert_eq!(bad.parse::<Id>(), Err(NotAnId), "{bad:?}");
        }
        assert_eq!("42".parse::<Id>(), Ok(Id(42)));
        assert_eq!(serde_json::to_string(&Id(42)).unwrap(), "\"42\"");
        assert!(serde_json::from_str::<Id>("42").is_err());
    }
}
