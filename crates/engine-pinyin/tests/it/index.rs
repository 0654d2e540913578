//! Many people, and finding one of them.

use engine_pinyin::field::Field;
use engine_pinyin::index::{Entry, Hit, Index};
use engine_pinyin::reading::Reading;

fn people() -> Index<i64> {
    let mut index = Index::new();
    for (id, name, title, department, phone, number, email) in [
        (1, "刘竞文", "科员", "财务部", "13812340042", "A001", "liujw@example.cn"),
        (2, "王芳", "会计", "财务部", "+86 139-0000-1111", "A002", "wang.fang@example.cn"),
        (3, "王强", "主任", "办公室", "13700004200", "A003", "wq@example.cn"),
        (4, "陆家伟", "科员", "办公室", "010-62340042", "B001", "ljw@example.cn"),
        (5, "李嘉文", "财务总监", "总部", "13600000000", "B002", "lijiawen@example.cn"),
        (6, "刘静雯", "医生", "卫生院", "13511110042", "C0042", "liujingwen@example.cn"),
    ] {
        index.upsert(Entry {
            id,
            name: name.to_owned(),
            reading: None,
            extra: [
                (Field::Title, title),
                (Field::Department, department),
                (Field::Phone, phone),
                (Field::EmployeeNo, number),
                (Field::Email, email),
            ]
            .map(|(field, text)| (field, text.to_owned()))
            .into(),
        });
    }
    index
}

fn search(query: &str) -> Vec<Hit<i64>> {
    people().search(query, |_| true, |_| 0, 10)
}

fn ids(query: &str) -> Vec<i64> {
    search(query).into_iter().map(|hit| hit.id).collect()
}

#[test]
fn the_right_people_are_found() {
    for (query, expected) in [
        ("ljw", &[1, 4, 5, 6][..]),
        ("liujingwen", &[1, 6]),
        ("竞文", &[1]),
        ("刘", &[1, 6]),
        // every word, in any field and any order
        ("王 财务", &[2]),
        ("财务 王", &[2]),
        ("fang wang", &[2]),
        ("王 xyz", &[]),
        // departments and titles
        ("财务", &[1, 2, 5]),
        // numbers: however written, with or without the country
        ("0042", &[1, 3, 4, 6]),
        ("13812340042", &[1]),
        ("+86 138 1234 0042", &[1]),
        ("13900001111", &[2]),
        ("139-0000", &[2]),
        ("a00", &[1, 2, 3]),
        ("c0042", &[6]),
        // addresses
        ("example", &[1, 2, 3, 4, 5, 6]),
        ("ljw@example.cn", &[4]),
        ("xyz", &[]),
        ("", &[]),
        (" 、 ", &[]),
    ] {
        let mut found = ids(query);
        found.sort_unstable();
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn equal_ranks_are_in_alphabetical_order() {
    assert_eq!(ids("ljw"), [5, 1, 6, 4]); // Li, Liu (竞 before 静), Liu, Lu
    assert_eq!(ids("w"), [2, 3, 5, 1, 6, 4]); // Wang Fang, Wang Qiang, then inside: Li, Liu, Liu, Lu
}

#[test]
fn two_characters_do_not_search_numbers_and_addresses_of_everybody() {
    let fields: Vec<Field> = search("00").into_iter().map(|hit| hit.field).collect();
    assert_eq!(fields, [Field::EmployeeNo; 6]);
    assert_eq!(ids("cn"), [0; 0]);
}

#[test]
fn hits_say_what_was_matched_and_where() {
    let first = |query: &str| {
        let hit = search(query).into_iter().next().expect("somebody");
        (hit.id, hit.field, hit.text.clone(), hit.utf16_ranges())
    };
    assert_eq!(first("刘竞"), (1, Field::Name, "刘竞文".into(), vec![[0, 2]]));
    assert_eq!(first("luj"), (4, Field::Pinyin, "陆家伟".into(), vec![[0, 2]]));
    assert_eq!(first("会计"), (2, Field::Title, "会计".into(), vec![[0, 2]]));
    assert_eq!(first("139-0000"), (2, Field::Phone, "+86 139-0000-1111".into(), vec![[4, 12]]));
    assert_eq!(first("62340042"), (4, Field::Phone, "010-62340042".into(), vec![[4, 12]]));
    assert_eq!(first("b002"), (5, Field::EmployeeNo, "B002".into(), vec![[0, 4]]));
    assert_eq!(first("wangfang@"), (2, Field::Pinyin, "王芳".into(), vec![[0, 2]]));
    assert_eq!(first("fang@ex"), (2, Field::Email, "wang.fang@example.cn".into(), vec![[5, 12]]));
    assert_eq!(first("财务 王"), (2, Field::Name, "王芳".into(), vec![[0, 1]]));
    assert_eq!(first("文 刘"), (1, Field::Name, "刘竞文".into(), vec![[0, 1], [2, 3]]));
}

#[test]
fn the_end_of_a_number_ranks_before_its_middle() {
    let found: Vec<i64> =
        people().search("0042", |id| id != 6, |_| 0, 10).into_iter().map(|h| h.id).collect();
    assert_eq!(found, [1, 4, 3]);
    let hits = people().search("4200", |_| true, |_| 0, 10);
    assert_eq!(hits.first().map(|hit| hit.id), Some(3));
}

#[test]
fn filter_boost_and_limit_are_the_callers() {
    let index = people();
    let ids = |hits: Vec<Hit<i64>>| hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>();
    assert_eq!(ids(index.search("ljw", |id| id > 4, |_| 0, 10)), [5, 6]);
    assert_eq!(ids(index.search("ljw", |_| true, |id| i32::from(id == 4) * 50, 10)), [4, 5, 1, 6]);
    assert_eq!(ids(index.search("ljw", |_| true, |_| 0, 2)), [5, 1]);
    assert_eq!(ids(index.search("ljw", |_| true, |_| 0, 0)), [0; 0]);
}

#[test]
fn people_come_change_and_go() {
    let mut index = people();
    assert_eq!((index.len(), index.is_empty()), (6, false));
    index.upsert(Entry { id: 1, name: "周杰".into(), reading: None, extra: Vec::new() });
    assert_eq!(index.len(), 6);
    let ids = |index: &Index<i64>, query: &str| {
        index.search(query, |_| true, |_| 0, 10).into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };
    assert_eq!((ids(&index, "zhoujie"), ids(&index, "竞文")), (vec![1], vec![]));
    assert!(index.remove(2) && !index.remove(2) && !index.contains(2));
    assert_eq!((ids(&index, "wf"), ids(&index, "liujingwen"), ids(&index, "wq")), (vec![], vec![6], vec![3]));
    for id in [1, 3, 4, 5, 6] {
        assert!(index.remove(id));
    }
    assert!(index.is_empty() && ids(&index, "l").is_empty());
}

#[test]
fn a_reading_of_ones_own_is_searched() {
    let mut index = Index::new();
    let reading = Reading::parse("liu jin wen");
    index.upsert(Entry { id: 1, name: "刘竞文".into(), reading, extra: Vec::new() });
    assert_eq!(index.search("liujinwen", |_| true, |_| 0, 10).len(), 1);
}
