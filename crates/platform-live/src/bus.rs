//! What the nodes of an office tell each other of their connections: typing, read marks, the end of sessions, who is
//! here. What is kept travels through the store, and every process learns of it there.

use kernel::Id;
use platform_bus::{Bus, Heard, Topic};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{Audience, Hub, LiveFrame, Presence};

/// Something on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Passing {
    /// A frame for whoever of its audience is connected.
    Frame { to: Audience, text: String },
    /// The connections of a person end, but for those of one session.
    CloseUser { user: Id, except: Option<Id> },
    /// A session or token ended, and its connections do.
    CloseSession { user: Id, session: Id },
    /// How people are on the node that says it. With `whole` nobody else is there, until it says more.
    Presence { whole: bool, states: Vec<(Id, Presence)> },
    /// Who is on the node of this process, or on every node, is to be told anew.
    AskPresence { of: Option<Id> },
}

/// People in one word: it fits into the smallest frame of a bus.
const STATES: usize = 150;

/// A whole picture in words.
pub(crate) fn whole(states: &[(Id, Presence)]) -> Vec<Passing> {
    let mut words: Vec<Passing> = changes(states);
    match words.first_mut() {
        Some(Passing::Presence { whole, .. }) => *whole = true,
        _ => words.push(Passing::Presence { whole: true, states: Vec::new() }),
    }
    words
}

/// Changes in words.
pub(crate) fn changes(states: &[(Id, Presence)]) -> Vec<Passing> {
    states.chunks(STATES).map(|states| Passing::Presence { whole: false, states: states.to_vec() }).collect()
}

/// Takes in what other nodes pass on, until `stop`.
pub(crate) async fn follow(hub: Hub, mut heard: mpsc::Receiver<Heard>, stop: CancellationToken) {
    // What was said before anybody listened here is lost, and no number is missing.
    hub.ask_presence(None);
    loop {
        let heard = tokio::select! {
            heard = heard.recv() => heard,
            () = stop.cancelled() => return,
        };
        match heard {
            None => return,
            Some(Heard::Word { from, body }) => match serde_json::from_str(body.get()) {
                Ok(passing) => hub.receive(from, passing),
                Err(error) => {
                    tracing::warn!(%error, "another node passes on what this version does not know")
                }
            },
            Some(Heard::Came { .. }) => hub.tell_presence(),
            Some(Heard::Lost { from }) => hub.ask_presence(from),
            Some(Heard::Gone { from }) => hub.forget_node(from),
        }
    }
}

/// Says something to the other nodes.
pub(crate) fn say(bus: &Bus, passing: &Passing) {
    bus.say(Topic::Live, passing);
}

impl Passing {
    pub(crate) fn frame(frame: &LiveFrame) -> Self {
        Self::Frame { to: frame.audience.clone(), text: frame.text.as_str().to_owned() }
    }
}
