use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use kernel::Error;
use platform_db::STORE_UNAVAILABLE;
use platform_events::{Consumer, Event, JobState, MIGRATIONS, Runner, restart_consumers};

use crate::office::{Office, Seen, number};

/// A consumer that remembers what it takes and refuses what `refuse` says.
fn picky(seen: &Seen, refuse: impl Fn(&Event) -> Option<Error> + Clone + Send + Sync + 'static) -> Consumer {
    let seen = seen.clone();
    Consumer::new("picky", &["test."], move |events| {
        let (seen, refuse) = (seen.clone(), refuse.clone());
        Box::pin(async move {
            for event in &events {
                if let Some(error) = refuse(event) {
                    return Err(error);
                }
                seen.add(number(event));
            }
            Ok(())
        })
    })
    .first_pause(Duration::from_millis(1))
}

async fn stop(runner: &Runner) {
    runner.stop.cancel();
    runner.tasks.close();
    runner.tasks.wait().await;
}

#[test]
fn a_consumer_sees_its_kinds_in_order_and_once() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        let consumer = seen.consumer("test", &["test.", "other.made."]);
        for n in 0..450 {
            let kind = ["test.done.v1", "other.made.v1", "other.lost.v1"][n as usize % 3];
            office.append(&format!("stream:{}", n % 5), kind, n).await;
        }
        office.runner("node").drain(&consumer).await.unwrap();
        let wanted: Vec<i64> = (0..450).filter(|n| n % 3 != 2).collect();
        assert_eq!(seen.numbers(), wanted);

        // A new process goes on behind the cursor; another consumer has its own.
        office.append("a", "test.done.v1", 1_000).await;
        office.runner("restarted").drain(&consumer).await.unwrap();
        assert_eq!(seen.numbers().len(), wanted.len() + 1);
        let newcomer = Seen::default();
        office.runner("node").drain(&newcomer.consumer("newcomer", &["other.lost."])).await.unwrap();
        assert_eq!(newcomer.numbers().len(), 150);
    });
}

#[test]
fn what_failed_is_handed_over_again_and_nothing_after_it_before() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        for n in 0..5 {
            office.append("a", "test.done.v1", n).await;
        }
        let runner = office.runner("node");
        let failing = picky(&seen, |event| (number(event) == 3).then(Error::not_found));
        assert!(runner.drain(&failing).await.is_err());
        // At least once: the batch, then the same events one by one.
        assert_eq!(seen.numbers(), [0, 1, 2, 0, 1, 2]);
        let mended = picky(&seen, |_| None);
        runner.drain(&mended).await.unwrap();
        assert_eq!(seen.numbers()[6..], [3, 4]);
    });
}

#[test]
fn a_poisonous_event_is_set_aside_and_can_be_retried() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        for n in 1..=4 {
            office.append("a", "test.done.v1", n).await;
        }
        let runner = office.runner("node");
        let poisoned = picky(&seen, |event| match number(event) {
            2 => Some(Error::internal("it does not agree with me")),
            3 => panic!("this handler panics"),
            _ => None,
        });
        runner.start(&office.events, vec![poisoned]);
        testkit::wait_until("the event after the bad ones", async || seen.numbers().contains(&4)).await;
        stop(&runner).await;

        let dead = office.jobs_in(JobState::Dead).await;
        let names: Vec<&str> = dead.iter().map(|job| job.name.as_str()).collect();
        assert_eq!(names, ["consumer:picky", "consumer:picky"]);
        assert!(dead[1].last_error.as_deref().unwrap().contains("it does not agree with me"));

        let mended = picky(&seen, |_| None);
        for job in &dead {
            assert!(office.retry(job.id).await);
        }
        office.jobs.drain(office.db(), &[mended.retry_kind(office.db())]).await.unwrap();
        let mut last = seen.numbers().split_off(seen.numbers().len() - 2);
        last.sort_unstable();
        assert_eq!(last, [2, 3]);
        assert!(office.jobs_in(JobState::Dead).await.is_empty());
    });
}

#[test]
fn a_consumer_at_work_begins_again_when_it_is_told_to() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        let runner = office.runner("node");
        let consumer = seen.consumer("test.index_things", &["test."]);
        runner.start(&office.events, vec![consumer.clone()]);
        office.append("a", "test.done.v1", 1).await;
        office.append("a", "test.done.v1", 2).await;
        testkit::wait_until("them to be handled", async || seen.numbers() == [1, 2]).await;
        // Another process finds that what it made is lost, before it has even saved how far it is.
        restart_consumers(office.db(), ".index_", &[consumer]).await.unwrap();
        office.append("a", "test.done.v1", 3).await;
        testkit::wait_until("it to begin again", async || seen.numbers().len() >= 5).await;
        assert_eq!(seen.numbers()[seen.numbers().len() - 3..], [1, 2, 3]);
        stop(&runner).await;
    });
}

#[test]
fn an_outage_sets_nothing_aside() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let (seen, tries) = (Seen::default(), Arc::new(AtomicU32::new(0)));
        office.append("a", "test.done.v1", 1).await;
        let counted = Arc::clone(&tries);
        // More failures than an event at fault is given.
        let away = picky(&seen, move |_| {
            (counted.fetch_add(1, Ordering::SeqCst) < 10).then(|| Error::new(&STORE_UNAVAILABLE))
        });
        let runner = office.runner("node");
        runner.start(&office.events, vec![away]);
        testkit::wait_until("the event to be handled", async || seen.numbers() == [1]).await;
        stop(&runner).await;
        assert_eq!(tries.load(Ordering::SeqCst), 11);
        assert!(office.jobs_in(JobState::Dead).await.is_empty());
    });
}
