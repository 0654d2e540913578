//! Everything beyond the cast: districts with bureaus, towns, schools and hospitals.

use crate::calendar;
use crate::cast;
use crate::names::Names;
use crate::office::{Department, DepartmentKey, Membership, Office, Person, PersonKey};
use crate::rng::Rng;
use crate::text::section;

const UNITS: &str = include_str!("../data/units.txt");

/// Up to so many people find room in the departments of the cast.
const JOIN_CAST: usize = 200;

/// People of one district. Twenty districts hold the largest office.
const DISTRICT_PEOPLE: usize = 15_000;

/// A unit has at most this share of its district, so that small offices have several, but never fewer people than
/// fill a few rooms.
const UNIT_SHARE: usize = 8;
const UNIT_PEOPLE: usize = 20;

/// Of a thousand people, how many work in a second department.
const SECOND_PLACES: u32 = 25;

/// Newest and oldest, in days.
const JOINED: (u32, u32) = (30, 4_600);

/// What a department is about, and so what is said in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Office,
    Village,
    School,
    Hospital,
}

/// The kinds of the grown departments, from the first one grown.
#[derive(Default)]
pub(crate) struct Kinds {
    first: usize,
    kinds: Vec<Kind>,
}

impl Kinds {
    /// The grown departments with what they are about.
    pub(crate) fn departments(&self) -> impl Iterator<Item = (DepartmentKey, Kind)> {
        (self.first..).zip(&self.kinds).map(|(index, kind)| (key(index), *kind))
    }
}

fn key(index: usize) -> DepartmentKey {
    DepartmentKey(u32::try_from(index).unwrap_or(u32::MAX))
}

/// The branches of a district: percent of its people, and what they are. The departments that hold them are named in
/// `units.txt`, in the same order.
const BRANCHES: [(usize, Kind); 4] =
    [(10, Kind::Office), (40, Kind::Village), (32, Kind::School), (18, Kind::Hospital)];

/// Fills the office up to `people`.
pub(crate) fn grow(office: &mut Office, people: usize, now_ms: i64, names: Names, rng: &mut Rng) -> Kinds {
    office.people.reserve_exact(people.saturating_sub(office.people.len()));
    let lists = Lists::new();
    let mut children = vec![0; office.departments.len()];
    for parent in office.departments.iter().filter_map(|department| department.parent) {
        children[parent.0 as usize] += 1;
    }
    let mut grower = Grower {
        kinds: Kinds { first: office.departments.len(), kinds: Vec::new() },
        office,
        names,
        rng,
        today: calendar::day_of(now_ms),
        until: people,
        unit_from: 0,
        lists: &lists,
        children,
    };
    if people <= JOIN_CAST {
        grower.join_cast();
    }
    for district in 0.. {
        if grower.left() == 0 {
            break;
        }
        grower.district(district);
    }
    let Grower { office, kinds, .. } = grower;
    office.people.shrink_to_fit();
    kinds
}

/// The lists of the data file.
struct Lists {
    districts: Vec<&'static str>,
    district_leaders: Vec<&'static str>,
    containers: Vec<&'static str>,
    bureaus: Vec<&'static str>,
    bureau_sections: Vec<&'static str>,
    bureau_leaders: Vec<&'static str>,
    section_titles: Vec<&'static str>,
    town_names: Vec<&'static str>,
    town_kinds: Vec<&'static str>,
    town_offices: Vec<&'static str>,
    town_leaders: Vec<&'static str>,
    village_names: Vec<&'static str>,
    village_titles: Vec<&'static str>,
    grids: Vec<&'static str>,
    grid_titles: Vec<&'static str>,
    school_names: Vec<&'static str>,
    school_groups: Vec<&'static str>,
    school_leaders: Vec<&'static str>,
    school_titles: Vec<&'static str>,
    hospital_names: Vec<&'static str>,
    hospital_wards: Vec<&'static str>,
    hospital_leaders: Vec<&'static str>,
    hospital_titles: Vec<&'static str>,
}

impl Lists {
    fn new() -> Self {
        let list = |name| section(UNITS, name);
        Self {
            districts: list("districts"),
            district_leaders: list("district leaders"),
            containers: list("containers"),
            bureaus: list("bureaus"),
            bureau_sections: list("bureau sections"),
            bureau_leaders: list("bureau leaders"),
            section_titles: list("section titles"),
            town_names: list("town names"),
            town_kinds: list("town kinds"),
            town_offices: list("town offices"),
            town_leaders: list("town leaders"),
            village_names: list("village names"),
            village_titles: list("village titles"),
            grids: list("grids"),
            grid_titles: list("grid titles"),
            school_names: list("school names"),
            school_groups: list("school groups"),
            school_leaders: list("school leaders"),
            school_titles: list("school titles"),
            hospital_names: list("hospital names"),
            hospital_wards: list("hospital wards"),
            hospital_leaders: list("hospital leaders"),
            hospital_titles: list("hospital titles"),
        }
    }
}

