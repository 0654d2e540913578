//! Who a row is about: by employee number, or else by mobile number, or else by name and department where only one
//! person can be meant.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

use crate::import_error::{ROW_PERSON_UNCLEAR, ROW_REPEATED, ROW_SAME_PERSON};
use crate::model::contact::key;
use crate::model::import::facts::{Facts, Reader};
use crate::model::import::fields::Field;
use crate::model::import::outcome::Row;
use crate::model::import::present::{Claim, Directory};
use crate::model::import::problem::Problem;
use crate::model::import::tree::Tree;
use crate::model::text::Fault;

/// Rows named where several say the same.
const NAMED: usize = 6;

/// Notes values that several rows have.
pub(crate) fn find_repeated(rows: &mut [Row<'_>], reader: &Reader<'_>) {
    let one = |value: &Option<String>| value.iter().map(|value| key(value)).collect::<Vec<_>>();
    type Values<'v> = &'v dyn Fn(&Facts) -> Vec<String>;
    let fields: [(Field, Values<'_>); 4] = [
        (Field::EmployeeNo, &|facts| one(&facts.employee_no)),
        (Field::Mobile, &|facts| facts.mobiles.clone()),
        (Field::Email, &|facts| one(&facts.email)),
        (Field::Login, &|facts| one(&facts.login)),
    ];
    for (field, values) in fields {
        let pairs = rows.iter().enumerate().flat_map(|(i, row)| {
            let values = values(&row.facts).into_iter();
            values.map(move |value| (value, i))
        });
        let heading = reader.heading(field);
        for (value, found) in repeated(pairs) {
            let fault = Fault::with(&ROW_REPEATED, "lines", lines(rows, &found));
            let problem = Problem::of_cell(&heading, &value, fault);
            found.into_iter().for_each(|i| rows[i].fail(problem.clone()));
        }
    }
}

/// Finds people by what belongs to one person only.
pub(crate) fn by_number_or_mobile(rows: &mut [Row<'_>], directory: &Directory<'_>) {
    for row in rows {
        row.person = find(&row.facts, directory);
    }
}

fn find(facts: &Facts, directory: &Directory<'_>) -> Option<usize> {
    if let Some(number) = &facts.employee_no
        && let Some(found) = directory.holder(&Claim::Number(key(number)))
    {
        return Some(found);
    }
    let by_mobile = facts.mobiles.iter().find_map(|mobile| directory.holder(&Claim::Mobile(mobile.clone())));
    match (&facts.employee_no, by_mobile) {
        (None, Some(found)) => Some(found),
        // Somebody without a number may be given one; somebody else's number is another person.
        (Some(_), Some(found)) => {
            let user = &directory.people[found].user;
            let adopts = user.employee_no.is_none() && Some(&user.name.text) == facts.name.as_ref();
            adopts.then_some(found)
        }
        (None, None) => {
            let name = facts.name.as_deref()?;
            facts.mobiles.iter().find_map(|mobile| directory.gone(name, mobile))
        }
        (Some(_), None) => None,
    }
}

/// Finds the others by name and department, and notes where that is not clear.
pub(crate) fn by_name(rows: &mut [Row<'_>], directory: &Directory<'_>, tree: &Tree, reader: &Reader<'_>) {
    let named: HashSet<usize> = rows.iter().filter_map(|row| row.person).collect();
    let heading = reader.heading(Field::Name);
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (i, row) in rows.iter_mut().enumerate().filter(|(_, row)| row.person.is_none()) {
        let Some(name) = row.facts.name.clone() else { continue };
        let department = row.places.first().map(|place| tree.id(*place));
        let facts = &row.facts;
        let fits = |at: &usize| {
            let person = &directory.people[*at];
            !named.contains(at)
                && (facts.employee_no.is_none() || person.user.employee_no.is_none())
                && (facts.mobiles.is_empty() || person.mobiles().next().is_none())
        };
        let namesakes: Vec<usize> = directory.of_name(&name).filter(fits).collect();
        let is_there = |at: &usize| {
            let mut places = directory.people[*at].memberships.iter();
            match department {
                Some(department) => places.any(|membership| membership.department == department),
                None => places.next().is_none(),
            }
        };
        let there: Vec<usize> = namesakes.iter().copied().filter(is_there).collect();
        let anonymous = facts.employee_no.is_none() && facts.mobiles.is_empty();
        match there[..] {
            [only] => found.push((only, i)),
            [] if !anonymous || department.is_some() || namesakes.is_empty() => {}
            [] => row.fail(Problem::of_cell(
                &heading,
                &name,
                Fault::with(&ROW_PERSON_UNCLEAR, "count", namesakes.len()),
            )),
            _ if anonymous => {
                let fault = Fault::with(&ROW_PERSON_UNCLEAR, "count", there.len());
                row.fail(Problem::of_cell(&heading, &name, fault));
            }
            _ => {}
        }
    }
    let mut by_person: HashMap<usize, Vec<usize>> = HashMap::new();
    for (person, i) in found {
        by_person.entry(person).or_default().push(i);
    }
    for (person, found) in by_person {
        if let [only] = found[..] {
            rows[only].person = Some(person);
            continue;
        }
        // Which of these rows is the person there is?
        for i in found {
            let name = rows[i].facts.name.clone().unwrap_or_default();
            rows[i].fail(Problem::of_cell(&heading, &name, Fault::with(&ROW_PERSON_UNCLEAR, "count", 1)));
        }
    }
}

/// Notes rows that are about one person.
pub(crate) fn find_same_person(rows: &mut [Row<'_>], tree: &Tree, reader: &Reader<'_>) {
    let heading = reader.heading(Field::Name);
    let known = rows.iter().enumerate().filter_map(|(i, row)| Some((row.person?, i)));
    let same = repeated(known).into_values();
    let anonymous = rows.iter().enumerate().filter_map(|(i, row)| {
        let nobody = row.person.is_none() && row.facts.employee_no.is_none() && row.facts.mobiles.is_empty();
        let department = row.places.first().map(|place| tree.id(*place));
        nobody.then(|| ((row.facts.name.clone(), department), i))
    });
    let same: Vec<Vec<usize>> = same.chain(repeated(anonymous).into_values()).collect();
    for found in same {
        let lines = lines(rows, &found);
        for i in found {
            let name = rows[i].facts.name.clone().unwrap_or_default();
            let fault = Fault::with(&ROW_SAME_PERSON, "lines", &lines);
            rows[i].fail(Problem::of_cell(&heading, &name, fault));
        }
    }
}

/// What stands in more than one row, with the rows.
fn repeated<K: Ord + Hash>(pairs: impl Iterator<Item = (K, usize)>) -> BTreeMap<K, Vec<usize>> {
    let mut all: HashMap<K, Vec<usize>> = HashMap::new();
    for (value, row) in pairs {
        all.entry(value).or_default().push(row);
    }
    all.into_iter().filter(|(_, rows)| rows.len() > 1).collect()
}

fn lines(rows: &[Row<'_>], found: &[usize]) -> String {
    let mut lines: Vec<String> = found.iter().take(NAMED).map(|i| rows[*i].facts.line.to_string()).collect();
    if found.len() > NAMED {
        lines.push("…".to_owned());
    }
    lines.join(", ")
}
