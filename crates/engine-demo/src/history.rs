//! Chats of larger offices: departments and projects that talk in short dialogues.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::calendar::{self, MINUTE};
use crate::growth::{Kind, Kinds};
use crate::office::{Chat, ChatKind, DepartmentKey, Message, Office, PersonKey, Reaction};
use crate::rng::Rng;
use crate::script::{self, Entry, When};
use crate::stage::{Clock, Times, Words, read_marks, render};
use crate::text::{At, section};

const OFFICE: &str = include_str!("../data/pieces/office.txt");
const VILLAGE: &str = include_str!("../data/pieces/village.txt");
const SCHOOL: &str = include_str!("../data/pieces/school.txt");
const HOSPITAL: &str = include_str!("../data/pieces/hospital.txt");
const UNITS: &str = include_str!("../data/units.txt");

/// Chats besides the scripted ones: one for so many people, at most this many. A demonstration wants to show
/// many chats, not to fill a disk.
const PEOPLE_PER_CHAT: usize = 40;
const MOST_CHATS: usize = 180;

/// Messages of all of them together.
const MOST_MESSAGES: usize = 19_000;

/// Every so many chats, one is a project across departments, and one has a long history.
const PROJECT_EVERY: usize = 5;
const LONG_EVERY: usize = 30;

/// Working days of history.
const DAYS: u32 = 15;

/// How much is said in a chat: the places for a dialogue in a day, and of a thousand of them how many are used.
#[derive(Clone, Copy)]
struct Pace {
    places: u32,
    used: u32,
}

const USUAL: Pace = Pace { places: 2, used: 350 };
const LONG: Pace = Pace { places: 18, used: 1_000 };

/// Talk goes on from 8:40 to 17:40.
const MORNING: i64 = 520 * MINUTE;
const TALKING: i64 = 540 * MINUTE;

/// A department needs a few people to talk.
const LEAST_PEOPLE: usize = 3;

type Piece = Vec<Entry>;

/// Adds these chats to an office that was grown.
pub(crate) fn play(office: &mut Office, kinds: &Kinds, now_ms: i64, rng: &mut Rng) {
    let pieces = Pieces::new();
    let clock = Clock::new(now_ms);
    let projects = section(UNITS, "projects");
    let rooms = rooms(office, kinds);
    let chats = (office.people.len() / PEOPLE_PER_CHAT).min(MOST_CHATS).min(rooms.len());
    let mut left = MOST_MESSAGES;
    for number in 0..chats {
        // Spread over all departments.
        let room = &rooms[number * rooms.len() / chats];
        let (plan, kind) = if number % PROJECT_EVERY == PROJECT_EVERY - 1 {
            (project(number / PROJECT_EVERY, &projects, &rooms, rng), Kind::Office)
        } else {
            (department(office, room), room.kind)
        };
        let pace = if number % LONG_EVERY == 0 { LONG } else { USUAL };
        let messages = talk(&plan.people, pieces.of(kind), pace, &clock, rng);
        let Some(rest) = left.checked_sub(messages.len()) else { continue };
        left = rest;
        office.chats.push(chat(plan, messages, rng));
    }
}

/// A department in which people talk.
struct Room {
    department: DepartmentKey,
    kind: Kind,
    /// Its head first.
    people: Vec<PersonKey>,
}

/// The lowest of the grown departments, so that the people of a room are all people of its department.
fn rooms(office: &Office, kinds: &Kinds) -> Vec<Room> {
    let mut rooms: Vec<Room> =
        kinds.departments().map(|(department, kind)| Room { department, kind, people: Vec::new() }).collect();
    let first = rooms.first().map_or(0, |room| room.department.0);
    for person in &office.people {
        for membership in person.departments() {
            let index = membership.department.0.checked_sub(first);
            if let Some(room) = index.and_then(|index| rooms.get_mut(index as usize)) {
                room.people.push(person.key);
            }
        }
    }
    let parents: HashSet<DepartmentKey> =
        office.departments.iter().filter_map(|department| department.parent).collect();
    rooms.retain(|room| room.people.len() >= LEAST_PEOPLE && !parents.contains(&room.department));
    rooms
}

/// A chat before anything is said in it.
struct Plan {
    kind: ChatKind,
    title: String,
    department: Option<DepartmentKey>,
    /// Its owner first.
    people: Vec<PersonKey>,
}

fn department(office: &Office, room: &Room) -> Plan {
    // 综合科 alone says little among three hundred of them, so the department above comes before it.
    let above =
        office.department(room.department).parent.map(|parent| office.department(parent).name.as_str());
    let title = format!("{}{}", above.unwrap_or_default(), office.department(room.department).name);
    Plan { kind: ChatKind::Department, title, department: Some(room.department), people: room.people.clone() }
}