struct Grower<'o> {
    office: &'o mut Office,
    names: Names,
    rng: &'o mut Rng,
    kinds: Kinds,
    today: i64,
    /// People to reach; lowered while a unit may not take more.
    until: usize,
    /// First department of the unit that is being made; second places are found from here on.
    unit_from: usize,
    lists: &'o Lists,
    /// Children so far of each department.
    children: Vec<u32>,
}

impl Grower<'_> {
    fn left(&self) -> usize {
        self.until.saturating_sub(self.office.people.len())
    }

    /// A few more people in the lowest departments of the cast.
    fn join_cast(&mut self) {
        let parents: Vec<Option<DepartmentKey>> =
            self.office.departments.iter().map(|each| each.parent).collect();
        let lowest: Vec<DepartmentKey> = self
            .office
            .departments
            .iter()
            .map(|department| department.key)
            .filter(|key| !parents.contains(&Some(*key)))
            .collect();
        for place in 0..self.left() {
            self.hire(lowest[place % lowest.len()], "工作人员", false);
        }
    }

    fn district(&mut self, number: usize) {
        let root = self.office.departments[0].key;
        let name = self.lists.districts[number % self.lists.districts.len()];
        let until = self.until;
        self.until = until.min(self.office.people.len() + DISTRICT_PEOPLE);
        self.unit_from = self.office.departments.len();
        let quota = self.left();
        let district = self.department(name.to_owned(), Some(root), Kind::Office);
        self.leaders(district, &self.lists.district_leaders);

        let mut containers: [Option<DepartmentKey>; BRANCHES.len()] = [None; BRANCHES.len()];
        let mut made = [0_usize; BRANCHES.len()];
        let mut taken = [0_usize; BRANCHES.len()];
        while self.left() > 0 {
            // The branch that is furthest behind its share gets the next unit.
            let room = |branch: &usize| made[*branch] < self.capacity(*branch);
            let Some(branch) = (0..BRANCHES.len())
                .filter(room)
                .min_by_key(|branch| taken[*branch] * 100 / BRANCHES[*branch].0)
            else {
                // Every list of names is used up; the rest work in the district's own offices.
                self.fill(district);
                break;
            };
            let kind = BRANCHES[branch].1;
            let container = match containers[branch] {
                Some(container) => container,
                None => {
                    let name = self.lists.containers[branch].to_owned();
                    *containers[branch].insert(self.department(name, Some(district), kind))
                }
            };
            let before = self.office.people.len();
            let district_until = self.until;
            self.until = district_until.min(before + UNIT_PEOPLE.max(quota / UNIT_SHARE));
            self.unit_from = self.office.departments.len();
            match kind {
                Kind::Office => self.bureau(container, made[branch]),
                Kind::Village => self.town(container, made[branch]),
                Kind::School => self.school(container, made[branch]),
                Kind::Hospital => self.hospital(container, made[branch]),
            }
            self.until = district_until;
            made[branch] += 1;
            taken[branch] += self.office.people.len() - before;
        }
        self.until = until;
    }

    /// Units of a branch that have names of their own in one district.
    fn capacity(&self, branch: usize) -> usize {
        let lists = &self.lists;
        let towns = lists.town_names.len();
        match BRANCHES[branch].1 {
            Kind::Office => lists.bureaus.len(),
            Kind::Village => towns * lists.town_kinds.len(),
            Kind::School => lists.school_names.len() + towns * TOWN_SCHOOLS.len(),
            Kind::Hospital => lists.hospital_names.len() + towns,
        }
    }

    fn bureau(&mut self, parent: DepartmentKey, number: usize) {
        let bureau = self.department(self.lists.bureaus[number].to_owned(), Some(parent), Kind::Office);
        self.leaders(bureau, &self.lists.bureau_leaders);
        let sections = self.rng.between(5, 8) as usize;
        for section in 0..sections.min(self.lists.bureau_sections.len()) {
            let name = self.lists.bureau_sections[section].to_owned();
            let people = self.rng.between(4, 10);
            self.team(bureau, name, Kind::Office, people, &self.lists.section_titles);
        }
    }

    fn town(&mut self, parent: DepartmentKey, number: usize) {
        let names = self.lists.town_names.len();
        let kind = self.lists.town_kinds[number / names];
        let name = format!("{}{kind}", self.lists.town_names[number % names]);
        let town = self.department(name, Some(parent), Kind::Village);
        self.leaders(town, &self.lists.town_leaders);
        for office in 0..self.lists.town_offices.len() {
            let name = self.lists.town_offices[office].to_owned();
            let people = self.rng.between(4, 8);
            self.team(town, name, Kind::Office, people, &self.lists.section_titles);
        }
        let villages = self.rng.between(8, 14);
        let first = self.rng.below(u32::try_from(self.lists.village_names.len()).unwrap_or(1));
        for village in first..first + villages {
            let stem = self.lists.village_names[village as usize % self.lists.village_names.len()];
            let name = format!("{stem}{}", if kind == "街道" { "社区" } else { "村" });
            let Some(village) = self.team(town, name, Kind::Village, 5, &self.lists.village_titles) else {
                return;
            };
            for grid in 0..self.rng.between(2, 4) as usize {
                let name = self.lists.grids[grid].to_owned();
                let people = self.rng.between(3, 5);
                self.team(village, name, Kind::Village, people, &self.lists.grid_titles);
            }
        }
    }

    fn school(&mut self, parent: DepartmentKey, number: usize) {
        let name = match number.checked_sub(self.lists.school_names.len()) {
            None => self.lists.school_names[number].to_owned(),
            Some(number) => {
                let town = self.lists.town_names[number % self.lists.town_names.len()];
                format!("{town}{}", TOWN_SCHOOLS[number / self.lists.town_names.len()])
            }
        };
        let school = self.department(name, Some(parent), Kind::School);
        self.leaders(school, &self.lists.school_leaders);
        for group in 0..self.lists.school_groups.len() {
            let name = self.lists.school_groups[group].to_owned();
            let people = self.rng.between(5, 14);
            self.team(school, name, Kind::School, people, &self.lists.school_titles);
        }
    }

    fn hospital(&mut self, parent: DepartmentKey, number: usize) {
        let (name, wards, people) = match number.checked_sub(self.lists.hospital_names.len()) {
            None => (self.lists.hospital_names[number].to_owned(), self.lists.hospital_wards.len(), (12, 30)),
            Some(number) => (format!("{}卫生院", self.lists.town_names[number]), 6, (5, 10)),
        };
        let hospital = self.department(name, Some(parent), Kind::Hospital);
        self.leaders(hospital, &self.lists.hospital_leaders);
        for ward in 0..wards {
            let name = self.lists.hospital_wards[ward].to_owned();
            let people = self.rng.between(people.0, people.1);
            self.team(hospital, name, Kind::Hospital, people, &self.lists.hospital_titles);
        }
    }

    /// The rest of a district in numbered offices.
    fn fill(&mut self, district: DepartmentKey) {
        for number in 1.. {
            if self.left() == 0 {
                break;
            }
            self.team(district, format!("第{number}工作组"), Kind::Office, 30, &self.lists.section_titles);
        }
    }

    /// A department with its people, the first of them its head; none if nobody is left to work there.
    fn team(
        &mut self,
        parent: DepartmentKey,
        name: String,
        kind: Kind,
        people: u32,
        titles: &[&'static str],
    ) -> Option<DepartmentKey> {
        if self.left() == 0 {
            return None;
        }
        let department = self.department(name, Some(parent), kind);
        for place in 0..(people as usize).min(self.left()) {
            // The first titles are held by one person each, the common ones at the end of the list by the rest.
            let common = &titles[titles.len() / 2..];
            let title = titles.get(place).copied().unwrap_or(common[place % common.len()]);
            self.hire(department, title, place == 0);
        }
        Some(department)
    }

    fn leaders(&mut self, department: DepartmentKey, titles: &[&'static str]) {
        for (place, title) in titles.iter().enumerate().take(self.left()) {
            self.hire(department, title, place == 0);
        }
    }

    fn department(&mut self, name: String, parent: Option<DepartmentKey>, kind: Kind) -> DepartmentKey {
        let key = key(self.office.departments.len());
        let order = match parent {
            Some(parent) => {
                let siblings = &mut self.children[parent.0 as usize];
                *siblings += 1;
                *siblings - 1
            }
            None => 0,
        };
        self.children.push(0);
        self.office.departments.push(Department { key, name, parent, head: None, order });
        self.kinds.kinds.push(kind);
        key
    }

    fn hire(&mut self, department: DepartmentKey, title: &'static str, head: bool) {
        let key = PersonKey(u32::try_from(self.office.people.len()).unwrap_or(u32::MAX));
        let named = self.names.draw(self.rng);
        let days = self.rng.between(JOINED.0, JOINED.1);
        let second = if self.rng.chance(SECOND_PLACES) { self.second_place(department) } else { None };
        if head {
            self.office.departments[department.0 as usize].head = Some(key);
        }
        let mut person = Person {
            key,
            name: named.name,
            login: named.login,
            gender: named.gender,
            english: named.english,
            joined_at: calendar::moment(self.today - i64::from(days), 0),
            manager: None,
            main: Membership { department, title },
            second,
        };
        person.manager = cast::manager(self.office, &person);
        self.office.people.push(person);
    }

    /// Another department of the same unit.
    fn second_place(&mut self, main: DepartmentKey) -> Option<Membership> {
        let from = self.unit_from;
        let choices = u32::try_from(self.office.departments.len().checked_sub(from)?).ok()?;
        let department = key(from + self.rng.below(choices) as usize);
        let exists = (department.0 as usize) < self.office.departments.len();
        (exists && from > 0 && department != main)
            .then_some(Membership { department, title: "兼职联络员" })
    }
}

/// Schools that each town has.
const TOWN_SCHOOLS: [&str; 3] = ["中心小学", "初级中学", "中心幼儿园"];
