//! The tree of departments as it is and as it grows: from a path that somebody wrote to a department.

use std::collections::HashMap;

use kernel::{Id, Millis};

use crate::error::{DEPARTMENT_TOO_DEEP, OUT_OF_SCOPE};
use crate::import_error::ROW_DEPARTMENT_UNCLEAR;
use crate::model::department::{Department, depth, name_key, path_below};
use crate::model::import::cells::Path;
use crate::model::limits;
use crate::model::role::{Reach, is_within};
use crate::model::text::Fault;
use crate::model::user::Name;

/// Paths named when a name stands at several places.
const NAMED: usize = 4;

/// A department by its place in the [`Tree`].
pub(crate) type Place = usize;

/// The departments there are, and those that rows ask for.
pub(crate) struct Tree {
    org: Id,
    nodes: Vec<Node>,
    children: HashMap<(Option<Place>, String), Place>,
    by_name: HashMap<String, Vec<Place>>,
    by_id: HashMap<Id, Place>,
    /// How many of the nodes are in the directory.
    present: usize,
}

struct Node {
    id: Id,
    parent: Option<Place>,
    name: String,
    position: i64,
    path: String,
    /// Whether a row that is imported needs it.
    wanted: bool,
}

impl Tree {
    /// The departments of an organisation, parents before children.
    pub(crate) fn new(org: Id, departments: &[Department]) -> Self {
        let mut tree = Self {
            org,
            nodes: Vec::with_capacity(departments.len()),
            children: HashMap::with_capacity(departments.len()),
            by_name: HashMap::with_capacity(departments.len()),
            by_id: HashMap::with_capacity(departments.len()),
            present: 0,
        };
        for department in departments {
            let parent = department.parent.and_then(|id| tree.by_id.get(&id).copied());
            let place = tree.add(Node {
                id: department.id,
                parent,
                name: department.name.text.clone(),
                position: department.position,
                path: department.path.clone(),
                wanted: false,
            });
            tree.by_name.entry(name_key(&department.name.text)).or_default().push(place);
        }
        tree.present = tree.nodes.len();
        tree
    }

    fn add(&mut self, node: Node) -> Place {
        let place = self.nodes.len();
        self.children.insert((node.parent, name_key(&node.name)), place);
        self.by_id.insert(node.id, place);
        self.nodes.push(node);
        place
    }

