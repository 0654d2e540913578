//! The shapes of an office, and how one is made.

use std::fmt;

use crate::{cast, growth, history, names::Names, rng, rng::Rng, stage};

/// The largest office.
pub const MAX_PEOPLE: usize = 300_000;

/// Names a person within one office; also the index in [`Office::people`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonKey(pub u32);

/// Names a department within one office; also the index in [`Office::departments`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DepartmentKey(pub u32);

impl fmt::Display for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for DepartmentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A whole organisation. A department stands after its parent in [`Office::departments`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// Name of the organisation.
    pub org_name: String,
    /// The departments; the first is the root of all.
    pub departments: Vec<Department>,
    /// The people; the demo accounts come first.
    pub people: Vec<Person>,
    /// The conversations.
    pub chats: Vec<Chat>,
}

/// A department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// Its key.
    pub key: DepartmentKey,
    /// Its name, unique among its siblings.
    pub name: String,
    /// The department it belongs to; none for the root.
    pub parent: Option<DepartmentKey>,
    /// Who leads it. A department that only holds others may have nobody.
    pub head: Option<PersonKey>,
    /// Place among its siblings, from 0.
    pub order: u32,
}

/// A person. What can be computed from the key is a method, to keep an office of 300,000 small in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person's key.
    pub key: PersonKey,
    /// Family and given name as they are written; not unique.
    pub name: Box<str>,
    /// Unique login: `linx`, `wangf2`, `emma.walsh`.
    pub login: Box<str>,
    /// For pictures and forms of address.
    pub gender: Gender,
    /// The name is written in Latin letters, and the person prefers English.
    pub english: bool,
    /// Midnight in Beijing of the first day, in unix milliseconds.
    pub joined_at: i64,
    /// Whom the person reports to; none for the head of the root.
    pub manager: Option<PersonKey>,
    /// The main department.
    pub main: Membership,
    /// A second department, if any.
    pub second: Option<Membership>,
}

/// A place in a department.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The department.
    pub department: DepartmentKey,
    /// What the person is there.
    pub title: &'static str,
}

/// Gender of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// Male.
    Male,
    /// Female.
    Female,
}

/// What a chat is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatKind {
    /// Two people.
    Direct,
    /// Whoever was invited.
    Group,
    /// A department with those below it, and guests.
    Department,
    /// The whole organisation.
    Everyone,
}

/// A conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat {
    /// What it is.
    pub kind: ChatKind,
    /// Its title; empty for a direct chat.
    pub title: String,
    /// Whose chat it is, for [`ChatKind::Department`].
    pub department: Option<DepartmentKey>,
    /// Who owns it; none for a direct chat.
    pub owner: Option<PersonKey>,
    /// A line pinned above the messages, with mentions as in [`Message::text`].
    pub announcement: Option<String>,
    /// When it was made, shortly before its first message, in unix milliseconds.
    pub created_at_ms: i64,
    /// Who is in it, each once, in order of their keys.
    pub members: Vec<Member>,
    /// What was said, in strictly ascending time.
    pub messages: Vec<Message>,
}

/// A member of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonKey,
    /// How many of the messages this member has read, from the first; own messages at the end count as read.
    pub read: u32,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who sent it; a member.
    pub sender: PersonKey,
    /// When, in unix milliseconds.
    pub at_ms: i64,
    /// Markdown. Mentions are `<@KEY>` with the number of a [`PersonKey`] and `<@all>`; see
    /// [`crate::replace_mentions`].
    pub text: String,
    /// The index of the earlier message it answers.
    pub reply_to: Option<u32>,
    /// Reactions to it, each emoji once.
    pub reactions: Vec<Reaction>,
    /// Whether it is pinned in the chat.
    pub pinned: bool,
}

/// The same emoji from one or more members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// The emoji.
    pub emoji: &'static str,
    /// Who, each once.
    pub people: Vec<PersonKey>,
}

