//! Kinds, cards and links.

use kernel::{Error, Id, Locale};
use platform_access::{Access, ObjectKind};

use crate::support::{ANNA, actor, in_an_office};

fn kind(name: &'static str, route: fn(Id) -> String, visible: Vec<Id>) -> ObjectKind {
    let plain = ObjectKind::new(name, "file", ("文档", "Document"), route, |_, _| {
        Box::pin(async { Ok(Vec::new()) })
    });
    ObjectKind::new(name, "file", ("文档", "Document"), route, move |actor, ids| {
        let (plain, visible) = (plain.clone(), visible.clone());
        Box::pin(async move {
            let seen = ids.into_iter().filter(|id| visible.contains(id) && actor.user == ANNA);
            Ok(seen.map(|id| plain.plain_card(id, format!("{} {id}", plain.kind))).collect())
        })
    })
}

#[test]
fn links_unfurl_whatever_the_kind() {
    in_an_office(async |office| {
        let seen = office.add("看得到", None).await;
        let hidden = office.add("看不到", None).await;
        // Persons are not registered: their module keeps its own access.
        let person = Id(4_711);
        office.access.register_kind(kind("document", |id| format!("/docs/{id}"), vec![seen.id]));
        office.access.register_kind(kind("person", |id| format!("/people/{id}"), vec![person, seen.id]));
        office.access.register_kind(ObjectKind::new(
            "broken",
            "x",
            ("", ""),
            |_| String::new(),
            |_, _| Box::pin(async { Err(Error::internal("out of order")) }),
        ));

        let asked = [person, hidden.id, seen.id, Id(99), person];
        let cards = office.access.cards(&office.db, &actor(ANNA), &asked).await.unwrap();
        let urls: Vec<_> = cards.iter().map(|card| card.url.clone()).collect();
        assert_eq!(urls, vec![format!("/people/{person}"), format!("/docs/{}", seen.id)]);
        assert_eq!(cards[0].link, format!("/o/{person}"));
        let others = office.access.cards(&office.db, &actor(Id(5)), &asked).await.unwrap();
        assert!(others.is_empty());

        let link = Access::link(seen.id);
        assert_eq!(office.access.resolve_link(&link), Some(seen.id));
        assert_eq!(office.access.resolve_link(&format!("https://office.example{link}?x=1")), Some(seen.id));
        assert_eq!(office.access.resolve_link(&format!("https://elsewhere.example{link}")), None);
        // What people copy out of the address bar leads there too.
        assert_eq!(office.access.resolve_link("https://office.example/docs/42?x=1"), Some(Id(42)));
        assert_eq!(office.access.resolve_link("/sheets/42"), None);
        assert_eq!(office.access.kind("document").unwrap().words(Locale::En), "Document");
        assert!(office.access.kind("table").is_none());
        assert_eq!(office.access.kinds().len(), 3);
    });
}
