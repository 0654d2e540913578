//! Names as they are common in China, with logins made from their pinyin.

use std::collections::HashMap;

use crate::office::{Gender, Person};
use crate::rng::Rng;
use crate::text::{At, lines};

const SURNAMES: &str = include_str!("../data/surnames.txt");
const GIVEN: &str = include_str!("../data/given.txt");
const ENGLISH: &str = include_str!("../data/english.txt");

/// Of a thousand people, how many have a name in Latin letters, and a given name of one character.
const ENGLISH_NAMES: u32 = 4;
const SHORT_NAMES: u32 = 180;

/// A new person's name.
pub(crate) struct Named {
    pub(crate) name: Box<str>,
    pub(crate) login: Box<str>,
    pub(crate) gender: Gender,
    pub(crate) english: bool,
}

/// A part of a name with its pinyin.
#[derive(Clone, Copy)]
struct Part {
    text: &'static str,
    pinyin: &'static str,
}

/// Parts to draw from by how common they are.
#[derive(Default)]
struct Urn {
    parts: Vec<Part>,
    /// Sums of the weights up to and including each part.
    sums: Vec<u32>,
}

impl Urn {
    fn add(&mut self, part: Part, weight: u32) {
        let before = self.sums.last().copied().unwrap_or(0);
        self.parts.push(part);
        self.sums.push(before + weight);
    }

    fn draw(&self, rng: &mut Rng) -> Part {
        let drawn = rng.below(self.sums.last().copied().unwrap_or(0));
        self.parts[self.sums.partition_point(|sum| *sum <= drawn)]
    }
}

/// Characters of given names by where they stand.
#[derive(Default)]
struct Given {
    first: Urn,
    last: Urn,
}

/// Makes names; logins never repeat.
pub(crate) struct Names {
    surnames: Urn,
    male: Given,
    female: Given,
    english: Vec<(&'static str, Gender)>,
    families: Vec<&'static str>,
    /// How often each login without its number was given.
    logins: HashMap<Box<str>, u32>,
}

impl Names {
    /// Ready to name people besides `present`.
    pub(crate) fn new(present: &[Person]) -> Self {
        let mut names = Self {
            surnames: Urn::default(),
            male: Given::default(),
            female: Given::default(),
            english: Vec::new(),
            families: Vec::new(),
            logins: HashMap::new(),
        };
        for person in present {
            let stem = person.login.trim_end_matches(|c: char| c.is_ascii_digit());
            *names.logins.entry(stem.into()).or_default() += 1;
        }
        for (number, line) in lines(SURNAMES) {
            let [text, pinyin, weight] = line.split(' ').collect::<Vec<_>>()[..] else {
                At { file: "surnames.txt", line: number }.wrong("three fields are needed")
            };
            names.surnames.add(Part { text, pinyin }, weight_of("surnames.txt", number, weight));
        }
        for (number, line) in lines(GIVEN) {
            let [text, pinyin, who, weight] = line.split(' ').collect::<Vec<_>>()[..] else {
                At { file: "given.txt", line: number }.wrong("four fields are needed")
            };
            let weight = weight_of("given.txt", number, weight);
            let (who, place) = who.split_at(1);
            for (urns, other) in [(&mut names.male, "f"), (&mut names.female, "m")] {
                if who != other {
                    if place != "2" {
                        urns.first.add(Part { text, pinyin }, weight);
                    }
                    if place != "1" {
                        urns.last.add(Part { text, pinyin }, weight);
                    }
                }
            }
        }
        let mut english = lines(ENGLISH);
        for (number, line) in english.by_ref().take_while(|(_, line)| *line != "---") {
            match line.split_once(' ') {
                Some((name, "m")) => names.english.push((name, Gender::Male)),
                Some((name, "f")) => names.english.push((name, Gender::Female)),
                _ => At { file: "english.txt", line: number }.wrong("a name and m or f"),
            }
        }
        names.families.extend(english.map(|(_, line)| line));
        names
    }

    /// The next name.
    pub(crate) fn draw(&mut self, rng: &mut Rng) -> Named {
        if rng.chance(ENGLISH_NAMES) {
            let (given, gender) = *rng.pick(&self.english);
            let family = *rng.pick(&self.families);
            let login = self.login(&format!("{}.{}", given.to_lowercase(), family.to_lowercase()));
            return Named { name: format!("{given} {family}").into(), login, gender, english: true };
        }
        let (gender, given) =
            if rng.chance(500) { (Gender::Male, &self.male) } else { (Gender::Female, &self.female) };
        let surname = self.surnames.draw(rng);
        let mut name = String::from(surname.text);
        let mut stem = String::from(surname.pinyin);
        let first = (!rng.chance(SHORT_NAMES)).then(|| given.first.draw(rng));
        for part in first.into_iter().chain([given.last.draw(rng)]) {
            name.push_str(part.text);
            stem.push_str(&part.pinyin[..1]);
        }
        let login = self.login(&stem);
        Named { name: name.into(), login, gender, english: false }
    }

    /// The stem, with a number from the second person on. Stems have no digits, so numbers cannot collide.
    fn login(&mut self, stem: &str) -> Box<str> {
        let given = self.logins.entry(stem.into()).or_default();
        *given += 1;
        if *given == 1 { stem.into() } else { format!("{stem}{given}").into() }
    }
}

fn weight_of(file: &str, number: usize, weight: &str) -> u32 {
    weight.parse().unwrap_or_else(|_| At { file, line: number }.wrong("the last field is a number"))
}
