//! Who finds what.

use kernel::Id;
use platform_search::{Doc, Query, SearchSource};

use crate::support::{ANNA, BELA, ORG, PRIVATE, TEAM, in_an_office, words};

#[test]
fn only_members_find_and_only_what_they_may_read() {
    in_an_office(async |office| {
        let early = office.post(1, "预算 初稿").await;
        let late = office.post(100, "预算 终稿").await;
        let private = office.put(Doc { scope: PRIVATE, ..office.message(1, "预算 私下") }).await.id;
        let abroad = office.put(Doc { org: Id(2), ..office.message(1, "预算 别家") }).await.id;
        for text in ["预算", ""] {
            let kinds = vec!["message".to_owned()];
            let ask = |user| Query { user, kinds: kinds.clone(), ..words(text) };
            assert_eq!(office.find(ask(ANNA)).await, vec![late, early]);
            assert_eq!(office.find(ask(BELA)).await, vec![private, late], "from the 100th message on");
            assert_eq!(office.find(ask(Id(99))).await, Vec::<Id>::new());
            assert_eq!(office.find(Query { scope: Some(PRIVATE), ..ask(ANNA) }).await, Vec::<Id>::new());
            assert_eq!(office.find(Query { org: Id(2), ..ask(ANNA) }).await, vec![abroad]);
        }
        // Who joins finds at once, who leaves finds nothing at once: the rule is asked, not remembered.
        office.join(PRIVATE, ANNA, 0).await;
        assert_eq!(office.find(words("私下")).await, vec![private]);
        office.leave(PRIVATE, ANNA).await;
        assert_eq!(office.find(words("私下")).await, Vec::<Id>::new());
    });
}

#[test]
fn a_kind_without_a_rule_is_never_found() {
    in_an_office(async |office| {
        office.put(Doc { kind: "payroll".to_owned(), ..office.message(1, "工资") }).await;
        let message = office.post(1, "工资").await;
        assert_eq!(office.find(words("工资")).await, vec![message]);
        let payroll = Query { kinds: vec!["payroll".to_owned()], ..words("工资") };
        assert_eq!(office.find(payroll.clone()).await, Vec::<Id>::new());
        assert_eq!(office.find(Query { text: String::new(), ..payroll }).await, Vec::<Id>::new());
        let inject = Query { kinds: vec!["' OR 1=1 --".to_owned()], ..words("工资") };
        assert_eq!(office.find(inject).await, Vec::<Id>::new());
    });
}

#[test]
fn each_kind_has_its_own_rule() {
    in_an_office(async |office| {
        let message = office.post(1, "年会 通知").await;
        let news = office
            .put(Doc { kind: "news".to_owned(), scope: Id(7), ..office.message(1, "年会 新闻") })
            .await
            .id;
        assert_eq!(office.find(words("年会")).await, vec![news, message]);
        assert_eq!(office.find(Query { user: Id(99), ..words("年会") }).await, vec![news]);
        let only = |kind: &str| Query { kinds: vec![kind.to_owned()], ..words("年会") };
        assert_eq!(office.find(only("news")).await, vec![news]);
        assert_eq!(office.find(only("message")).await, vec![message]);
        let both = Query { kinds: vec!["news".to_owned(), "message".to_owned()], ..words("年会") };
        let hits = office.page(both).await.items;
        assert_eq!((hits[0].kind.as_str(), hits[0].scope), ("news", Id(7)));
        let hit = &hits[1];
        assert_eq!(
            (hit.id, hit.object, hit.scope, hit.ord, hit.author),
            (message, TEAM, TEAM, 1, Some(ANNA))
        );
        assert_eq!((hit.at, hit.facet.as_str()), (office.clock.now(), "text"));
        assert_eq!(ORG, Id(1));
    });
}

#[test]
fn a_wrong_rule_stops_the_start() {
    in_an_office(async |office| {
        for access in [
            "EXISTS (SELECT 1 FROM no_such_table)",
            "d.scope = $1",
            "TRUE; DROP TABLE search_docs",
            "{org}",
            "",
        ] {
            office.search.register(SearchSource { kind: "news", access });
            assert!(office.search.verify().await.is_err(), "{access}");
            assert!(office.try_page(words("年会")).await.is_err(), "{access}");
        }
    });
}
