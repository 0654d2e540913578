//! The written form of conversations; `data/README.md` explains it to those who write them.

use crate::text::{At, lines};

/// Line after line of a conversation.
#[derive(Debug)]
pub(crate) enum Entry {
    /// A new session.
    Session(When),
    /// Time in which nothing is said, in minutes.
    Pause(u32),
    /// Somebody says something.
    Said(Said),
}

/// When a session begins.
#[derive(Clone, Copy, Debug)]
pub(crate) enum When {
    /// So many working days ago and days of any kind after that, at this minute of the day.
    Day { ago: u32, after: u32, minute: u32 },
    /// So many minutes before now.
    Minutes(u32),
}

/// One message as it is written.
#[derive(Debug)]
pub(crate) struct Said {
    /// Line in the file.
    pub(crate) line: usize,
    pub(crate) who: &'static str,
    pub(crate) label: Option<&'static str>,
    pub(crate) answers: Option<&'static str>,
    pub(crate) text: String,
    /// Emoji and those who reacted with it.
    pub(crate) reactions: Vec<(&'static str, Vec<&'static str>)>,
    pub(crate) pinned: bool,
}

/// A chat as it is written.
#[derive(Debug, Default)]
pub(crate) struct Script {
    pub(crate) title: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) department: Option<&'static str>,
    pub(crate) owner: Option<&'static str>,
    pub(crate) members: Vec<&'static str>,
    pub(crate) announcement: Option<&'static str>,
    /// Who has not read the last so many messages.
    pub(crate) unread: Vec<(&'static str, u32)>,
    pub(crate) entries: Vec<Entry>,
}

/// Reads a chat: lines `key: value`, then the conversation from the first `@`.
pub(crate) fn script(file: &str, content: &'static str) -> Script {
    let mut script = Script::default();
    let mut content_lines = lines(content).peekable();
    while let Some((number, line)) = content_lines.next_if(|(_, line)| !line.starts_with("@ ")) {
        let at = At { file, line: number };
        let Some((name, value)) = line.split_once(": ") else { at.wrong("key: value is expected") };
        let list = || value.split(',').map(str::trim);
        match name {
            "title" => script.title = value,
            "kind" => script.kind = value,
            "department" => script.department = Some(value),
            "owner" => script.owner = Some(value),
            "members" => script.members = list().collect(),
            "announcement" => script.announcement = Some(value),
            "unread" => {
                script.unread = list()
                    .map(|entry| {
                        let parsed =
                            entry.rsplit_once(' ').and_then(|(who, count)| Some((who, count.parse().ok()?)));
                        parsed.unwrap_or_else(|| at.wrong("unread: name and number"))
                    })
                    .collect();
            }
            _ => at.wrong("there is no such key"),
        }
    }
    script.entries = entries(file, content_lines);
    script
}

/// Reads pieces of conversation, divided by lines of `===`.
pub(crate) fn pieces(file: &str, content: &'static str) -> Vec<Vec<Entry>> {
    let all: Vec<(usize, &'static str)> = lines(content).collect();
    all.split(|(_, line)| *line == "===").map(|piece| entries(file, piece.iter().copied())).collect()
}

fn entries(file: &str, content: impl Iterator<Item = (usize, &'static str)>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (number, line) in content {
        let at = At { file, line: number };
        if let Some(when) = line.strip_prefix("@ ") {
            entries.push(Entry::Session(
                self::when(when).unwrap_or_else(|| at.wrong("a session is `3d 09:30` or `-20m`")),
            ));
        } else if let Some(pause) = line.strip_prefix(".. ") {
            entries
                .push(Entry::Pause(minutes(pause).unwrap_or_else(|| at.wrong("a pause is `20m` or `2h`"))));
        } else if let Some(text) = line.strip_prefix('|') {
            let said = last(&mut entries).unwrap_or_else(|| at.wrong("no message to go on with"));
            said.text.push('\n');
            said.text.push_str(text.strip_prefix(' ').unwrap_or(text));
        } else if let Some(reactions) = line.strip_prefix("+ ") {
            let said = last(&mut entries).unwrap_or_else(|| at.wrong("no message to react to"));
            for reaction in reactions.split(';') {
                let Some((emoji, people)) = reaction.trim().split_once(' ') else {
                    at.wrong("a reaction is an emoji and names")
                };
                said.reactions.push((emoji, people.split(',').map(str::trim).collect()));
            }
        } else if line == "pin" {
            last(&mut entries).unwrap_or_else(|| at.wrong("no message to pin")).pinned = true;
        } else {
            let Some((head, text)) = line.split_once(": ") else { at.wrong("name: text is expected") };
            let mut said = Said {
                line: number,
                who: head,
                label: None,
                answers: None,
                text: text.to_owned(),
                reactions: Vec::new(),
                pinned: false,
            };
            while let Some((before, mark)) = said.who.rsplit_once(' ') {
                if let Some(label) = mark.strip_prefix('=') {
                    said.label = Some(label);
                } else if let Some(label) = mark.strip_prefix('^') {
                    said.answers = Some(label);
                } else {
                    break;
                }
                said.who = before;
            }
            entries.push(Entry::Said(said));
        }
    }
    entries
}

fn last(entries: &mut [Entry]) -> Option<&mut Said> {
    match entries.last_mut()? {
        Entry::Said(said) => Some(said),
        _ => None,
    }
}

fn when(text: &str) -> Option<When> {
    if let Some(ago) = text.strip_prefix('-') {
        return minutes(ago).map(When::Minutes);
    }
    let (day, time) = text.split_once(' ')?;
    let (ago, after) = working_days(day)?;
    let (hour, minute) = time.split_once(':')?;
    let minute = hour.parse::<u32>().ok()? * 60 + minute.parse::<u32>().ok()?;
    Some(When::Day { ago, after, minute })
}

/// `7d`, seven working days ago, or `7d+1`, the day after that, whatever day it is.
pub(crate) fn working_days(text: &str) -> Option<(u32, u32)> {
    let (ago, after) = text.split_once('d')?;
    let after = if after.is_empty() { 0 } else { after.strip_prefix('+')?.parse().ok()? };
    Some((ago.parse().ok()?, after))
}

fn minutes(text: &str) -> Option<u32> {
    match text.strip_suffix('h') {
        Some(hours) => hours.parse::<u32>().ok().map(|hours| hours * 60),
        None => text.strip_suffix('m')?.parse().ok(),
    }
}