impl Office {
    /// Makes an office of `people` (1 to [`MAX_PEOPLE`]; others are brought into that range).
    ///
    /// The same arguments give the same office on every machine. `now_ms` (unix milliseconds) decides when things
    /// were said: within the last three weeks, in the working hours of Beijing, the last of them just before now.
    /// The first sixty people are always the same; with fewer of them, chats in which a missing one speaks fall away.
    #[must_use]
    pub fn generate(seed: u64, people: usize, now_ms: i64) -> Self {
        let people = people.clamp(1, MAX_PEOPLE);
        let mut office = cast::office(people, now_ms);
        let kinds = if people > office.people.len() {
            let names = Names::new(&office.people);
            growth::grow(&mut office, people, now_ms, names, &mut Rng::new(seed, rng::PEOPLE))
        } else {
            growth::Kinds::default()
        };
        stage::play_scripts(&mut office, now_ms, &mut Rng::new(seed, rng::SCRIPTS));
        history::play(&mut office, &kinds, now_ms, &mut Rng::new(seed, rng::HISTORY));
        office
    }

    /// The owner of the organisation: the first person, head of the software centre.
    ///
    /// # Panics
    /// Never for an office from [`Office::generate`]; it has at least one person.
    #[must_use]
    pub fn owner(&self) -> &Person {
        &self.people[0]
    }

    /// The administrator: the second person, who runs the platform. In an office of one, the owner.
    #[must_use]
    pub fn admin(&self) -> &Person {
        self.people.get(1).unwrap_or(&self.people[0])
    }

    /// Ordinary people to sign in as, with unread messages waiting: a clerk, an engineer, the manager of a factory
    /// and a village official (fewer in an office of less than six).
    #[must_use]
    pub fn members(&self) -> &[Person] {
        self.people.get(2..self.people.len().min(6)).unwrap_or_default()
    }

    /// The person with this key of this office.
    ///
    /// # Panics
    /// If the key is from another, larger office.
    #[must_use]
    pub fn person(&self, key: PersonKey) -> &Person {
        &self.people[key.0 as usize]
    }

    /// The department with this key of this office.
    ///
    /// # Panics
    /// If the key is from another, larger office.
    #[must_use]
    pub fn department(&self, key: DepartmentKey) -> &Department {
        &self.departments[key.0 as usize]
    }

    /// The department and those above it, from the root down.
    #[must_use]
    pub fn path(&self, key: DepartmentKey) -> Vec<DepartmentKey> {
        let mut path: Vec<DepartmentKey> =
            std::iter::successors(Some(key), |key| self.department(*key).parent).collect();
        path.reverse();
        path
    }
}

/// What phone numbers begin with; each is followed by `0000` and four digits, so 31 of them serve 310,000 people.
const MOBILE_PREFIXES: [u64; 31] = [
    138, 139, 137, 136, 135, 134, 150, 151, 152, 157, 158, 159, 182, 183, 184, 187, 188, 178, 130, 131, 132,
    155, 156, 185, 186, 176, 133, 153, 180, 181, 189,
];

impl Person {
    /// Six digits with leading zeros, unique: `000042`.
    #[must_use]
    pub fn employee_no(&self) -> String {
        format!("{:06}", self.key.0 + 1)
    }

    /// A unique number of eleven digits that looks like no real one: `13800000042`.
    #[must_use]
    pub fn mobile(&self) -> String {
        let prefix = MOBILE_PREFIXES[(self.key.0 / 10_000) as usize % MOBILE_PREFIXES.len()];
        format!("{prefix}0000{:04}", self.key.0 % 10_000)
    }

    /// A unique address.
    #[must_use]
    pub fn email(&self) -> String {
        format!("{}@wangchuan.example", self.login)
    }

    /// The departments of the person, the main one first.
    pub fn departments(&self) -> impl Iterator<Item = Membership> {
        std::iter::once(self.main).chain(self.second)
    }
}

impl Chat {
    /// How many messages a member has not read; none for someone who is not in the chat.
    #[must_use]
    pub fn unread(&self, person: PersonKey) -> Option<usize> {
        let at = self.members.binary_search_by_key(&person, |member| member.person).ok()?;
        Some(self.messages.len().saturating_sub(self.members[at].read as usize))
    }
}
