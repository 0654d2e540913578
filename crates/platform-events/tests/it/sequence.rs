//! Places for consumers: on PostgreSQL transactions commit out of order, and clocks of nodes differ.

use kernel::{Clock, Ids};
use platform_events::{Events, MIGRATIONS};
use testkit::fixture::START;
use tokio::sync::oneshot;

use crate::office::{Office, Seen, append, event};

#[test]
fn an_event_that_commits_late_is_not_passed_over() {
    testkit::on_postgres(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let (seen, runner) = (Seen::default(), office.runner("node"));
        let consumer = seen.consumer("test", &["test."]);
        let (appended, wait_appended) = oneshot::channel();
        let (commit, wait_commit) = oneshot::channel::<()>();
        let (db, events) = (office.db().clone(), office.events.clone());
        let late = tokio::spawn(async move {
            db.write(move |tx| {
                Box::pin(async move {
                    events.append(tx, event("late", "test.done.v1", 1)).await?;
                    let _ = appended.send(());
                    let _ = wait_commit.await;
                    Ok(())
                })
            })
            .await
        });
        wait_appended.await.unwrap();
        office.append("early", "test.done.v1", 2).await;
        runner.drain(&consumer).await.unwrap();
        assert_eq!(seen.numbers(), [2]);
        commit.send(()).unwrap();
        late.await.unwrap().unwrap();
        runner.drain(&consumer).await.unwrap();
        assert_eq!(seen.numbers(), [2, 1]);
    });
}

#[test]
fn a_stream_keeps_its_order_when_clocks_disagree() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        // A second node whose clock is ten seconds behind: its ids are smaller than those of events before its own.
        let behind = Clock::manual(START.plus(-10_000));
        let (slow, _committed) = Events::new(behind.clone(), Ids::new(2, behind));
        for n in 0..250 {
            office.append("a", "test.done.v1", n).await;
        }
        for n in 250..500 {
            append(office.db(), &slow, event("a", "test.done.v1", n)).await;
        }
        let seen = Seen::default();
        office.runner("node").drain(&seen.consumer("test", &["test."])).await.unwrap();
        assert_eq!(seen.numbers(), (0..500).collect::<Vec<_>>());
    });
}

#[test]
fn two_nodes_share_the_work_and_double_nothing() {
    testkit::on_postgres(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        let nodes = [office.runner("one"), office.runner("two")];
        for node in &nodes {
            node.start(&office.events, vec![seen.consumer("test", &["test."])]);
        }
        for n in 0..100 {
            office.append(&format!("stream:{}", n % 7), "test.done.v1", n).await;
        }
        testkit::wait_until("all events to be handled", async || seen.numbers().len() >= 100).await;
        for node in &nodes {
            node.stop.cancel();
            node.tasks.close();
            node.tasks.wait().await;
        }
        let mut numbers = seen.numbers();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..100).collect::<Vec<_>>());
    });
}
