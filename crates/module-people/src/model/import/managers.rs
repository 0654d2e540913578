//! Whom a row means by its managers: a number, a mobile number, or a name that only one person has.

use std::collections::{HashMap, HashSet};

use crate::error::MANAGER_SELF;
use crate::import_error::{ROW_MANAGER_UNCLEAR, ROW_MANAGER_UNKNOWN};
use crate::model::contact::{key, phone_number};
use crate::model::import::facts::Reader;
use crate::model::import::fields::Field;
use crate::model::import::outcome::{Row, Who};
use crate::model::import::present::{Claim, Directory};
use crate::model::import::problem::Problem;
use crate::model::text::Fault;

/// Finds the managers that rows name, among the rows and in the directory.
pub(crate) fn resolve(rows: &mut [Row<'_>], directory: &Directory<'_>, reader: &Reader<'_>) {
    let index = Index::new(rows, directory);
    let (direct, dotted) = (reader.heading(Field::Manager), reader.heading(Field::DottedManagers));
    for (i, row) in rows.iter_mut().enumerate() {
        let itself = row.person.map_or(Who::New(i), Who::Here);
        if let Some(text) = row.facts.manager.clone() {
            match index.find(&text, itself) {
                Ok(who) => row.manager = Some(who),
                Err(fault) => row.fail(Problem::of_cell(&direct, &text, fault)),
            }
        }
        let Some(list) = row.facts.dotted.clone() else { continue };
        let mut managers: Vec<Who> = Vec::with_capacity(list.len());
        for text in list {
            match index.find(&text, itself) {
                Ok(who) if managers.contains(&who) || Some(who) == row.manager => {}
                Ok(who) => managers.push(who),
                Err(fault) => row.fail(Problem::of_cell(&dotted, &text, fault)),
            }
        }
        row.dotted = Some(managers);
    }
}

/// Everybody who can be a manager, by what they are called.
struct Index<'d> {
    directory: &'d Directory<'d>,
    rows: HashMap<Claim, Who>,
    /// New people, by name.
    new: HashMap<String, Vec<usize>>,
    /// People of the directory who are in the file.
    named: HashSet<usize>,
}

impl<'d> Index<'d> {
    fn new(rows: &[Row<'_>], directory: &'d Directory<'d>) -> Self {
        let mut index = Self { directory, rows: HashMap::new(), new: HashMap::new(), named: HashSet::new() };
        for (i, row) in rows.iter().enumerate() {
            let who = row.person.map_or(Who::New(i), Who::Here);
            let facts = &row.facts;
            let numbers = facts.employee_no.iter().map(|number| Claim::Number(key(number)));
            let mobiles = facts.mobiles.iter().map(|number| Claim::Mobile(number.clone()));
            index.rows.extend(numbers.chain(mobiles).map(|claim| (claim, who)));
            match who {
                Who::Here(at) => {
                    index.named.insert(at);
                }
                Who::New(_) => {
                    if let Some(name) = &facts.name {
                        index.new.entry(name.clone()).or_default().push(i);
                    }
                }
            }
        }
        index
    }

    fn find(&self, text: &str, itself: Who) -> Result<Who, Fault> {
        let found = self.find_any(text);
        match found[..] {
            [] => Err((&ROW_MANAGER_UNKNOWN).into()),
            [who] if who == itself => Err((&MANAGER_SELF).into()),
            [who] => Ok(who),
            _ => Err(Fault::with(&ROW_MANAGER_UNCLEAR, "count", found.len())),
        }
    }

    fn find_any(&self, text: &str) -> Vec<Who> {
        if let Some(who) = self.by_number(text) {
            return vec![who];
        }
        let named = self.by_name(text);
        if !named.is_empty() {
            return named;
        }
        // 张三（1001）, as exports and people write it.
        let inner = text.strip_suffix([')', '）']).and_then(|text| text.rsplit_once(['(', '（']));
        inner.and_then(|(_, number)| self.by_number(number)).into_iter().collect()
    }

    fn by_number(&self, text: &str) -> Option<Who> {
        let number = Claim::Number(key(text));
        let mobile = || phone_number(text).map(Claim::Mobile);
        let claimed = |claim: Claim| {
            let here = || self.directory.holder(&claim).filter(|at| self.stays(*at)).map(Who::Here);
            self.rows.get(&claim).copied().or_else(here)
        };
        claimed(number).or_else(|| mobile().and_then(claimed))
    }

    fn by_name(&self, name: &str) -> Vec<Who> {
        let here = self.directory.of_name(name).map(Who::Here);
        let new = self.new.get(name).into_iter().flatten().map(|i| Who::New(*i));
        here.chain(new).collect()
    }

    /// Whether somebody is here, or comes back by the file.
    fn stays(&self, at: usize) -> bool {
        self.directory.people[at].is_here() || self.named.contains(&at)
    }
}
