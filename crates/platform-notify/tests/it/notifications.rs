//! Adding, listing, reading, dropping.

use std::sync::Arc;

use kernel::{Error, Id, Locale, Page, Paged, Result};
use parking_lot::Mutex;
use platform_db::Db;
use platform_notify::{
    KEPT, MAX_PARAMS, NewNotification, Notification, NotificationKind, Notify, Read, Words,
};
use serde_json::json;
use testkit::Store;

const ORG: Id = Id(1);
const ANNA: Id = Id(11);
const BELA: Id = Id(12);

struct Office {
    db: Db,
    notify: Notify,
    heard: Arc<Mutex<Vec<(Id, Id)>>>,
    /// Goes with the office.
    store: Store,
}

/// Runs a test in an office, on each engine.
fn in_an_office(test: impl AsyncFn(Office)) {
    testkit::on_both_engines(&[platform_notify::MIGRATIONS], async |store| test(Office::open(store)).await);
}

impl Office {
    fn open(store: Store) -> Self {
        let (db, clock, ids) = (store.db.clone(), store.clock.clone(), store.ids.clone());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let sink = Arc::clone(&heard);
        let on_added = move |user: Id, new: &Notification| sink.lock().push((user, new.id));
        let notify = Notify::new(clock, ids, Arc::new(on_added));
        notify.register(NotificationKind {
            kind: "chat.invited",
            zh: Words { title: "群聊邀请", text: "{inviter} 邀请你加入“{chat}”" },
            en: Words { title: "Invitation", text: "{inviter} invites you to “{chat}”" },
        });
        Self { db, notify, heard, store }
    }

    async fn try_add(&self, new: NewNotification) -> Result<Option<Notification>> {
        let notify = self.notify.clone();
        self.db.write(move |tx| Box::pin(async move { notify.add(tx, new).await })).await
    }

    async fn add(&self, user: Id) -> Notification {
        self.try_add(invited(user)).await.unwrap().unwrap()
    }

    async fn list(&self, user: Id, unread: bool, limit: u32, cursor: Option<String>) -> Paged<Notification> {
        let notify = self.notify.clone();
        let page = Page { limit: Some(limit), cursor };
        self.db
            .read(move |tx| Box::pin(async move { notify.list(tx, ORG, user, unread, &page).await }))
            .await
            .unwrap()
    }

    async fn unread(&self, user: Id) -> i64 {
        let notify = self.notify.clone();
        self.db.read(move |tx| Box::pin(async move { notify.unread(tx, ORG, user).await })).await.unwrap()
    }

    async fn mark_read(&self, user: Id, which: Read) -> u64 {
        let notify = self.notify.clone();
        self.db
            .write(move |tx| Box::pin(async move { notify.mark_read(tx, ORG, user, &which).await }))
            .await
            .unwrap()
    }
}

fn invited(user: Id) -> NewNotification {
    NewNotification {
        org: ORG,
        user,
        kind: "chat.invited",
        params: json!({ "inviter": "王芳", "chat": "项目群" }),
        url: "/chat/20".to_owned(),
        actor: Some(BELA),
        dedup_key: None,
    }
}

#[test]
fn words_are_made_for_the_reader() {
    in_an_office(async |office| {
        let added = office.add(ANNA).await;
        let listed = office.list(ANNA, false, 10, None).await;
        assert_eq!(listed.items, vec![added.clone()]);
        assert_eq!(office.notify.render(&added, Locale::ZhCn).text, "王芳 邀请你加入“项目群”");
        assert_eq!(office.notify.render(&added, Locale::En).title, "Invitation");
        let unknown = Notification { kind: "tasks.due".to_owned(), ..added };
        assert_eq!(office.notify.render(&unknown, Locale::En).title, "Notification");
    });
}

#[test]
fn the_live_side_hears_what_is_committed() {
    in_an_office(async |office| {
        let added = office.add(ANNA).await;
        assert_eq!(*office.heard.lock(), vec![(ANNA, added.id)]);
        let notify = office.notify.clone();
        let undone = office
            .db
            .write::<(), _>(move |tx| {
                Box::pin(async move {
                    notify.add(tx, invited(ANNA)).await?;
                    Err(Error::not_found())
                })
            })
            .await;
        assert!(undone.is_err());
        assert_eq!(office.heard.lock().len(), 1);
        assert_eq!(office.unread(ANNA).await, 1);
    });
}

