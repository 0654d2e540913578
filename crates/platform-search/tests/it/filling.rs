//! Putting, replacing, removing, filling again.

use std::sync::mpsc;
use std::time::Duration;

use kernel::Id;
use platform_db::{Engine, args};
use platform_search::{Doc, Query, Search};

use crate::support::{MESSAGES, PRIVATE, TEAM, in_an_office, on_sqlite, words};

#[test]
fn what_was_taken_back_is_not_found() {
    in_an_office(async |office| {
        let first = office.post(1, "发错了 机密").await;
        let second = office.post(2, "机密 会议").await;
        office.search.delete(vec![first, Id(5)]).await.unwrap();
        assert_eq!(office.find(words("机密")).await, vec![second]);
        assert!(office.find(words("发错")).await.is_empty());
        office.search.delete(vec![first]).await.unwrap();
        office.search.delete(Vec::new()).await.unwrap();
        office.search.put(Vec::new()).await.unwrap();
        assert_eq!(office.find(Query { scope: Some(TEAM), ..words("") }).await, vec![second]);
    });
}

#[test]
fn putting_twice_replaces() {
    in_an_office(async |office| {
        let doc = office.put(office.message(1, "旧的说法")).await;
        office.put(doc.clone()).await;
        assert_eq!(office.find(words("旧的")).await, vec![doc.id]);
        office.join(PRIVATE, crate::support::ANNA, 0).await;
        let edited = Doc {
            text: "新的说法".to_owned(),
            scope: PRIVATE,
            author: None,
            facet: "link".to_owned(),
            ..doc.clone()
        };
        // Twice within one batch: the last one counts.
        office.search.put(vec![doc.clone(), edited]).await.unwrap();
        assert!(office.find(words("旧的")).await.is_empty());
        let hits = office.page(words("新的")).await.items;
        assert_eq!(
            (hits.len(), hits[0].scope, hits[0].author, hits[0].facet.as_str()),
            (1, PRIVATE, None, "link")
        );
        assert!(office.find(Query { scope: Some(TEAM), ..words("新的") }).await.is_empty());
        assert_eq!(office.find(Query { scope: Some(PRIVATE), ..words("新的") }).await, vec![doc.id]);
    });
}

#[test]
fn scopes_and_kinds_are_removed_whole() {
    in_an_office(async |office| {
        office.join(PRIVATE, crate::support::ANNA, 0).await;
        let mut docs: Vec<Doc> = (0..450).map(|ord| office.message(ord, "日志")).collect();
        let kept = Doc { scope: PRIVATE, ..office.message(1, "日志") };
        let news = Doc { kind: "news".to_owned(), ..office.message(1, "日志") };
        docs.extend([kept.clone(), news.clone()]);
        office.search.put(docs).await.unwrap();
        assert_eq!(office.find(Query { limit: 200, ..words("日志") }).await.len(), 200);
        office.search.delete_scope("message", TEAM).await.unwrap();
        assert_eq!(office.find(words("日志")).await, vec![news.id, kept.id]);
        office.search.clear_kind("message").await.unwrap();
        assert_eq!(office.find(words("日志")).await, vec![news.id]);
    });
}

#[test]
fn a_rebuild_is_asked_for_until_it_began() {
    in_an_office(async |office| {
        assert!(office.search.needs_rebuild().await.unwrap(), "a new index was never filled");
        office.post(1, "残留").await;
        office.search.begin_rebuild().await.unwrap();
        assert!(office.find(words("残留")).await.is_empty());
        assert!(office.search.needs_rebuild().await.unwrap(), "a crash here starts over");
        office.search.rebuild_begun().await.unwrap();
        assert!(!office.search.needs_rebuild().await.unwrap());
        let posted = office.post(1, "留存").await;

        if office.search.engine() == Engine::Postgres {
            return;
        }
        // Opened again it is as it was; lost, it asks to be filled.
        let again = Search::open(office.index("search.db"), &office.clock).await.unwrap();
        again.register(MESSAGES);
        assert!(!again.needs_rebuild().await.unwrap());
        assert_eq!(again.query(words("留存")).await.unwrap().items[0].id, posted);
        let lost = Search::open(office.index("other.db"), &office.clock).await.unwrap();
        assert!(lost.needs_rebuild().await.unwrap());
    });
}

/// The index has a writer of its own: a long write of the office holds up neither filling nor finding.
#[test]
fn filling_does_not_wait_for_the_office() {
    on_sqlite(async |office| {
        let (begun, has_begun) = tokio::sync::oneshot::channel();
        let (release, released) = mpsc::channel::<()>();
        let db = office.db.clone();
        let long = tokio::spawn(async move {
            db.write(move |tx| {
                Box::pin(async move {
                    tx.exec("DELETE FROM test_members WHERE chat_id = 5", args![]).await?;
                    begun.send(()).unwrap();
                    // Holds the office's writer, and its lock on the file, until the index has answered.
                    released.recv().unwrap();
                    Ok(())
                })
            })
            .await
        });
        has_begun.await.unwrap();
        let work = async {
            let posted = office.post(1, "不等待").await;
            assert_eq!(office.find(words("等待")).await, vec![posted]);
        };
        // Far below the five seconds that a lock would be waited for.
        tokio::time::timeout(Duration::from_secs(4), work).await.unwrap();
        release.send(()).unwrap();
        long.await.unwrap().unwrap();
    });
}
