//! Plays the scripts: who is in a chat, what is said when, who has read it.

use std::collections::{BTreeSet, HashMap};

use crate::calendar::{self, MINUTE};
use crate::cast::Cast;
use crate::office::{Chat, ChatKind, DepartmentKey, Member, Message, Office, PersonKey, Reaction};
use crate::rng::Rng;
use crate::script::{self, Entry, Said, Script, When};
use crate::text::At;

/// The scripted chats, in the order a new account sees them made.
const CHATS: [(&str, &str); 20] = [
    ("chats/01-everyone.txt", include_str!("../data/chats/01-everyone.txt")),
    ("chats/02-dev.txt", include_str!("../data/chats/02-dev.txt")),
    ("chats/03-general-office.txt", include_str!("../data/chats/03-general-office.txt")),
    ("chats/04-factory.txt", include_str!("../data/chats/04-factory.txt")),
    ("chats/05-town.txt", include_str!("../data/chats/05-town.txt")),
    ("chats/06-typhoon.txt", include_str!("../data/chats/06-typhoon.txt")),
    ("chats/07-release.txt", include_str!("../data/chats/07-release.txt")),
    ("chats/08-export.txt", include_str!("../data/chats/08-export.txt")),
    ("chats/09-ratings.txt", include_str!("../data/chats/09-ratings.txt")),
    ("chats/10-village.txt", include_str!("../data/chats/10-village.txt")),
    ("chats/11-expenses.txt", include_str!("../data/chats/11-expenses.txt")),
    ("chats/12-badminton.txt", include_str!("../data/chats/12-badminton.txt")),
    ("chats/13-supervision.txt", include_str!("../data/chats/13-supervision.txt")),
    ("chats/14-direct-shen-lin.txt", include_str!("../data/chats/14-direct-shen-lin.txt")),
    ("chats/15-direct-shan-wu.txt", include_str!("../data/chats/15-direct-shan-wu.txt")),
    ("chats/16-direct-zhou-wang.txt", include_str!("../data/chats/16-direct-zhou-wang.txt")),
    ("chats/17-direct-zeng-xie.txt", include_str!("../data/chats/17-direct-zeng-xie.txt")),
    ("chats/18-direct-liu-yang.txt", include_str!("../data/chats/18-direct-liu-yang.txt")),
    ("chats/19-direct-emma-qin.txt", include_str!("../data/chats/19-direct-emma-qin.txt")),
    ("chats/20-direct-shen-su.txt", include_str!("../data/chats/20-direct-shen-su.txt")),
];

/// Of a thousand members, how many have read everything; the others miss up to [`MOST_UNREAD`] messages.
const ALL_READ: u32 = 650;
const MOST_UNREAD: u32 = 6;

/// A chat is made a while before its first message.
const MADE_BEFORE: i64 = 3 * MINUTE;

/// Adds the scripted chats to an office.
pub(crate) fn play_scripts(office: &mut Office, now_ms: i64, rng: &mut Rng) {
    let cast = Cast::new();
    let clock = Clock::new(now_ms);
    for (file, content) in CHATS {
        let script = script::script(file, content);
        let chat = chat(office, &cast, &clock, file, &script, rng);
        office.chats.extend(chat);
    }
}

/// What a text may refer to.
pub(crate) struct Words<'a> {
    /// A mentioned name.
    pub(crate) person: &'a dyn Fn(&str) -> Option<PersonKey>,
    /// Day of the session, and the last day of work.
    pub(crate) day: i64,
    pub(crate) today: i64,
    /// Whether `{a|b}` is a choice; in code within the scripts it is not.
    pub(crate) choices: bool,
}

