//! Filters and pages.

use kernel::{Id, Millis};
use platform_search::{Doc, Query};

use crate::support::{ANNA, BELA, PRIVATE, START, TEAM, ids, in_an_office, words};

#[test]
fn filters_narrow_with_and_without_words() {
    in_an_office(async |office| {
        let mut posted = Vec::new();
        for (minute, (author, scope, facet)) in [
            (Some(ANNA), TEAM, "text"),
            (Some(BELA), TEAM, "text"),
            (Some(BELA), TEAM, "image"),
            (None, TEAM, "file"),
            (Some(BELA), PRIVATE, "image"),
        ]
        .into_iter()
        .enumerate()
        {
            let at = START.plus(minute as i64 * Millis::MINUTE);
            let doc =
                Doc { author, scope, at, facet: facet.to_owned(), ..office.message(200, "验收 照片") };
            posted.push(office.put(doc).await.id);
        }
        for text in ["验收", ""] {
            let ask = Query { user: BELA, ..words(text) };
            let some = |picked: &[usize]| picked.iter().map(|i| posted[*i]).collect::<Vec<Id>>();
            let minute = |n: i64| Some(START.plus(n * Millis::MINUTE));
            let facet = |facet: &str| Some(facet.to_owned());
            let table = [
                (Query { author: Some(BELA), ..ask.clone() }, some(&[4, 2, 1])),
                (Query { author: Some(ANNA), ..ask.clone() }, some(&[0])),
                (Query { scope: Some(TEAM), ..ask.clone() }, some(&[3, 2, 1, 0])),
                (Query { facet: facet("image"), ..ask.clone() }, some(&[4, 2])),
                (Query { facet: facet("image"), scope: Some(TEAM), ..ask.clone() }, some(&[2])),
                (Query { facet: facet("sound"), ..ask.clone() }, some(&[])),
                (Query { from: minute(1), to: minute(3), ..ask.clone() }, some(&[2, 1])),
                (Query { from: minute(4), ..ask.clone() }, some(&[4])),
                (Query { to: minute(1), ..ask.clone() }, some(&[0])),
                (Query { kinds: vec!["message".to_owned()], ..ask.clone() }, some(&[4, 3, 2, 1, 0])),
                (
                    Query {
                        kinds: vec!["message".to_owned()],
                        scope: Some(TEAM),
                        author: Some(BELA),
                        from: minute(0),
                        to: minute(9),
                        facet: facet("text"),
                        ..ask.clone()
                    },
                    some(&[1]),
                ),
            ];
            for (query, expected) in table {
                assert_eq!(office.find(query.clone()).await, expected, "{query:?}");
            }
        }
    });
}

#[test]
fn nothing_asked_finds_nothing() {
    in_an_office(async |office| {
        let posted = office.post(1, "预算").await;
        assert!(office.find(words("")).await.is_empty());
        // Words that hold no letter do not become a list of everything.
        assert!(office.find(Query { scope: Some(TEAM), ..words("？！") }).await.is_empty());
        assert_eq!(office.find(Query { scope: Some(TEAM), ..words("  ") }).await, vec![posted]);
    });
}

#[test]
fn pages_hold_everything_once() {
    in_an_office(async |office| {
        let docs: Vec<Doc> = (0..503).map(|ord| office.message(ord, "周报 第一稿")).collect();
        office.search.put(docs.clone()).await.unwrap();
        let expected: Vec<Id> = docs.iter().rev().map(|doc| doc.id).collect();
        for (text, limit) in [("周报", 100), ("", 200), ("周", 7)] {
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let page = office
                    .page(Query { cursor: cursor.clone(), limit, scope: Some(TEAM), ..words(text) })
                    .await;
                assert!(page.items.len() <= limit as usize);
                seen.extend(ids(&page));
                // What is posted in between is newer than every page still to come.
                let new = office.post(1, "周报 又一稿").await;
                cursor = page.next;
                office.search.delete(vec![new]).await.unwrap();
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(seen, expected);
        }
        let wild = Query { cursor: Some("1 OR 1=1".to_owned()), limit: 0, ..words("周报") };
        assert_eq!(office.find(wild).await, expected[..1]);
        assert_eq!(office.find(Query { limit: 100_000, ..words("周报") }).await.len(), 200);
    });
}
