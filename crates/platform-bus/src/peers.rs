//! Which other nodes are heard, and whether all of what they say arrives.

use std::collections::HashMap;
use std::time::Duration;

use kernel::Id;
use tokio::time::Instant;

use crate::frame::{Frame, Word};

/// How often a node that has nothing to say shows that it lives; a last frame that was lost is noticed then.
pub(crate) const BEAT: Duration = Duration::from_secs(1);
/// Silence after which a node counts as gone: many beats, so that a short stall is none.
pub(crate) const SILENCE: Duration = Duration::from_secs(10);

/// What a frame, or silence, means.
#[derive(Debug)]
pub(crate) enum News {
    /// A node was not known before.
    Came(Id),
    /// Something of this node did not arrive.
    Lost(Id),
    /// It said this.
    Word(Id, Word),
    /// It says nothing any more.
    Gone(Id),
}

struct Peer {
    next: u64,
    heard: Instant,
}

/// The other nodes.
#[derive(Default)]
pub(crate) struct Peers(HashMap<Id, Peer>);

impl Peers {
    /// Takes a frame in.
    pub(crate) fn hear(&mut self, frame: Frame, now: Instant) -> Vec<News> {
        let from = frame.from;
        let mut news = Vec::with_capacity(frame.words.len());
        match self.0.get_mut(&from) {
            None => {
                news.push(News::Came(from));
                // What it said before it was heard is not known.
                if frame.n > 1 {
                    news.push(News::Lost(from));
                }
                self.0.insert(from, Peer { next: frame.n + 1, heard: now });
            }
            Some(peer) => {
                if frame.n > peer.next {
                    news.push(News::Lost(from));
                }
                // A frame that comes late was counted as lost already, and is still true.
                peer.next = peer.next.max(frame.n + 1);
                peer.heard = now;
            }
        }
        news.extend(frame.words.into_iter().map(|word| News::Word(from, word)));
        news
    }

    /// Lets go of those who are silent.
    pub(crate) fn silent(&mut self, now: Instant) -> Vec<News> {
        let gone: Vec<Id> =
            self.0.iter().filter(|(_, peer)| now - peer.heard > SILENCE).map(|(id, _)| *id).collect();
        self.0.retain(|id, _| !gone.contains(id));
        gone.into_iter().map(News::Gone).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;
    use crate::Topic;

    fn heard(peers: &mut Peers, from: i64, n: u64, now: Instant) -> String {
        let word = (Topic::Event, RawValue::from_string("1".to_owned()).unwrap());
        shown(&peers.hear(Frame { from: Id(from), n, words: vec![word] }, now))
    }

    fn shown(news: &[News]) -> String {
        let letter = |news: &News| match news {
            News::Came(_) => 'c',
            News::Lost(_) => 'l',
            News::Word(..) => 'w',
            News::Gone(_) => 'g',
        };
        news.iter().map(letter).collect()
    }

    #[test]
    fn gaps_are_noticed_and_silence_is() {
        let (mut peers, start) = (Peers::default(), Instant::now());
        assert_eq!(heard(&mut peers, 1, 1, start), "cw");
        assert_eq!(heard(&mut peers, 1, 2, start), "w");
        assert_eq!(heard(&mut peers, 1, 4, start), "lw");
        assert_eq!(heard(&mut peers, 1, 3, start), "w", "late");
        assert_eq!(heard(&mut peers, 1, 5, start), "w");
        assert_eq!(heard(&mut peers, 2, 9, start + SILENCE), "clw", "it spoke before we listened");
        assert_eq!(shown(&peers.silent(start + SILENCE)), "");
        assert_eq!(shown(&peers.silent(start + SILENCE + BEAT)), "g");
        assert_eq!(peers.0.len(), 1);
        // Back from its silence it is new.
        assert_eq!(heard(&mut peers, 1, 6, start + SILENCE + BEAT), "clw");
    }
}
