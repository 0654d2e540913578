//! What an import would do, row by row, and the plan that does it.

use std::collections::HashSet;

use kernel::{Id, Millis};
use sha2::{Digest, Sha256};

use crate::by::By;
use crate::error::TOO_MANY_DEPARTMENTS;
use crate::import_error::{IMPORT_NO_NAME_COLUMN, IMPORT_NO_ROWS};
use crate::model::contact::key;
use crate::model::import::changes::{Context, NewPeople};
use crate::model::import::facts::Reader;
use crate::model::import::fields::{Field, Mapping};
use crate::model::import::identify;
use crate::model::import::outcome::Row;
use crate::model::import::present::{Directory, Present};
use crate::model::import::problem::Problem;
use crate::model::import::settle::Settling;
use crate::model::import::sheet::Table;
use crate::model::import::tree::Tree;
use crate::model::import::{PreviewRow, RowKind, Summary, check, managers};
use crate::model::limits;
use crate::model::plan::{Plan, Planned};
use crate::model::text::Fault;
use crate::model::user::settle_primary;

/// What is asked of an import.
pub(crate) struct Request<'r> {
    /// The organisation.
    pub(crate) org: Id,
    /// Who asks.
    pub(crate) by: &'r By,
    /// The table.
    pub(crate) table: &'r Table,
    /// What its columns fill.
    pub(crate) mapping: &'r Mapping,
    /// Whether people who are not in the file are to leave.
    pub(crate) include_leaving: bool,
    /// When.
    pub(crate) now: Millis,
}

/// What an import would do.
pub(crate) struct Preview {
    /// The fate of every row; after them, who is not in the file.
    pub(crate) rows: Vec<PreviewRow>,
    /// How many of each.
    pub(crate) summary: Summary,
    /// What does it. Bad rows are not in it.
    pub(crate) plan: Plan,
    /// Tells one outcome from another: what was looked at is what is applied.
    pub(crate) digest: String,
    /// What stands against importing at all.
    pub(crate) problem: Option<Fault>,
}

/// Compares a table with the directory. `next` makes ids.
pub(crate) fn work_out(request: &Request<'_>, present: &Present, next: &dyn Fn() -> Id) -> Preview {
    if request.mapping.column(Field::Name).is_none() && request.mapping.column(Field::EmployeeNo).is_none() {
        return Preview { problem: Some((&IMPORT_NO_NAME_COLUMN).into()), ..Preview::empty(0) };
    }
    // A template sent back as it came, say: that nobody is in it must not make everybody leave.
    let never = |_: &str| false;
    let without_tree = reader(request, present, &never);
    if request.table.rows.iter().all(|row| without_tree.read(row).is_none()) {
        return Preview { problem: Some((&IMPORT_NO_ROWS).into()), ..Preview::empty(0) };
    }
    let directory = Directory::new(present);
    let mut tree = Tree::new(request.org, &present.departments);
    let reach = request.by.reach();
    let columns = &request.table.columns;
    let (mut rows, headings) = {
        let known = |name: &str| tree.knows(name);
        let reader = reader(request, present, &known);
        let mut rows = read(&reader, &request.table.rows, next);
        identify::find_repeated(&mut rows, &reader);
        identify::by_number_or_mobile(&mut rows, &directory);
        (rows, reader.heading(Field::Department))
    };
    for row in &mut rows {
        if let Some(at) = row.person {
            row.id = present.people[at].user.id;
        }
        // Where a name stands at several places of the tree, it is where the person, or anybody of that name, is.
        let name = row.facts.name.as_deref().unwrap_or_default();
        let people: Vec<usize> = match row.person {
            Some(at) => vec![at],
            None => directory.of_name(name).collect(),
        };
        let own: Vec<Id> = people
            .iter()
            .flat_map(|at| present.people[*at].memberships.iter().map(|membership| membership.department))
            .collect();
        for path in std::mem::take(&mut row.facts.paths) {
            match tree.resolve(&path, &reach, &own, next) {
                // The same department by two paths.
                Ok(place) if row.places.contains(&place) => {}
                Ok(place) => {
                    row.places.push(place);
                    row.facts.paths.push(path);
                }
                Err(fault) => row.fail(Problem::of_cell(&headings, &path.names.join("/"), fault)),
            }
        }
    }
    let reader = Reader { columns, mapping: request.mapping, attributes: &present.attributes, known: &never };
    identify::by_name(&mut rows, &directory, &tree, &reader);
    for row in &mut rows {
        match row.person {
            Some(at) => row.id = present.people[at].user.id,
            // Whoever is new needs a name.
            None if row.facts.name.is_none() && !row.is_bad() => {
                row.fail(Problem::of_all(&IMPORT_NO_NAME_COLUMN));
            }
            None => {}
        }
    }
    identify::find_same_person(&mut rows, &tree, &reader);
    managers::resolve(&mut rows, &directory, &reader);

    let new = NewPeople::of(&rows);
    let context = Context {
        org: request.org,
        now: request.now,
        reach: &reach,
        directory: &directory,
        tree: &tree,
        reader: &reader,
        new: &new,
    };
    for row in &mut rows {
        let wanted = context.work_out(row);
        let before = row.person.map(|at| &present.people[at]);
        if !row.is_bad()
            && let Some(code) = check::refusal(request.by, &tree, before, &wanted)
        {
            row.fail(Problem::of_all(code));
        }
        row.wanted = Some(wanted);
    }
    let absent = absent(request, present, &rows, &tree);
    let leaving: HashSet<usize> =
        if request.include_leaving { absent.iter().copied().collect() } else { HashSet::new() };
    Settling {
        rows: &mut rows,
        directory: &directory,
        reader: &reader,
        elsewhere: &present.elsewhere,
        leaving: &leaving,
    }
    .settle();
    finish(request, present, rows, &absent, &mut tree)
}