/// A group of people from departments near each other in the tree, so that they may well know each other.
fn project(number: usize, projects: &[&str], rooms: &[Room], rng: &mut Rng) -> Plan {
    let name = projects[number % projects.len()];
    let title = match number / projects.len() {
        0 => format!("{name}专班"),
        round => format!("{name}专班（第{}组）", round + 1),
    };
    let mut people: Vec<PersonKey> = Vec::new();
    let near = rng.below(u32::try_from(rooms.len()).unwrap_or(u32::MAX)) as usize;
    for room in rooms.iter().cycle().skip(near).take(rng.between(6, 20) as usize) {
        let person = *rng.pick(&room.people);
        if !people.contains(&person) {
            people.push(person);
        }
    }
    Plan { kind: ChatKind::Group, title, department: None, people }
}

fn chat(plan: Plan, messages: Vec<Message>, rng: &mut Rng) -> Chat {
    let Plan { kind, title, department, people } = plan;
    let owner = people.first().copied();
    let members: BTreeSet<PersonKey> = people.into_iter().collect();
    Chat {
        kind,
        title,
        department,
        owner,
        announcement: None,
        created_at_ms: messages.first().map_or(0, |first| first.at_ms - 3 * MINUTE),
        members: read_marks(&members, &messages, &HashMap::new(), rng),
        messages,
    }
}

/// Dialogues over the last weeks, the last of them just before now.
fn talk(people: &[PersonKey], pieces: &[Piece], pace: Pace, clock: &Clock, rng: &mut Rng) -> Vec<Message> {
    let mut messages = Vec::new();
    let mut last = usize::MAX;
    let slot = TALKING / i64::from(pace.places);
    for ago in (1..=DAYS).rev() {
        let day = calendar::workdays_before(clock.today, ago);
        for place in 0..pace.places {
            if !rng.chance(pace.used) {
                continue;
            }
            let from = messages.len();
            let mut times = Times::default();
            let pause = u32::try_from(slot / 2 / MINUTE).unwrap_or(0);
            say(&mut messages, &mut times, people, next(pieces, &mut last, rng), (day, pause), rng);
            let begin = calendar::moment(day, MORNING + i64::from(place) * slot);
            let spare = u32::try_from(slot - times.length()).unwrap_or(0);
            let start = begin + i64::from(rng.below(spare));
            times.set(&mut messages[from..], start, Some(begin + slot - 1));
        }
    }
    let mut times = Times::default();
    times.open(When::Minutes(rng.between(15, 55)));
    say(&mut messages, &mut times, people, next(pieces, &mut last, rng), (clock.today, 0), rng);
    times.close(&mut messages, clock);
    messages
}

/// Any piece but the one that came last.
fn next<'p>(pieces: &'p [Piece], last: &mut usize, rng: &mut Rng) -> &'p Piece {
    let count = u32::try_from(pieces.len()).unwrap_or(1);
    let mut index = rng.below(count) as usize;
    if index == *last {
        index = (index + 1) % pieces.len();
    }
    *last = index;
    &pieces[index]
}

/// Plays one piece; `A` is the first of the people, `B` to `F` any others. Pauses (minutes) are cut to what the place in
/// the day allows.
fn say(
    messages: &mut Vec<Message>,
    times: &mut Times,
    people: &[PersonKey],
    piece: &Piece,
    (day, longest_pause): (i64, u32),
    rng: &mut Rng,
) {
    let offset = rng.below(u32::try_from(people.len()).unwrap_or(1)) as usize;
    let person = |role: &str| {
        let place = usize::from(role.bytes().next()?.checked_sub(b'A')?);
        let others = people.len() - 1;
        Some(if place == 0 { people[0] } else { people[1 + (offset + place) % others] })
    };
    let words = Words { person: &person, day, today: day, choices: true };
    for entry in piece {
        let said = match entry {
            Entry::Said(said) => said,
            Entry::Pause(minutes) => {
                times.pause((*minutes).min(longest_pause));
                continue;
            }
            Entry::Session(_) => continue,
        };
        let (Some(sender), Some(text)) =
            (person(said.who), render(At { file: "pieces", line: said.line }, &said.text, &words, rng))
        else {
            continue;
        };
        let reactions = said
            .reactions
            .iter()
            .map(|(emoji, roles)| {
                let reacting: BTreeSet<PersonKey> = roles.iter().filter_map(|role| person(role)).collect();
                Reaction { emoji, people: reacting.into_iter().collect() }
            })
            .collect();
        times.say(&text, rng);
        messages.push(Message { sender, at_ms: 0, text, reply_to: None, reactions, pinned: said.pinned });
    }
}

/// The dialogues of each kind of department.
struct Pieces {
    office: Vec<Piece>,
    village: Vec<Piece>,
    school: Vec<Piece>,
    hospital: Vec<Piece>,
}

impl Pieces {
    fn new() -> Self {
        Self {
            office: script::pieces("pieces/office.txt", OFFICE),
            village: script::pieces("pieces/village.txt", VILLAGE),
            school: script::pieces("pieces/school.txt", SCHOOL),
            hospital: script::pieces("pieces/hospital.txt", HOSPITAL),
        }
    }

    fn of(&self, kind: Kind) -> &[Piece] {
        match kind {
            Kind::Office => &self.office,
            Kind::Village => &self.village,
            Kind::School => &self.school,
            Kind::Hospital => &self.hospital,
        }
    }
}
