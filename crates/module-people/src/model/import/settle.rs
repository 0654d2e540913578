//! What rows do to one another: values that two people would have, managers who are not imported, circles of managers.
//! A row that fails can make others fail that relied on it, until nothing changes any more.

use std::collections::{HashMap, HashSet};

use kernel::Id;

use crate::error::MANAGER_CYCLE;
use crate::import_error::{ROW_HELD, ROW_HELD_ELSEWHERE, ROW_MANAGER_BAD, ROW_MANAGER_UNKNOWN, ROW_REPEATED};
use crate::model::import::facts::Reader;
use crate::model::import::fields::Field;
use crate::model::import::outcome::{Row, Who};
use crate::model::import::present::{Claim, Directory};
use crate::model::import::problem::Problem;
use crate::model::text::Fault;

/// Rounds in which circles of managers are looked for. Breaking one can close another only where the directory's own
/// lines run against the file's; after so many all rows that move somebody's line are refused.
const ROUNDS: usize = 20;

/// The rows of a file beside the directory.
pub(crate) struct Settling<'a, 's> {
    pub(crate) rows: &'a mut [Row<'s>],
    pub(crate) directory: &'a Directory<'a>,
    pub(crate) reader: &'a Reader<'a>,
    pub(crate) elsewhere: &'a HashSet<Claim>,
    /// People who will leave, by their place in the directory.
    pub(crate) leaving: &'a HashSet<usize>,
}

impl Settling<'_, '_> {
    /// Notes what is wrong with rows beside one another.
    pub(crate) fn settle(&mut self) {
        let links = Links::new(self.rows);
        let mut waiting: Vec<usize> = (0..self.rows.len()).collect();
        let mut told = vec![false; self.rows.len()];
        for round in 0..=ROUNDS {
            while let Some(i) = waiting.pop() {
                if !self.rows[i].is_bad() {
                    self.check(i, &links);
                }
                // Rows that are bad pull down those that rely on them.
                if self.rows[i].is_bad() && !std::mem::replace(&mut told[i], true) {
                    waiting.extend(links.relying_on(&self.rows[i], i, self.directory));
                }
            }
            waiting = self.break_circles(&links, round == ROUNDS);
            if waiting.is_empty() {
                return;
            }
        }
    }

    /// Checks one row against the directory and the other rows as they stand now.
    fn check(&mut self, i: usize, links: &Links) {
        let row = &self.rows[i];
        let Some(wanted) = &row.wanted else { return };
        let mut problems = Vec::new();
        for claim in &wanted.claims {
            let field = match claim {
                Claim::Number(_) => Field::EmployeeNo,
                Claim::Mobile(_) => Field::Mobile,
                Claim::Email(_) => Field::Email,
                Claim::Login(_) => Field::Login,
            };
            let (Claim::Number(value) | Claim::Mobile(value) | Claim::Email(value) | Claim::Login(value)) =
                claim;
            let mut fail = |fault: Fault| {
                problems.push(Problem::of_cell(&self.reader.heading(field), value, fault));
            };
            if self.elsewhere.contains(claim) {
                fail((&ROW_HELD_ELSEWHERE).into());
            }
            if let Some(holder) = self.directory.holder(claim)
                && Some(holder) != row.person
                && self.keeps(holder, claim, links)
            {
                fail(Fault::with(&ROW_HELD, "who", self.directory.people[holder].named()));
            }
            let mut others = links.claiming(claim).filter(|other| *other != i && !self.rows[*other].is_bad());
            if let Some(other) = others.next() {
                let lines = format!("{}, {}", row.facts.line, self.rows[other].facts.line);
                fail(Fault::with(&ROW_REPEATED, "lines", lines));
            }
        }
        let dotted = row.dotted.iter().flatten().map(|who| (Field::DottedManagers, who));
        for (field, who) in row.manager.iter().map(|who| (Field::Manager, who)).chain(dotted) {
            let text = match field {
                Field::Manager => row.facts.manager.clone().unwrap_or_default(),
                _ => row.facts.dotted.as_ref().map(|list| list.join("、")).unwrap_or_default(),
            };
            if let Some(fault) = self.absent(*who, links) {
                problems.push(Problem::of_cell(&self.reader.heading(field), &text, fault));
            }
        }
        problems.into_iter().for_each(|problem| self.rows[i].fail(problem));
    }

    /// Whether the holder of a value still has it afterwards.
    fn keeps(&self, holder: usize, claim: &Claim, links: &Links) -> bool {
        if claim.ends_with_leaving() && self.leaving.contains(&holder) {
            return false;
        }
        let row = links.row_of(holder).map(|i| &self.rows[i]).filter(|row| !row.is_bad());
        match row.and_then(|row| row.wanted.as_ref()) {
            Some(wanted) => wanted.claims.contains(claim),
            None => true,
        }
    }

    /// Why somebody will not be there to be a manager.
    fn absent(&self, who: Who, links: &Links) -> Option<Fault> {
        let bad = |i: usize| self.rows[i].is_bad().then(|| self.rows[i].facts.line);
        let line = match who {
            Who::New(i) => bad(i),
            Who::Here(at) if self.leaving.contains(&at) => return Some((&ROW_MANAGER_UNKNOWN).into()),
            Who::Here(at) if self.directory.people[at].is_here() => None,
            // Somebody who left and whom the file brings back.
            Who::Here(at) => match links.row_of(at) {
                Some(i) => bad(i),
                None => return Some((&ROW_MANAGER_UNKNOWN).into()),
            },
        };
        line.map(|line| Fault::with(&ROW_MANAGER_BAD, "line", line))
    }