    /// Whether a department of the directory is called so.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.by_name.contains_key(&name_key(name.trim()))
    }

    /// The department of an id.
    pub(crate) fn find(&self, id: Id) -> Option<Place> {
        self.by_id.get(&id).copied()
    }

    pub(crate) fn id(&self, place: Place) -> Id {
        self.nodes[place].id
    }

    /// Ids from the top to it: what reach is compared with.
    pub(crate) fn path(&self, place: Place) -> &str {
        &self.nodes[place].path
    }

    /// Names from the top to it, as people write paths.
    pub(crate) fn text(&self, place: Place) -> String {
        let mut names = Vec::new();
        let mut at = Some(place);
        while let Some(place) = at {
            names.push(self.nodes[place].name.as_str());
            at = self.nodes[place].parent;
        }
        names.reverse();
        names.join("/")
    }

    /// The department that a path means to somebody with this reach, for a person who is in `own` now. What is missing
    /// of it is added below what is there.
    ///
    /// A path begins at the top, or with any name that stands once in the tree: lists of one bureau rarely name what is
    /// above it. Where a name stands several times, the place counts where the whole path exists, or the person is.
    pub(crate) fn resolve(
        &mut self,
        path: &Path,
        reach: &Reach,
        own: &[Id],
        next: &dyn Fn() -> Id,
    ) -> Result<Place, Fault> {
        let (mut at, rest) = match self.begin(&path.names, reach, own)? {
            Some(place) => (Some(place), &path.names[1..]),
            None => match reach {
                Reach::Everything => (None, &path.names[..]),
                // Lists of one's own department begin below it.
                Reach::Departments(departments) => match departments[..] {
                    [only] => (self.find(only), &path.names[..]),
                    _ => return Err((&OUT_OF_SCOPE).into()),
                },
                Reach::Nothing => return Err((&OUT_OF_SCOPE).into()),
            },
        };
        for name in rest {
            at = Some(match self.children.get(&(at, name_key(name))) {
                Some(child) => *child,
                None => self.grow(at, name, reach, next)?,
            });
        }
        at.ok_or_else(|| (&OUT_OF_SCOPE).into())
    }

    /// Where the first name of a path stands.
    fn begin(&self, names: &[String], reach: &Reach, own: &[Id]) -> Result<Option<Place>, Fault> {
        let Some(first) = names.first() else { return Ok(None) };
        let key = name_key(first);
        let candidates = self.by_name.get(&key).map_or(&[][..], Vec::as_slice);
        let candidates: Vec<Place> =
            candidates.iter().copied().filter(|place| reach.covers(&self.nodes[*place].path)).collect();
        if let Some(top) = self.children.get(&(None, key)).copied() {
            // Somebody else's department at the top is meant only where the path truly leads there.
            let elsewhere = || {
                let end = self.descend(top, &names[1..]);
                end.is_some_and(|end| candidates.is_empty() || own.contains(&self.nodes[end].id))
            };
            if self.leads_into(top, reach) || elsewhere() {
                return Ok(Some(top));
            }
        }
        if candidates.len() < 2 {
            return Ok(candidates.first().copied());
        }
        let whole: Vec<(Place, Place)> = candidates
            .iter()
            .filter_map(|place| Some((*place, self.descend(*place, &names[1..])?)))
            .collect();
        let mut here = whole.iter().filter(|(_, end)| own.contains(&self.nodes[*end].id));
        match (&whole[..], here.next(), here.next()) {
            ([(only, _)], ..) | (_, Some((only, _)), None) => Ok(Some(*only)),
            _ => {
                let paths: Vec<String> =
                    candidates.iter().take(NAMED).map(|place| self.text(*place)).collect();
                Err(Fault::with(&ROW_DEPARTMENT_UNCLEAR, "paths", paths.join("、")))
            }
        }
    }

    /// Whether what is administered is the department, or lies below or above it.
    fn leads_into(&self, place: Place, reach: &Reach) -> bool {
        let node = &self.nodes[place];
        let below = |id: &Id| self.find(*id).is_some_and(|at| is_within(&self.nodes[at].path, node.id));
        reach.covers(&node.path) || matches!(reach, Reach::Departments(ids) if ids.iter().any(below))
    }

    fn descend(&self, from: Place, names: &[String]) -> Option<Place> {
        names.iter().try_fold(from, |at, name| self.children.get(&(Some(at), name_key(name))).copied())
    }

    fn grow(
        &mut self,
        parent: Option<Place>,
        name: &str,
        reach: &Reach,
        next: &dyn Fn() -> Id,
    ) -> Result<Place, Fault> {
        let above = parent.map(|place| self.nodes[place].path.as_str());
        let allowed = above.map_or(reach.is_everything(), |path| reach.covers(path));
        if !allowed {
            return Err((&OUT_OF_SCOPE).into());
        }
        if above.map_or(0, depth) >= limits::DEPTH {
            return Err(Fault::with(&DEPARTMENT_TOO_DEEP, "max", limits::DEPTH));
        }
        let id = next();
        let path = path_below(above, id);
        Ok(self.add(Node { id, parent, name: name.to_owned(), position: 0, path, wanted: false }))
    }

    /// Notes that a row that is imported puts somebody there.
    pub(crate) fn want(&mut self, place: Place) {
        let mut at = Some(place);
        while let Some(place) = at.filter(|place| !self.nodes[*place].wanted) {
            self.nodes[place].wanted = true;
            at = self.nodes[place].parent;
        }
    }

    /// The departments to be added, parents before children, each behind those beside it.
    pub(crate) fn wanted(&self, now: Millis) -> Vec<Department> {
        let mut last: HashMap<Option<Place>, i64> = HashMap::new();
        for node in &self.nodes[..self.present] {
            let position = last.entry(node.parent).or_insert(node.position);
            *position = node.position.max(*position);
        }
        let new = self.nodes[self.present..].iter().filter(|node| node.wanted);
        new.map(|node| {
            let position = last.entry(node.parent).and_modify(|last| *last += 1).or_insert(0);
            Department {
                id: node.id,
                org: self.org,
                parent: node.parent.map(|place| self.nodes[place].id),
                name: Name::read(node.name.clone()),
                position: *position,
                path: node.path.clone(),
                created_at: now,
            }
        })
        .collect()
    }

    /// How many departments there would be.
    pub(crate) fn count_wanted(&self) -> usize {
        self.present + self.nodes[self.present..].iter().filter(|node| node.wanted).count()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn department(id: i64, parent: Option<i64>, name: &str, path: &str) -> Department {
        Department {
            id: Id(id),
            org: Id(1),
            parent: parent.map(Id),
            name: Name::read(name.to_owned()),
            position: id,
            path: path.to_owned(),
            created_at: Millis(0),
        }
    }

    /// 区政府 (1) has 办公室 (2) with 秘书科 (3), and 财政局 (4) with 办公室 (5).
    fn tree() -> Tree {
        Tree::new(
            Id(1),
            &[
                department(1, None, "区政府", "/1/"),
                department(2, Some(1), "办公室", "/1/2/"),
                department(3, Some(2), "秘书科", "/1/2/3/"),
                department(4, Some(1), "财政局", "/1/4/"),
                department(5, Some(4), "办公室", "/1/4/5/"),
            ],
        )
    }

    fn resolve(tree: &mut Tree, path: &str, reach: &Reach, own: &[i64]) -> Result<String, &'static str> {
        let path = Path { names: path.split('/').map(str::to_owned).collect(), head: false };
        let own: Vec<Id> = own.iter().map(|id| Id(*id)).collect();
        let last = Cell::new(100);
        let next = || {
            last.set(last.get() + 1);
            Id(last.get())
        };
        let place = tree.resolve(&path, reach, &own, &next).map_err(|fault| fault.code.id)?;
        tree.want(place);
        Ok(tree.text(place))
    }

    #[test]
    fn a_path_begins_at_the_top_or_with_a_name_that_stands_once() {
        let (mut tree, all) = (tree(), Reach::Everything);
        for path in ["区政府/办公室/秘书科", "秘书科"] {
            assert_eq!(resolve(&mut tree, path, &all, &[]).as_deref(), Ok("区政府/办公室/秘书科"));
        }
        assert_eq!(resolve(&mut tree, "财政局/办公室", &all, &[]).as_deref(), Ok("区政府/财政局/办公室"));
        assert_eq!(resolve(&mut tree, "办公室/秘书科", &all, &[]).as_deref(), Ok("区政府/办公室/秘书科"));
        assert_eq!(resolve(&mut tree, "办公室", &all, &[]), Err("people.import_row_department_unclear"));
        assert_eq!(resolve(&mut tree, "办公室", &all, &[5]).as_deref(), Ok("区政府/财政局/办公室"));
        assert_eq!(tree.wanted(Millis(0)), []);
    }

    #[test]
    fn what_is_missing_grows_below_what_is_there() {
        let (mut tree, all) = (tree(), Reach::Everything);
        assert_eq!(
            resolve(&mut tree, "财政局/预算科/一组", &all, &[]).as_deref(),
            Ok("区政府/财政局/预算科/一组")
        );
        assert_eq!(resolve(&mut tree, "信访局", &all, &[]).as_deref(), Ok("信访局"));
        assert_eq!(resolve(&mut tree, "信访局", &all, &[]).as_deref(), Ok("信访局"));
        let new = tree.wanted(Millis(0));
        let names: Vec<&str> = new.iter().map(|department| department.name.text.as_str()).collect();
        assert_eq!(names, ["预算科", "一组", "信访局"]);
        assert_eq!(new[0].parent, Some(Id(4)));
        assert_eq!(new[0].position, 6);
        assert_eq!(new[1].path, format!("/1/4/{}/{}/", new[0].id, new[1].id));
        assert_eq!(tree.count_wanted(), 8);
    }

    #[test]
    fn whoever_administers_a_department_stays_below_it() {
        let (mut tree, own) = (tree(), Reach::Departments(vec![Id(4)]));
        assert_eq!(resolve(&mut tree, "办公室", &own, &[]).as_deref(), Ok("区政府/财政局/办公室"));
        assert_eq!(
            resolve(&mut tree, "区政府/财政局/国库科", &own, &[]).as_deref(),
            Ok("区政府/财政局/国库科")
        );
        assert_eq!(resolve(&mut tree, "预算科", &own, &[]).as_deref(), Ok("区政府/财政局/预算科"));
        assert_eq!(resolve(&mut tree, "区政府/信访局", &own, &[]), Err("people.out_of_scope"));
        let mut with_top = Tree::new(
            Id(1),
            &[
                department(1, None, "区政府", "/1/"),
                department(5, Some(1), "办公室", "/1/5/"),
                department(7, None, "办公室", "/7/"),
                department(8, Some(7), "文印室", "/7/8/"),
            ],
        );
        let own_office = Reach::Departments(vec![Id(5)]);
        assert_eq!(resolve(&mut with_top, "办公室", &own_office, &[]).as_deref(), Ok("区政府/办公室"));
        assert_eq!(
            resolve(&mut with_top, "办公室/文印室", &own_office, &[8]).as_deref(),
            Ok("办公室/文印室")
        );
        let two = Reach::Departments(vec![Id(4), Id(2)]);
        assert_eq!(resolve(&mut tree, "信访局", &two, &[]), Err("people.out_of_scope"));
    }

    #[test]
    fn a_tree_is_only_so_deep() {
        let path = vec!["级"; limits::DEPTH + 1].join("/");
        assert_eq!(resolve(&mut tree(), &path, &Reach::Everything, &[]), Err("people.department_too_deep"));
    }
}
