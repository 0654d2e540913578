//! What the nodes of an office tell each other of their connections: typing, read marks, the end of sessions, who is
//! here. What is kept travels through the store, and every process learns of it there.

use std::collections::HashMap;
use std::time::Duration;

use kernel::Id;
use platform_bus::{Bus, Heard, Topic};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use tokio::time::Instant;
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
    /// Who is on the node of this process is to be told anew.
    AskPresence { of: Id },
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

/// How often a node is asked again that did not answer, and how often the others are told at most: after an outage all
/// ask at once.
const AGAIN: Duration = Duration::from_secs(1);

/// Takes in what other nodes pass on, until `stop`.
pub(crate) async fn follow(hub: Hub, mut heard: mpsc::Receiver<Heard>, stop: CancellationToken) {
    let mut timer = tokio::time::interval(AGAIN);
    let (mut questions, mut answer) = (Questions::default(), Answer::default());
    // Who came before anybody listened here is not heard of.
    hub.bus().peers().into_iter().for_each(|node| questions.want(node));
    loop {
        let heard = tokio::select! {
            heard = heard.recv() => match heard {
                Some(heard) => Some(heard),
                None => return,
            },
            _ = timer.tick() => None,
            () = stop.cancelled() => return,
        };
        match heard {
            None => {}
            Some(Heard::Word { from, body }) => match serde_json::from_str(body.get()) {
                Ok(Passing::AskPresence { of }) => answer.wanted |= of == hub.bus().own(),
                Ok(passing) => {
                    if let Passing::Presence { whole: true, .. } = passing {
                        questions.is_answered(from);
                    }
                    hub.receive(from, passing);
                }
                Err(error) => {
                    tracing::warn!(%error, "another node passes on what this version does not know")
                }
            },
            Some(Heard::Came { from }) => questions.want(from),
            Some(Heard::Lost { from: Some(from) }) => questions.want(from),
            Some(Heard::Lost { from: None }) => {
                // Perhaps also the word that a node is gone.
                let here = hub.bus().peers();
                questions.retain(&here);
                hub.retain_nodes(&here);
                here.into_iter().for_each(|node| questions.want(node));
            }
            Some(Heard::Gone { from }) => {
                questions.forget(from);
                hub.forget_node(from);
            }
        }
        let now = Instant::now();
        for of in questions.due(now) {
            say(hub.bus(), &Passing::AskPresence { of });
        }
        if answer.is_due(now) {
            hub.tell_presence();
        }
    }
}

/// Whether the others are to be told who is here.
#[derive(Default)]
struct Answer {
    wanted: bool,
    told: Option<Instant>,
}

impl Answer {
    fn is_due(&mut self, now: Instant) -> bool {
        let due = self.wanted && self.told.is_none_or(|told| now - told >= AGAIN);
        if due {
            *self = Self { wanted: false, told: Some(now) };
        }
        due
    }
}

/// The nodes that are to say who is there.
#[derive(Default)]
struct Questions(HashMap<Id, Question>);

#[derive(Default)]
struct Question {
    asked: Option<Instant>,
    /// Something was lost after it was asked: the answer may be from before.
    again: bool,
}

impl Questions {
    fn want(&mut self, node: Id) {
        let question = self.0.entry(node).or_default();
        question.again = question.asked.is_some();
    }

    fn is_answered(&mut self, node: Id) {
        if self.0.get(&node).is_some_and(|question| !question.again) {
            self.0.remove(&node);
        }
    }

    fn forget(&mut self, node: Id) {
        self.0.remove(&node);
    }

    fn retain(&mut self, nodes: &[Id]) {
        self.0.retain(|node, _| nodes.contains(node));
    }

    /// Whom to ask now.
    fn due(&mut self, now: Instant) -> Vec<Id> {
        let mut due = Vec::new();
        for (node, question) in &mut self.0 {
            if question.asked.is_none_or(|asked| now - asked >= AGAIN) {
                *question = Question { asked: Some(now), again: false };
                due.push(*node);
            }
        }
        due
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_asked_until_it_has_answered() {
        let (mut questions, start) = (Questions::default(), Instant::now());
        questions.want(Id(1));
        assert_eq!(questions.due(start), [Id(1)]);
        assert!(questions.due(start + AGAIN / 2).is_empty(), "not at every look");
        assert_eq!(questions.due(start + AGAIN), [Id(1)], "the question, or its answer, was lost");
        // Lost after the question: its answer may say what was before.
        questions.want(Id(1));
        questions.is_answered(Id(1));
        assert_eq!(questions.due(start + 2 * AGAIN), [Id(1)]);
        questions.is_answered(Id(1));
        assert!(questions.due(start + 9 * AGAIN).is_empty());
        questions.want(Id(2));
        questions.retain(&[Id(3)]);
        assert!(questions.due(start + 9 * AGAIN).is_empty());
    }

    #[test]
    fn all_who_ask_at_once_are_told_once() {
        let (mut answer, start) = (Answer::default(), Instant::now());
        assert!(!answer.is_due(start));
        answer.wanted = true;
        assert!(answer.is_due(start) && !answer.is_due(start));
        answer.wanted = true;
        assert!(!answer.is_due(start + AGAIN / 2) && answer.is_due(start + AGAIN));
    }
}