    /// Notes circles of managers; the rows that fail by it. `all`: every row that changes a manager is refused.
    fn break_circles(&mut self, links: &Links, all: bool) -> Vec<usize> {
        let mut lines: HashMap<Id, Id> = HashMap::with_capacity(self.directory.people.len());
        for (at, person) in self.directory.people.iter().enumerate() {
            let replaced = links.row_of(at).is_some_and(|i| !self.rows[i].is_bad());
            if let Some(manager) = person.manager.filter(|_| !replaced) {
                lines.insert(person.user.id, manager);
            }
        }
        let mut moved: HashMap<Id, usize> = HashMap::new();
        for (i, row) in self.rows.iter().enumerate().filter(|(_, row)| !row.is_bad()) {
            let Some(wanted) = &row.wanted else { continue };
            if let Some(manager) = wanted.person.manager {
                lines.insert(row.id, manager);
            }
            if row.manager.is_some() && wanted.managers {
                moved.insert(row.id, i);
            }
        }
        let circled: Vec<usize> = match all {
            false => in_circles(&lines).into_iter().filter_map(|id| moved.get(&id).copied()).collect(),
            true if in_circles(&lines).is_empty() => Vec::new(),
            true => moved.into_values().collect(),
        };
        let heading = self.reader.heading(Field::Manager);
        for i in &circled {
            let text = self.rows[*i].facts.manager.clone().unwrap_or_default();
            self.rows[*i].fail(Problem::of_cell(&heading, &text, &MANAGER_CYCLE));
        }
        circled
    }
}

/// Which rows rely on which.
struct Links {
    by_person: HashMap<usize, usize>,
    by_claim: HashMap<Claim, Vec<usize>>,
    by_manager: HashMap<Who, Vec<usize>>,
}

impl Links {
    fn new(rows: &[Row<'_>]) -> Self {
        let mut links = Self {
            by_person: HashMap::with_capacity(rows.len()),
            by_claim: HashMap::with_capacity(rows.len() * 3),
            by_manager: HashMap::with_capacity(rows.len()),
        };
        for (i, row) in rows.iter().enumerate() {
            if let Some(person) = row.person {
                links.by_person.insert(person, i);
            }
            for claim in row.wanted.iter().flat_map(|wanted| &wanted.claims) {
                links.by_claim.entry(claim.clone()).or_default().push(i);
            }
            for who in row.manager.iter().chain(row.dotted.iter().flatten()) {
                links.by_manager.entry(*who).or_default().push(i);
            }
        }
        links
    }

    fn row_of(&self, person: usize) -> Option<usize> {
        self.by_person.get(&person).copied()
    }

    fn claiming(&self, claim: &Claim) -> impl Iterator<Item = usize> + '_ {
        self.by_claim.get(claim).into_iter().flatten().copied()
    }

    /// The rows that a failing row may take with it: those that take what its person now keeps, and those that report
    /// to somebody who will not be there.
    fn relying_on(&self, row: &Row<'_>, i: usize, directory: &Directory<'_>) -> Vec<usize> {
        let mut relying = Vec::new();
        let who = row.person.map_or(Who::New(i), Who::Here);
        relying.extend(self.by_manager.get(&who).into_iter().flatten());
        if let Some(person) = row.person {
            for claim in directory.people[person].claims() {
                relying.extend(self.claiming(&claim).filter(|other| *other != i));
            }
        }
        relying
    }
}

/// Everybody whose line of managers leads back to them.
fn in_circles(lines: &HashMap<Id, Id>) -> Vec<Id> {
    let mut seen: HashMap<Id, usize> = HashMap::with_capacity(lines.len());
    let mut circled = Vec::new();
    for (walk, start) in lines.keys().enumerate() {
        let mut at = *start;
        while !seen.contains_key(&at) {
            seen.insert(at, walk);
            match lines.get(&at) {
                Some(above) => at = *above,
                None => break,
            }
        }
        // Where this walk met its own way, a circle begins.
        if lines.contains_key(&at) && seen.get(&at) == Some(&walk) {
            let first = at;
            loop {
                circled.push(at);
                at = lines[&at];
                if at == first {
                    break;
                }
            }
        }
    }
    circled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles(pairs: &[(i64, i64)]) -> Vec<i64> {
        let lines = pairs.iter().map(|(user, manager)| (Id(*user), Id(*manager))).collect();
        let mut found: Vec<i64> = in_circles(&lines).into_iter().map(|id| id.0).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn everybody_in_a_circle_is_found_and_nobody_else() {
        assert_eq!(circles(&[(1, 2), (2, 3), (4, 2)]), [0_i64; 0]);
        assert_eq!(circles(&[(9, 1), (1, 2), (2, 3), (3, 1), (5, 6), (6, 5), (7, 7)]), [1, 2, 3, 5, 6, 7]);
    }

    #[test]
    fn very_long_lines_take_no_long_time() {
        let long: Vec<(i64, i64)> = (1..100_000).map(|n| (n, n + 1)).collect();
        assert_eq!(circles(&long), [0_i64; 0]);
        let round: Vec<(i64, i64)> = (1..=50_000).map(|n| (n, n % 50_000 + 1)).collect();
        assert_eq!(circles(&round).len(), 50_000);
    }
}