fn reader<'r>(request: &Request<'r>, present: &'r Present, known: &'r dyn Fn(&str) -> bool) -> Reader<'r> {
    Reader {
        columns: &request.table.columns,
        mapping: request.mapping,
        attributes: &present.attributes,
        known,
    }
}

fn read<'s>(reader: &Reader<'_>, sheet: &'s [engine_sheet::SheetRow], next: &dyn Fn() -> Id) -> Vec<Row<'s>> {
    sheet
        .iter()
        .filter_map(|sheet| {
            Some(Row {
                sheet,
                facts: reader.read(sheet)?,
                person: None,
                id: next(),
                places: Vec::new(),
                manager: None,
                dotted: None,
                wanted: None,
            })
        })
        .collect()
}

/// People with an employee number, administered by whoever asks, who are not in the file. There are none without a
/// column of numbers: nobody could be told from somebody else.
fn absent(request: &Request<'_>, present: &Present, rows: &[Row<'_>], tree: &Tree) -> Vec<usize> {
    if request.mapping.column(Field::EmployeeNo).is_none() {
        return Vec::new();
    }
    let named: HashSet<usize> = rows.iter().filter_map(|row| row.person).collect();
    let numbers: HashSet<String> =
        rows.iter().filter_map(|row| row.facts.employee_no.as_deref().map(key)).collect();
    let people = present.people.iter().enumerate().filter(|(at, person)| {
        let number = person.user.employee_no.as_deref().map(key);
        person.is_here()
            && number.is_some_and(|number| !numbers.contains(&number))
            && !named.contains(at)
            && check::may_leave(request.by, tree, person)
    });
    people.map(|(at, _)| at).collect()
}

