use kernel::{Error, Id};
use platform_events::{MIGRATIONS, NewEvent, read_stream, stream_head};
use serde_json::json;

use crate::office::{Office, append, event};

#[test]
fn places_in_a_stream_have_no_gaps() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let tasks: Vec<_> = (0..60)
            .map(|n| {
                let (db, events) = (office.db().clone(), office.events.clone());
                tokio::spawn(async move {
                    if n % 3 == 0 {
                        // Rolled back: its place must go to somebody else.
                        let outcome = db
                            .write::<i64, _>(move |tx| {
                                Box::pin(async move {
                                    events.append(tx, event("a", "test.done.v1", n)).await?;
                                    Err(Error::not_found())
                                })
                            })
                            .await;
                        assert!(outcome.is_err());
                        return None;
                    }
                    Some(append(&db, &events, event("a", "test.done.v1", n)).await)
                })
            })
            .collect();
        let mut places = Vec::new();
        for task in tasks {
            places.extend(task.await.unwrap());
        }
        places.sort_unstable();
        assert_eq!(places, (1..=40).collect::<Vec<_>>());
        assert_eq!(office.append("b", "test.done.v1", 0).await, 1);
    });
}

#[test]
fn a_stream_reads_back_what_was_written() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        office.append("a", "test.done.v1", 1).await;
        let own_place = NewEvent { seq: Some(2), actor: None, ..event("a", "test.undone.v1", 2) };
        assert_eq!(append(office.db(), &office.events, own_place).await, 2);
        office.append("b", "test.done.v1", 9).await;

        let read = |after: i64, limit: u32| {
            office.db().read(move |tx| Box::pin(async move { Ok(read_stream(tx, "a", after, limit).await?) }))
        };
        let all = read(0, 10).await.unwrap();
        let told: Vec<_> = all.iter().map(|e| (e.seq, e.kind.as_str(), e.actor, e.body.clone())).collect();
        assert_eq!(
            told,
            [
                (1, "test.done.v1", Some(Id(7)), json!({ "n": 1 })),
                (2, "test.undone.v1", None, json!({ "n": 2 }))
            ]
        );
        assert_eq!(all[0].at, office.store.clock.now());
        assert_eq!(read(1, 10).await.unwrap().len(), 1);
        assert_eq!(read(0, 1).await.unwrap()[0].seq, 1);
        assert_eq!(read(2, 10).await.unwrap().len(), 0);
        let head = office.db().read(|tx| Box::pin(async move { Ok(stream_head(tx, "b").await?) })).await;
        assert_eq!(head.unwrap(), 1);
    });
}

#[test]
fn a_place_taken_twice_is_refused() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        office.append("a", "test.done.v1", 1).await;
        let events = office.events.clone();
        let again = NewEvent { seq: Some(1), ..event("a", "test.done.v1", 2) };
        let outcome =
            office.db().write(move |tx| Box::pin(async move { Ok(events.append(tx, again).await?) })).await;
        assert!(outcome.is_err());
    });
}

#[test]
fn what_is_committed_goes_to_the_live_side_and_nothing_else() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let mut office = Office::new(store);
        let events = office.events.clone();
        let refused = office
            .db()
            .write::<(), _>(move |tx| {
                Box::pin(async move {
                    events.append(tx, event("a", "test.done.v1", 1)).await?;
                    Err(Error::not_found())
                })
            })
            .await;
        assert!(refused.is_err());
        let live =
            NewEvent { live: Some("{\"text\":\"你好\"}".to_owned()), ..event("a", "test.done.v1", 2) };
        append(office.db(), &office.events, live).await;

        let told = office.committed.try_recv().unwrap();
        assert_eq!((told.seq, told.live.as_deref()), (1, Some("{\"text\":\"你好\"}")));
        assert!(office.committed.try_recv().is_err());
        let stored = office
            .db()
            .read(|tx| Box::pin(async move { Ok(read_stream(tx, "a", 0, 10).await?) }))
            .await
            .unwrap();
        assert_eq!((stored.len(), stored[0].id, stored[0].live.clone()), (1, told.id, None));
    });
}