#[test]
fn the_same_key_tells_once() {
    in_an_office(async |office| {
        let keyed = |user| NewNotification { dedup_key: Some("invite:20".to_owned()), ..invited(user) };
        assert!(office.try_add(keyed(ANNA)).await.unwrap().is_some());
        assert!(office.try_add(keyed(ANNA)).await.unwrap().is_none());
        assert!(office.try_add(keyed(BELA)).await.unwrap().is_some());
        let elsewhere = NewNotification { org: Id(2), ..keyed(ANNA) };
        assert!(office.try_add(elsewhere).await.unwrap().is_some());
        office.add(ANNA).await;
        office.add(ANNA).await;
        assert_eq!(office.unread(ANNA).await, 3);
        assert_eq!(office.heard.lock().len(), 5);
    });
}

#[test]
fn pages_follow_one_another_without_doubles() {
    in_an_office(async |office| {
        let mut added = Vec::new();
        for _ in 0..7 {
            added.push(office.add(ANNA).await.id);
            office.add(BELA).await;
        }
        added.reverse();
        let read = vec![added[1], added[4]];
        office.mark_read(ANNA, Read::Ids(read.clone())).await;
        let unread: Vec<Id> = added.iter().copied().filter(|id| !read.contains(id)).collect();
        for (only_unread, expected) in [(false, added), (true, unread)] {
            let (mut seen, mut cursor) = (Vec::new(), None);
            loop {
                let page = office.list(ANNA, only_unread, 3, cursor).await;
                assert!(page.items.len() <= 3);
                seen.extend(page.items.iter().map(|item| item.id));
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
                // What comes in between does not shift the pages.
                office.add(ANNA).await;
            }
            assert_eq!(seen, expected);
            let newer = office.list(ANNA, false, 200, None).await.items;
            let newer: Vec<Id> =
                newer.iter().map(|item| item.id).filter(|id| !expected.contains(id)).collect();
            office.mark_read(ANNA, Read::Ids(newer)).await;
        }
        let wild = office.list(ANNA, false, 3, Some("' OR 1=1 --".to_owned())).await;
        assert_eq!(wild.items.len(), 3);
    });
}

#[test]
fn reading_counts_only_ones_own() {
    in_an_office(async |office| {
        let (first, second) = (office.add(ANNA).await, office.add(ANNA).await);
        let others = office.add(BELA).await;
        assert_eq!(office.mark_read(ANNA, Read::Ids(vec![first.id, others.id, Id(5)])).await, 1);
        assert_eq!(office.mark_read(ANNA, Read::Ids(vec![first.id])).await, 0);
        assert_eq!((office.unread(ANNA).await, office.unread(BELA).await), (1, 1));
        let unread = office.list(ANNA, true, 10, None).await.items;
        assert_eq!(unread.iter().map(|item| item.id).collect::<Vec<_>>(), vec![second.id]);
        assert_eq!(office.mark_read(ANNA, Read::All).await, 1);
        assert_eq!((office.unread(ANNA).await, office.unread(BELA).await), (0, 1));
        let all = office.list(ANNA, false, 10, None).await.items;
        assert!(all.iter().all(|item| item.read_at == Some(office.store.clock.now())));
    });
}

#[test]
fn the_oldest_are_dropped() {
    in_an_office(async |office| {
        let bela = office.add(BELA).await;
        let notify = office.notify.clone();
        let added: Vec<Id> = office
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let mut added = Vec::new();
                    for _ in 0..KEPT + 5 {
                        added.extend(notify.add(tx, invited(ANNA)).await?.map(|new| new.id));
                    }
                    Ok(added)
                })
            })
            .await
            .unwrap();
        assert_eq!(office.unread(ANNA).await, i64::from(KEPT));
        let last = added[5].to_string();
        let oldest = office.list(ANNA, false, 1, Some(added[6].to_string())).await;
        assert_eq!(oldest.items[0].id.to_string(), last);
        assert!(office.list(ANNA, false, 1, Some(last)).await.items.is_empty());
        assert_eq!(office.list(BELA, false, 1, None).await.items[0].id, bela.id);
    });
}

#[test]
fn links_stay_inside_and_facts_stay_short() {
    in_an_office(async |office| {
        for url in ["https://evil.example", "//evil.example", "javascript:alert(1)", ""] {
            let new = NewNotification { url: url.to_owned(), ..invited(ANNA) };
            assert!(office.try_add(new).await.is_err(), "{url}");
        }
        let long =
            NewNotification { params: json!({ "chat": "长".repeat(MAX_PARAMS / 3) }), ..invited(ANNA) };
        let error = office.try_add(long).await.unwrap_err();
        assert!(error.is(&platform_notify::TOO_LARGE));
        assert_eq!(office.unread(ANNA).await, 0);
    });
}
