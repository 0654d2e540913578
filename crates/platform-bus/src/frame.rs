//! What goes over the wire: `{"from":"<id>","n":7,"words":[["event",{…}],…]}`.

use bytes::Bytes;
use kernel::Id;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// What a word is about; each topic has its own listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// An event was committed.
    Event,
    /// Events can be consumed.
    Placed,
    /// Something live clients are told and nobody keeps; who is here.
    Live,
}

/// One word: what it is about, and JSON.
pub(crate) type Word = (Topic, Box<RawValue>);

/// What a node says at once.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Frame {
    /// The process that says it: an id made when it started.
    pub(crate) from: Id,
    /// Counts the frames of this process from 1, without gaps unless something was lost.
    pub(crate) n: u64,
    /// What it says; nothing when it only shows that it lives.
    pub(crate) words: Vec<Word>,
}

impl Frame {
    pub(crate) fn encode(&self) -> Bytes {
        // Ids, numbers and JSON that was JSON before: it cannot fail.
        serde_json::to_vec(self).unwrap_or_default().into()
    }

    /// `None` for what no node of this version says.
    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }
}

/// Room that the frame around its words takes, generously.
const AROUND: usize = 80;
/// Room that a word takes beside its JSON.
const BESIDE: usize = 12;

/// Spreads words over frames of at most `max` bytes. A word that fits into none is left out; how many were.
pub(crate) fn pack(words: impl IntoIterator<Item = Word>, max: usize) -> (Vec<Vec<Word>>, usize) {
    let (mut frames, mut left_out) = (Vec::new(), 0);
    let (mut current, mut size) = (Vec::new(), AROUND);
    for word in words {
        let weight = word.1.get().len() + BESIDE;
        if AROUND + weight > max {
            left_out += 1;
            continue;
        }
        if size + weight > max {
            frames.push(std::mem::take(&mut current));
            size = AROUND;
        }
        size += weight;
        current.push(word);
    }
    if !current.is_empty() {
        frames.push(current);
    }
    (frames, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(length: usize) -> Word {
        (Topic::Live, RawValue::from_string(format!("\"{}\"", "x".repeat(length - 2))).unwrap())
    }

    #[test]
    fn frames_stay_within_their_size() {
        let max = 200;
        let (frames, left_out) = pack([30, 30, 30, 30, 30, 500, 30].map(word), max);
        assert_eq!((frames.iter().map(Vec::len).collect::<Vec<_>>(), left_out), (vec![2, 2, 2], 1));
        for words in frames {
            let bytes = Frame { from: Id(i64::MAX), n: u64::MAX, words }.encode();
            assert!(bytes.len() <= max, "{}", bytes.len());
            assert_eq!(Frame::decode(&bytes).unwrap().words.len(), 2);
        }
    }

    #[test]
    fn what_is_no_frame_is_none() {
        for bytes in [&b""[..], b"{}", b"\xff", br#"{"from":"1","n":1,"words":[["x",1]]}"#] {
            assert!(Frame::decode(bytes).is_none());
        }
    }
}