/// The fate of every row, and the plan.
fn finish(
    request: &Request<'_>,
    present: &Present,
    rows: Vec<Row<'_>>,
    absent: &[usize],
    tree: &mut Tree,
) -> Preview {
    let mut preview = Preview::empty(rows.len() + absent.len());
    for row in rows {
        preview.take(row, present, tree);
    }
    for at in absent {
        let user = &present.people[*at].user;
        preview.rows.push(PreviewRow {
            line: None,
            kind: RowKind::Leaving,
            name: user.name.text.clone(),
            employee_no: user.employee_no.clone(),
            user: Some(user.id),
            changes: Vec::new(),
            problems: Vec::new(),
            cells: Vec::new(),
        });
        preview.summary.count(RowKind::Leaving);
        if request.include_leaving {
            preview.plan.leave.push(user.id);
        }
    }
    preview.plan.departments = tree.wanted(request.now);
    let departments = i64::try_from(tree.count_wanted()).unwrap_or(i64::MAX);
    if !preview.plan.departments.is_empty() && departments > limits::DEPARTMENTS {
        preview.problem = Some(Fault::with(&TOO_MANY_DEPARTMENTS, "max", limits::DEPARTMENTS));
    }
    preview.digest = digest(&preview.rows, request.include_leaving);
    preview
}

impl Preview {
    /// A preview without rows, with room for some.
    pub(crate) fn empty(rows: usize) -> Self {
        Self {
            rows: Vec::with_capacity(rows),
            summary: Summary::default(),
            plan: Plan::default(),
            digest: String::new(),
            problem: None,
        }
    }

    /// Takes in a row whose fate is sealed.
    fn take(&mut self, row: Row<'_>, present: &Present, tree: &mut Tree) {
        let before = row.person.map(|at| &present.people[at]);
        let bad = row.is_bad();
        let Row { sheet, facts, places, wanted, .. } = row;
        let is_added = before.is_none_or(|before| !before.is_here());
        let kind = match &wanted {
            _ if bad => RowKind::Bad,
            None => RowKind::Unchanged,
            Some(_) if is_added => RowKind::Added,
            Some(wanted) if wanted.moved => RowKind::Moved,
            Some(wanted) if wanted.facts || wanted.places => RowKind::Changed,
            Some(_) => RowKind::Unchanged,
        };
        self.summary.count(kind);
        let known = before.map(|before| before.user.name.text.clone());
        self.rows.push(PreviewRow {
            line: Some(facts.line),
            kind,
            name: facts.name.or(known).unwrap_or_default(),
            employee_no: facts.employee_no.or_else(|| before?.user.employee_no.clone()),
            user: before.map(|before| before.user.id),
            changes: match &wanted {
                Some(wanted) if !bad => wanted.changes.clone(),
                _ => Vec::new(),
            },
            problems: facts.problems,
            cells: if bad { sheet.cells.iter().chain(&sheet.extra).cloned().collect() } else { Vec::new() },
        });
        let Some(wanted) = wanted.filter(|_| !matches!(kind, RowKind::Bad | RowKind::Unchanged)) else {
            return;
        };
        places.into_iter().for_each(|place| tree.want(place));
        let person = wanted.person;
        let is_new = before.is_none();
        let managers = (person.manager, person.dotted);
        let has_managers = managers.0.is_some() || !managers.1.is_empty();
        let planned = Planned {
            phones: (is_new || wanted.phones).then_some(person.phones),
            memberships: (is_new || wanted.places).then(|| {
                let mut memberships = person.memberships;
                settle_primary(&mut memberships);
                memberships
            }),
            managers: (wanted.managers || (is_new && has_managers)).then_some(managers),
            attributes: wanted.attributes,
            ..Planned::new(person.user)
        };
        if is_new { self.plan.add.push(planned) } else { self.plan.change.push(planned) }
    }
}

/// What two previews are compared by. People who are not in the file count only where they are to leave.
fn digest(rows: &[PreviewRow], include_leaving: bool) -> String {
    let mut hash = Sha256::new();
    for row in rows.iter().filter(|row| include_leaving || row.kind != RowKind::Leaving) {
        let codes: Vec<&str> = row.problems.iter().map(|problem| &*problem.code).collect();
        let line = serde_json::json!([row.line, row.kind, row.name, row.user, row.changes, codes]);
        hash.update(line.to_string());
        hash.update([b'\n']);
    }
    let bytes = hash.finalize();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