/// One scripted chat; none if somebody who speaks in it is not in the office.
fn chat(
    office: &Office,
    cast: &Cast,
    clock: &Clock,
    file: &str,
    script: &Script,
    rng: &mut Rng,
) -> Option<Chat> {
    let top = At { file, line: 1 };
    let kind = match script.kind {
        "direct" => ChatKind::Direct,
        "group" => ChatKind::Group,
        "department" => ChatKind::Department,
        "everyone" => ChatKind::Everyone,
        _ => top.wrong("kind is everyone, department, group or direct"),
    };
    let everyone = kind == ChatKind::Everyone;
    let present = |key: &PersonKey| (key.0 as usize) < office.people.len();
    let find =
        |name: &str| cast.find(name).unwrap_or_else(|| top.wrong(&format!("{name} is not in the cast")));
    let person = |name: &str| cast.find(name).filter(present);

    let department = script.department.map(|name| {
        let found = office.departments.iter().find(|department| department.name == name);
        found.map_or_else(|| top.wrong("there is no such department"), |department| department.key)
    });
    let mut members: BTreeSet<PersonKey> =
        script.members.iter().map(|name| find(name)).filter(present).collect();
    members.extend(script.owner.map(find).filter(present));
    if everyone {
        members.extend(office.people.iter().map(|person| person.key));
    }
    if let Some(department) = department {
        members.extend(people_below(office, department));
    }

    let mut messages: Vec<Message> = Vec::new();
    let mut labels: HashMap<&str, Option<u32>> = HashMap::new();
    let mut times = Times::default();
    let mut day = clock.today;
    for entry in &script.entries {
        let said = match entry {
            Entry::Session(when) => {
                times.close(&mut messages, clock);
                day = clock.day(*when);
                times.open(*when);
                continue;
            }
            Entry::Pause(minutes) => {
                times.pause(*minutes);
                continue;
            }
            Entry::Said(said) => said,
        };
        let sender = find(said.who);
        let words = Words { person: &person, day, today: clock.today, choices: false };
        let text = render(At { file, line: said.line }, &said.text, &words, rng);
        let (true, Some(text)) = (present(&sender), text) else {
            // In the chat of everyone, what the missing would say is left out; other chats would make no sense.
            if !everyone {
                return None;
            }
            labels.extend(said.label.map(|label| (label, None)));
            continue;
        };
        if !members.contains(&sender) {
            At { file, line: said.line }.wrong("the sender is not a member");
        }
        let reply_to = said.answers.and_then(|label| {
            *labels.get(label).unwrap_or_else(|| {
                At { file, line: said.line }.wrong("there is no message with this label before")
            })
        });
        labels.extend(said.label.map(|label| (label, u32::try_from(messages.len()).ok())));
        times.say(&text, rng);
        messages.push(Message {
            sender,
            at_ms: 0,
            text,
            reply_to,
            reactions: reactions(said, file, &members, &find, &present),
            pinned: said.pinned,
        });
    }
    times.close(&mut messages, clock);
    if messages.is_empty() || (kind == ChatKind::Direct && members.len() != 2) {
        return None;
    }

    let unread = script.unread.iter().map(|(name, count)| (find(name), *count)).collect();
    let words = Words { person: &person, day: clock.today, today: clock.today, choices: false };
    let announcement = script.announcement.map(|text| render(top, text, &words, rng));
    Some(Chat {
        kind,
        title: script.title.to_owned(),
        department,
        owner: script.owner.map(find).filter(present),
        announcement: announcement.flatten(),
        created_at_ms: messages[0].at_ms - MADE_BEFORE,
        members: read_marks(&members, &messages, &unread, rng),
        messages,
    })
}

fn reactions(
    said: &Said,
    file: &str,
    members: &BTreeSet<PersonKey>,
    find: &dyn Fn(&str) -> PersonKey,
    present: &dyn Fn(&PersonKey) -> bool,
) -> Vec<Reaction> {
    let of = |(emoji, names): &(&'static str, Vec<&str>)| {
        let people: Vec<PersonKey> = names.iter().map(|name| find(name)).filter(present).collect();
        if people.iter().any(|key| !members.contains(key)) {
            At { file, line: said.line }.wrong("somebody who reacts is not a member");
        }
        (!people.is_empty()).then_some(Reaction { emoji, people })
    };
    said.reactions.iter().filter_map(of).collect()
}

/// The people of a department and of those below it.
fn people_below(office: &Office, department: DepartmentKey) -> impl Iterator<Item = PersonKey> {
    let within = move |key: DepartmentKey| {
        std::iter::successors(Some(key), |key| office.department(*key).parent)
            .any(|above| above == department)
    };
    office
        .people
        .iter()
        .filter(move |person| person.departments().any(|membership| within(membership.department)))
        .map(|person| person.key)
}

/// The members with what they have read: what `unread` says, for others by chance; never less than up to their own
/// last message.
pub(crate) fn read_marks(
    members: &BTreeSet<PersonKey>,
    messages: &[Message],
    unread: &HashMap<PersonKey, u32>,
    rng: &mut Rng,
) -> Vec<Member> {
    let count = u32::try_from(messages.len()).unwrap_or(u32::MAX);
    let mut own: HashMap<PersonKey, u32> = HashMap::new();
    for (read, message) in (1..).zip(messages) {
        own.insert(message.sender, read);
    }
    members
        .iter()
        .map(|person| {
            let missed = unread
                .get(person)
                .copied()
                .unwrap_or_else(|| if rng.chance(ALL_READ) { 0 } else { rng.between(1, MOST_UNREAD) });
            let read = count.saturating_sub(missed).max(own.get(person).copied().unwrap_or(0));
            Member { person: *person, read }
        })
        .collect()
}

