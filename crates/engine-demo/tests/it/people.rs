//! People and departments.

use std::collections::{HashMap, HashSet};

use engine_demo::{Gender, MAX_PEOPLE, Office};

use crate::{NOW, office};

const SIZES: [usize; 9] = [1, 2, 12, 59, 60, 61, 200, 201, 3_000];

/// What is true of every office.
fn check(office: &Office, people: usize) {
    assert_eq!(office.people.len(), people);
    let unique = |values: Vec<String>| {
        let count = values.len();
        assert_eq!(values.into_iter().collect::<HashSet<_>>().len(), count);
    };
    unique(office.people.iter().map(|person| person.login.to_string()).collect());
    unique(office.people.iter().map(engine_demo::Person::employee_no).collect());
    unique(office.people.iter().map(engine_demo::Person::mobile).collect());
    unique(office.people.iter().map(engine_demo::Person::email).collect());
    unique(
        office
            .departments
            .iter()
            .map(|department| format!("{:?} {}", department.parent, department.name))
            .collect(),
    );
    unique(
        office
            .departments
            .iter()
            .map(|department| format!("{:?} {}", department.parent, department.order))
            .collect(),
    );

    let oldest = NOW - 20 * 366 * 86_400_000;
    for (index, person) in office.people.iter().enumerate() {
        assert_eq!(person.key.0 as usize, index);
        assert!(!person.name.trim().is_empty());
        assert!(
            person
                .login
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.')
        );
        let mobile = person.mobile();
        assert!(mobile.len() == 11 && mobile.starts_with('1') && &mobile[3..7] == "0000", "{mobile}");
        assert!(person.email().ends_with(".example"));
        assert_eq!(person.employee_no().len(), 6);
        assert!((oldest..NOW).contains(&person.joined_at));
        assert_eq!(person.english, person.name.is_ascii());
        assert_ne!(person.second.map(|second| second.department), Some(person.main.department));
        for membership in person.departments() {
            assert!((membership.department.0 as usize) < office.departments.len());
            assert!(!membership.title.is_empty());
        }
        // Following the managers ends: nobody is above themselves.
        let steps =
            std::iter::successors(Some(person.key), |key| office.person(*key).manager).take(30).count();
        assert!(steps < 30, "{}", person.name);
    }
    for (index, department) in office.departments.iter().enumerate() {
        assert_eq!(department.key.0 as usize, index);
        // A parent stands before its children, so there are no cycles.
        assert!(department.parent.is_none_or(|parent| parent < department.key));
        assert_eq!(department.parent.is_none(), index == 0);
        if let Some(head) = department.head {
            let person = office.person(head);
            assert!(person.departments().any(|membership| membership.department == department.key));
        }
    }
}

fn depth(office: &Office) -> usize {
    office.departments.iter().map(|department| office.path(department.key).len()).max().unwrap_or(0)
}

#[test]
fn every_size_is_sound() {
    for people in SIZES {
        check(&office(people), people);
    }
    assert_eq!(office(0).people.len(), 1);
}

#[test]
fn the_office_of_sixty_is_a_small_world() {
    let office = office(60);
    assert_eq!(office.org_name, "望川市");
    assert!((8..=16).contains(&office.departments.len()));
    assert!((3..=4).contains(&depth(&office)));
    assert!(
        office.departments.iter().all(|department| department.head.is_some() || department.parent.is_some())
    );
    assert!(office.people.iter().filter(|person| person.english).count() >= 3);
    assert!(office.people.iter().filter(|person| person.second.is_some()).count() >= 4);
    let women = office.people.iter().filter(|person| person.gender == Gender::Female).count();
    assert!((20..=40).contains(&women), "{women}");
    let mut places: HashMap<&str, HashSet<_>> = HashMap::new();
    for person in &office.people {
        places.entry(&person.name).or_default().insert(person.main.department);
    }
    assert!(places.values().any(|departments| departments.len() == 2), "two people of the same name");
}

#[test]
fn demo_accounts() {
    let office = office(60);
    assert_eq!((&*office.owner().login, &*office.admin().login), ("shenzy", "linx"));
    let members: Vec<&str> = office.members().iter().map(|person| &*person.login).collect();
    assert_eq!(members, ["zhoul", "shanxj", "zengcy", "liucs"]);
    let alone = crate::office(1);
    assert_eq!((alone.admin().key, alone.members().len()), (alone.owner().key, 0));
}

#[test]
fn a_large_office_is_deep_and_varied() {
    let office = office(30_000);
    check(&office, 30_000);
    assert_eq!(depth(&office), 6);
    let count =
        |name: &str| office.departments.iter().filter(|department| department.name.ends_with(name)).count();
    assert!(
        count("局") > 20 && count("镇") > 20 && count("村") > 200 && count("学") > 20 && count("医院") > 5
    );
    // Wang and Li lead, as they do; no name is everybody's.
    let mut surnames: HashMap<char, usize> = HashMap::new();
    let mut names: HashMap<&str, usize> = HashMap::new();
    for person in office.people.iter().filter(|person| !person.english) {
        *surnames.entry(person.name.chars().next().unwrap()).or_default() += 1;
        *names.entry(&person.name).or_default() += 1;
    }
    assert!(surnames[&'王'] > surnames[&'陈'] && surnames[&'陈'] > surnames[&'周']);
    assert!(names.values().all(|count| *count < 60));
    assert!(names.values().any(|count| *count > 3), "names repeat as they do among so many");
    let empty = office.departments.iter().filter(|department| department.head.is_none()).count();
    assert!(empty < 40, "{empty} departments only hold others");
}

#[test]
fn the_largest_office() {
    let office = Office::generate(1, MAX_PEOPLE + 5, NOW);
    check(&office, MAX_PEOPLE);
    assert!(depth(&office) <= 6);
}

/// Random numbers and the drawing of names are part of what is promised: screenshots and measurements name people.
#[test]
fn grown_names_stay_the_same() {
    let office = office(300);
    let grown: Vec<(&str, &str)> =
        office.people[60..68].iter().map(|person| (&*person.name, &*person.login)).collect();
    let expect = [
        ("谢晨安", "xieca"),
        ("李丹丹", "lidd"),
        ("陶梅", "taom"),
        ("李凤蕾", "lifl"),
        ("唐云阳", "tangyy"),
        ("蔡丽云", "caily"),
        ("杨艳英", "yangyy"),
        ("胡鹏", "hup"),
    ];
    assert_eq!(grown, expect);
}
