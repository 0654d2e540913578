//! Every node learns of every event: in order within a stream, each once, whatever the bus loses.

use std::sync::Arc;
use std::time::Duration;

use kernel::{Id, Ids};
use platform_bus::{Bus, Wire};
use platform_db::Db;
use platform_events::{Event, Events, Follower, MIGRATIONS, Runner, Step};
use testkit::Store;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::office::{append, event};

/// A node that follows.
struct Node {
    db: Db,
    events: Events,
    steps: mpsc::Receiver<Step>,
    stop: CancellationToken,
}

impl Node {
    async fn on(
        store: &Store,
        bus: impl FnOnce(CancellationToken, &TaskTracker) -> Bus,
        number: u16,
    ) -> Self {
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let db = store.reopen().await;
        let ids = Ids::new(number, store.clock.clone());
        let (events, committed) = Events::new(store.clock.clone(), ids.clone());
        let (pass, steps) = mpsc::channel(4_096);
        let bus = bus(stop.clone(), &tasks);
        let (own, clock) = (events.clone(), store.clock.clone());
        let follower = Follower::new(db.clone(), clock, own, bus.clone()).await.expect("it cannot follow");
        tokio::spawn(follower.run(committed, pass, stop.clone()));
        let runner = Runner {
            db: db.clone(),
            clock: store.clock.clone(),
            ids,
            owner: format!("node-{number}"),
            shared: true,
            bus,
            stop: stop.clone(),
            tasks,
        };
        runner.start(&events, Vec::new());
        Self { db, events, steps, stop }
    }

    async fn over(store: &Store, wire: &Wire, number: u16) -> Self {
        let way = wire.end();
        Self::on(store, |stop, tasks| Bus::over(way, Id(i64::from(number)), stop, tasks), number).await
    }

    async fn append(&self, stream: &'static str, n: i64) {
        append(&self.db, &self.events, event(stream, "test.done.v1", n)).await;
    }

    /// The next `count` events, as stream and number.
    async fn hears(&mut self, count: usize) -> Vec<(String, i64)> {
        let mut heard = Vec::new();
        while heard.len() < count {
            match self.steps.recv().await.expect("it follows no more") {
                Step::Event(followed) | Step::Missed(followed) => heard.push(told(&followed.event)),
                Step::Behind => {}
            }
        }
        heard
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

fn told(event: &Arc<Event>) -> (String, i64) {
    (event.stream.clone(), event.body["n"].as_i64().unwrap_or(-1))
}

fn numbers(stream: &str, numbers: impl IntoIterator<Item = i64>) -> Vec<(String, i64)> {
    numbers.into_iter().map(|n| (stream.to_owned(), n)).collect()
}

#[test]
fn what_one_node_commits_the_others_hear_in_order() {
    testkit::on_postgres(&[MIGRATIONS], async |store| {
        let wire = Wire::default();
        let mut nodes = [
            Node::over(&store, &wire, 1).await,
            Node::over(&store, &wire, 2).await,
            Node::over(&store, &wire, 3).await,
        ];
        // Alternately: an event of one node often arrives before that of another which it follows.
        for n in 0..120 {
            nodes[n as usize % 3].append("a", n).await;
        }
        for node in &mut nodes {
            assert_eq!(node.hears(120).await, numbers("a", 0..120));
        }
    });
}

#[test]
fn what_the_bus_loses_is_looked_up() {
    testkit::on_postgres(&[MIGRATIONS], async |store| {
        let wire = Wire::default();
        let (one, mut two) = (Node::over(&store, &wire, 1).await, Node::over(&store, &wire, 2).await);
        one.append("a", 0).await;
        assert_eq!(two.hears(1).await, numbers("a", [0]));
        // Lost, and shown by the next one of its stream.
        wire.lose(1);
        one.append("a", 1).await;
        one.append("a", 2).await;
        assert_eq!(two.hears(2).await, numbers("a", [1, 2]));
        // Lost, and nothing of its stream comes after it: the missing number of the frame shows it.
        wire.lose(1);
        one.append("b", 3).await;
        assert_eq!(two.hears(1).await, numbers("b", [3]));
        // Nothing gets through for a while.
        wire.cut();
        for n in 4..10 {
            one.append("a", n).await;
        }
        assert_eq!(two.hears(6).await, numbers("a", 4..10));
        wire.mend();
        one.append("a", 10).await;
        assert_eq!(two.hears(1).await, numbers("a", [10]));
    });
}

#[test]
fn what_a_command_commits_beside_the_server_is_heard() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let mut node = Node::on(&store, |_, _| Bus::alone(), 1).await;
        node.append("a", 0).await;
        assert_eq!(node.hears(1).await, numbers("a", [0]));
        let (events, _committed) = Events::new(store.clock.clone(), Ids::new(9, store.clock.clone()));
        for n in 1..4 {
            append(&store.db, &events, event("a", "test.done.v1", n)).await;
        }
        assert_eq!(node.hears(3).await, numbers("a", 1..4));
    });
}

#[test]
fn what_was_there_before_is_no_news() {
    testkit::on_postgres(&[MIGRATIONS], async |store| {
        // A command filled the office, and nobody has given places yet.
        let (events, _committed) = Events::new(store.clock.clone(), Ids::new(9, store.clock.clone()));
        for n in 0..5 {
            append(&store.db, &events, event("a", "test.done.v1", n)).await;
        }
        let mut node = Node::over(&store, &Wire::default(), 1).await;
        node.append("b", 5).await;
        node.append("a", 6).await;
        let mut heard = node.hears(2).await;
        heard.sort_unstable();
        assert_eq!(heard, [("a".to_owned(), 6), ("b".to_owned(), 5)]);
        // Also once they have their places.
        testkit::for_a_while(Duration::from_secs(3)).await;
        assert!(node.steps.try_recv().is_err());
    });
}

#[test]
fn who_missed_very_much_is_told_to_ask() {
    testkit::on_postgres(&[MIGRATIONS], async |store| {
        let wire = Wire::default();
        let mut node = Node::over(&store, &wire, 1).await;
        node.append("a", 0).await;
        assert_eq!(node.hears(1).await, numbers("a", [0]));
        // As a node that slept: thousands of events that nobody told it of.
        let (events, _committed) = Events::new(store.clock.clone(), Ids::new(9, store.clock.clone()));
        let all = events.clone();
        store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    for n in 1..3_000 {
                        all.append(tx, event("b", "test.done.v1", n)).await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
        let (mut heard, mut is_behind) = (0, false);
        while heard < 2_999 || !is_behind {
            match node.steps.recv().await.unwrap() {
                Step::Event(_) | Step::Missed(_) => heard += 1,
                Step::Behind => is_behind = true,
            }
        }
    });
}