/// Puts names, dates and words into a text; none if it mentions somebody who is not there.
pub(crate) fn render(at: At<'_>, text: &str, words: &Words<'_>, rng: &mut Rng) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(brace) = rest.find('{') {
        let (before, braced) = rest.split_at(brace);
        let Some((inner, after)) = braced[1..].split_once('}').filter(|(inner, _)| !inner.contains('\n'))
        else {
            out.push_str(before);
            out.push('{');
            rest = &braced[1..];
            continue;
        };
        rest = after;
        if let Some(before) = before.strip_suffix('@') {
            out.push_str(before);
            if inner == "all" {
                out.push_str("<@all>");
            } else {
                out.push_str(&format!("<@{}>", (words.person)(inner)?));
            }
            continue;
        }
        out.push_str(before);
        let day = |offset: &str| offset.parse::<i64>().ok().map(|offset| words.day + offset);
        if let Some(day) = inner.strip_prefix('d').and_then(day) {
            out.push_str(&calendar::chinese_date(day));
        } else if let Some(day) = inner.strip_prefix('e').and_then(day) {
            out.push_str(&calendar::english_date(day));
        } else if let Some((ago, after)) = script::working_days(inner) {
            let day = calendar::workdays_before(words.today, ago) + i64::from(after);
            out.push_str(&calendar::chinese_date(day));
        } else if words.choices && inner.contains('|') {
            let choices: Vec<&str> = inner.split('|').collect();
            out.push_str(rng.pick::<&str>(&choices));
        } else if words.choices {
            at.wrong("braces hold a date or a choice");
        } else {
            out.push('{');
            out.push_str(inner);
            out.push('}');
        }
    }
    out.push_str(rest);
    Some(out)
}

/// Now, as sessions count from it.
pub(crate) struct Clock {
    /// The latest moment of work.
    pub(crate) now: i64,
    /// Its day.
    pub(crate) today: i64,
}

impl Clock {
    pub(crate) fn new(now_ms: i64) -> Self {
        let now = calendar::latest_work(now_ms);
        Self { now, today: calendar::day_of(now) }
    }

    fn day(&self, when: When) -> i64 {
        match when {
            When::Day { ago, after, .. } => calendar::workdays_before(self.today, ago) + i64::from(after),
            When::Minutes(_) => self.today,
        }
    }

    /// Where a session begins, and until when it must be over, if it must.
    fn span(&self, when: When) -> (i64, Option<i64>) {
        match when {
            When::Day { minute, .. } => (calendar::moment(self.day(when), i64::from(minute) * MINUTE), None),
            When::Minutes(ago) => (self.now - i64::from(ago) * MINUTE, Some(self.now - MINUTE)),
        }
    }
}

/// The times of one session: what passes before each message is collected first, so that a session that must end
/// before now can be drawn together.
#[derive(Default)]
pub(crate) struct Times {
    when: Option<When>,
    /// Milliseconds before each message of the session.
    gaps: Vec<i64>,
    paused: i64,
}

impl Times {
    pub(crate) fn open(&mut self, when: When) {
        self.when = Some(when);
        self.gaps.clear();
        self.paused = 0;
    }

    /// Nothing is said for a while.
    pub(crate) fn pause(&mut self, minutes: u32) {
        self.paused += i64::from(minutes) * MINUTE;
    }

    /// Time to read, think and type.
    pub(crate) fn say(&mut self, text: &str, rng: &mut Rng) {
        let characters = i64::try_from(text.chars().count().min(150)).unwrap_or(0);
        let typing = 6_000 + 700 * characters + i64::from(rng.below(45_000));
        self.gaps.push(std::mem::take(&mut self.paused) + typing);
    }

    /// Length of the session so far.
    pub(crate) fn length(&self) -> i64 {
        self.gaps.iter().sum()
    }

    /// Gives the last messages their times.
    pub(crate) fn close(&mut self, messages: &mut [Message], clock: &Clock) {
        if let Some(when) = self.when.take() {
            let (start, end) = clock.span(when);
            self.set(messages, start, end);
        }
    }

    /// The same from a given moment, not beyond `end`.
    pub(crate) fn set(&mut self, messages: &mut [Message], start: i64, end: Option<i64>) {
        let gaps = std::mem::take(&mut self.gaps);
        let length: i64 = gaps.iter().sum();
        let room = end.map_or(length, |end| (end - start).min(length)).max(1);
        let from = messages.len().saturating_sub(gaps.len());
        let mut passed = 0;
        for (message, gap) in messages[from..].iter_mut().zip(gaps) {
            passed += gap;
            message.at_ms = start + passed * room / length.max(1);
        }
    }
}
