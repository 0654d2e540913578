use std::sync::Arc;

use kernel::{Error, Millis};
use platform_events::{JobKind, JobState, Jobs, MIGRATIONS, NewJob};
use tokio::sync::Notify;

use crate::office::{Office, Seen, job};

/// A kind that remembers the number of each job and fails as `fails` says of number and attempt.
fn kind(name: &str, seen: &Seen, fails: impl Fn(i64, i64) -> bool + Send + Sync + 'static) -> JobKind {
    let seen = seen.clone();
    JobKind::new(name, move |job| {
        let n = job.payload["n"].as_i64().expect("the payload has a number");
        seen.add(n);
        let failed = fails(n, job.attempt);
        Box::pin(async move { if failed { Err(Error::internal("it went wrong")) } else { Ok(()) } })
    })
}

#[test]
fn a_job_is_there_when_its_change_is() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        let jobs = office.jobs.clone();
        let refused = office
            .db()
            .write::<(), _>(move |tx| {
                Box::pin(async move {
                    jobs.enqueue(tx, job("test.run", 1)).await?;
                    Err(Error::not_found())
                })
            })
            .await;
        assert!(refused.is_err());
        office.enqueue(job("test.run", 2)).await;
        let kinds = [kind("test.run", &seen, |_, _| false)];
        office.jobs.drain(office.db(), &kinds).await.unwrap();
        office.jobs.drain(office.db(), &kinds).await.unwrap();
        assert_eq!(seen.numbers(), [2]);
        assert!(office.jobs_in(JobState::Queued).await.is_empty());
    });
}

#[test]
fn the_same_key_waits_only_once() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        let keyed =
            |name: &str, key: Option<&str>, n| NewJob { dedup_key: key.map(str::to_owned), ..job(name, n) };
        office.enqueue(keyed("test.run", Some("k"), 1)).await;
        office.enqueue(keyed("test.run", Some("k"), 2)).await;
        office.enqueue(keyed("test.run", Some("l"), 3)).await;
        office.enqueue(keyed("test.walk", Some("k"), 4)).await;
        office.enqueue(keyed("test.run", None, 5)).await;
        office.enqueue(keyed("test.run", None, 6)).await;
        let kinds = ["test.run", "test.walk"].map(|name| kind(name, &seen, |_, _| false));
        office.jobs.drain(office.db(), &kinds).await.unwrap();
        assert_eq!(seen.numbers(), [1, 3, 4, 5, 6]);
        office.enqueue(keyed("test.run", Some("k"), 7)).await;
        office.jobs.drain(office.db(), &kinds).await.unwrap();
        assert_eq!(seen.numbers().last(), Some(&7));
    });
}

#[test]
fn what_is_asked_for_while_it_runs_runs_once_more() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = std::sync::Arc::new(Office::new(store));
        let keyed = |n| NewJob { dedup_key: Some("k".to_owned()), ..job("test.run", n) };
        office.enqueue(keyed(1)).await;
        let seen = std::sync::Arc::new(parking_lot::Mutex::new(Vec::new()));
        let (asking, noted) = (std::sync::Arc::clone(&office), std::sync::Arc::clone(&seen));
        let run = platform_events::JobKind::new("test.run", move |job| {
            let (asking, noted) = (std::sync::Arc::clone(&asking), std::sync::Arc::clone(&noted));
            Box::pin(async move {
                let n = job.payload["n"].as_i64().unwrap();
                noted.lock().push(n);
                // What it looks at changes behind it, twice.
                for _ in 0..if n == 1 { 2 } else { 0 } {
                    let again =
                        NewJob { dedup_key: Some("k".to_owned()), ..crate::office::job("test.run", 2) };
                    asking.enqueue(again).await;
                }
                Ok(())
            })
        });
        office.jobs.drain(office.db(), &[run]).await.unwrap();
        assert_eq!(*seen.lock(), [1, 2]);
        assert!(office.jobs_in(JobState::Queued).await.is_empty());
    });
}

#[test]
fn the_important_comes_first_and_the_future_later() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        let now = office.store.clock.now();
        office.enqueue(NewJob { run_at: now.plus(Millis::MINUTE), ..job("test.run", 1) }).await;
        office.enqueue(job("test.run", 2)).await;
        office.enqueue(NewJob { priority: 5, ..job("test.run", 3) }).await;
        office.enqueue(NewJob { run_at: now.plus(-1), ..job("test.run", 4) }).await;
        let kinds = [kind("test.run", &seen, |_, _| false)];
        office.jobs.drain(office.db(), &kinds).await.unwrap();
        assert_eq!(seen.numbers(), [3, 4, 2]);
        office.store.clock.advance(Millis::MINUTE);
        office.jobs.drain(office.db(), &kinds).await.unwrap();
        assert_eq!(seen.numbers(), [3, 4, 2, 1]);
    });
}

#[test]
fn a_failed_job_runs_again_after_a_growing_pause() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        let kinds = [kind("test.run", &seen, |_, attempt| attempt < 3)];
        office.enqueue(job("test.run", 1)).await;
        for (runs, pause) in [(1, 2_000), (2, 4_000)] {
            office.jobs.drain(office.db(), &kinds).await.unwrap();
            assert_eq!(seen.numbers().len(), runs);
            let waiting = office.jobs_in(JobState::Queued).await;
            assert_eq!(waiting[0].attempts, runs as i64);
            assert!(waiting[0].last_error.as_deref().unwrap().contains("it went wrong"));
            office.store.clock.advance(pause - 1);
            office.jobs.drain(office.db(), &kinds).await.unwrap();
            assert_eq!(seen.numbers().len(), runs, "it ran before its pause was over");
            office.store.clock.advance(1);
        }
        office.jobs.drain(office.db(), &kinds).await.unwrap();
        assert_eq!(seen.numbers().len(), 3);
        assert!(office.jobs_in(JobState::Queued).await.is_empty());
    });
}

#[test]
fn a_job_that_always_fails_dies_and_can_be_given_another_round() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        let mut failing = kind("test.run", &seen, |_, _| true);
        failing.max_attempts = 3;
        let key = |n| NewJob { dedup_key: Some("k".to_owned()), ..job("test.run", n) };
        office.enqueue(key(1)).await;
        for _ in 0..5 {
            office.jobs.drain(office.db(), std::slice::from_ref(&failing)).await.unwrap();
            office.store.clock.advance(Millis::HOUR);
        }
        assert_eq!(seen.numbers(), [1, 1, 1]);
        let dead = office.jobs_in(JobState::Dead).await;
        assert_eq!((dead.len(), dead[0].attempts, dead[0].name.as_str()), (1, 3, "test.run"));

        // The dead do not keep their key from the living, nor take it back.
        office.enqueue(key(2)).await;
        assert!(office.retry(dead[0].id).await);
        assert!(!office.retry(dead[0].id).await);
        assert_eq!(office.jobs_in(JobState::Queued).await.len(), 2);
        let mended = [kind("test.run", &seen, |_, _| false)];
        office.jobs.drain(office.db(), &mended).await.unwrap();
        assert_eq!(seen.numbers()[3..].len(), 2);
    });
}

#[test]
fn who_asks_while_a_job_dies_is_served_by_a_new_life() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = std::sync::Arc::new(Office::new(store));
        let keyed = |n| NewJob { dedup_key: Some("k".to_owned()), ..job("test.run", n) };
        office.enqueue(keyed(1)).await;
        let asking = std::sync::Arc::clone(&office);
        let mut run = platform_events::JobKind::new("test.run", move |job| {
            let asking = std::sync::Arc::clone(&asking);
            Box::pin(async move {
                if job.payload["n"].as_i64() == Some(2) {
                    return Ok(());
                }
                let again = NewJob { dedup_key: Some("k".to_owned()), ..crate::office::job("test.run", 2) };
                asking.enqueue(again).await;
                Err(kernel::Error::internal("cannot"))
            })
        });
        run.max_attempts = 1;
        office.jobs.drain(office.db(), std::slice::from_ref(&run)).await.unwrap();
        office.store.clock.advance(Millis::HOUR);
        office.jobs.drain(office.db(), &[run]).await.unwrap();
        assert!(office.jobs_in(JobState::Queued).await.is_empty());
        assert!(office.jobs_in(JobState::Dead).await.is_empty());
    });
}

#[test]
fn of_the_dead_the_newest_are_kept() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        let mut failing = kind("test.run", &seen, |_, _| true);
        failing.max_attempts = 1;
        for n in 0..203 {
            office.enqueue(job("test.run", n)).await;
            office.store.clock.advance(1);
            office.jobs.drain(office.db(), std::slice::from_ref(&failing)).await.unwrap();
        }
        let count = async |tx: &mut platform_db::Tx| -> kernel::Result<(i64, i64)> {
            let sql = "SELECT COUNT(*), MIN(created_at) FROM events_jobs WHERE state = 'dead'";
            let row = tx.one(sql, platform_db::args![]).await?;
            Ok((row.get(0)?, row.get(1)?))
        };
        let (dead, oldest) =
            office.db().read(move |tx| Box::pin(async move { count(tx).await })).await.unwrap();
        assert_eq!((dead, oldest), (200, office.store.clock.now().0 - 200));
    });
}

#[test]
fn a_dead_job_can_be_removed_and_no_other() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let mut failing = kind("test.run", &Seen::default(), |n, _| n == 1);
        failing.max_attempts = 1;
        office.enqueue(job("test.run", 1)).await;
        office.jobs.drain(office.db(), &[failing]).await.unwrap();
        office.enqueue(job("test.run", 2)).await;
        let (dead, queued) = (office.jobs_in(JobState::Dead).await, office.jobs_in(JobState::Queued).await);
        for (id, removed) in [(dead[0].id, true), (dead[0].id, false), (queued[0].id, false)] {
            let outcome =
                office.db().write(move |tx| Box::pin(async move { Ok(Jobs::remove(tx, id).await?) })).await;
            assert_eq!(outcome.unwrap(), removed);
        }
        assert_eq!(office.jobs_in(JobState::Queued).await.len(), 1);
    });
}

#[test]
fn jobs_are_listed_newest_first_in_pages() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        for n in 0..5 {
            office.enqueue(job("test.run", n)).await;
        }
        let page = async |before| {
            office
                .db()
                .read(move |tx| {
                    Box::pin(async move { Ok(Jobs::list(tx, JobState::Queued, before, 2).await?) })
                })
                .await
                .unwrap()
        };
        let (mut before, mut found) = (None, Vec::new());
        loop {
            let page = page(before).await;
            found.extend(page.items.iter().map(|job| job.id));
            match page.next {
                Some(next) => before = Some(next.parse().unwrap()),
                None => break,
            }
        }
        assert_eq!(found.len(), 5);
        assert!(found.is_sorted_by(|a, b| a > b));
    });
}

#[test]
fn a_kind_nobody_here_knows_is_left_for_others() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        office.enqueue(job("future.run", 1)).await;
        office.jobs.drain(office.db(), &[kind("test.run", &Seen::default(), |_, _| false)]).await.unwrap();
        office.jobs.drain(office.db(), &[]).await.unwrap();
        let waiting = office.jobs_in(JobState::Queued).await;
        assert_eq!((waiting.len(), waiting[0].attempts), (1, 0));
    });
}

/// A kind whose first attempts stop in the middle until told to go on.
fn stuck(seen: &Seen, until_attempt: i64, go_on: &Arc<Notify>) -> JobKind {
    let (seen, go_on) = (seen.clone(), Arc::clone(go_on));
    JobKind::new("test.run", move |job| {
        let (seen, go_on) = (seen.clone(), Arc::clone(&go_on));
        Box::pin(async move {
            seen.add(job.attempt);
            if job.attempt <= until_attempt {
                go_on.notified().await;
            }
            Ok(())
        })
    })
}

#[test]
fn a_job_whose_process_died_is_taken_up_when_its_claim_has_run_out() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        let kinds = [stuck(&seen, 1, &Arc::new(Notify::new()))];
        office.enqueue(job("test.run", 1)).await;
        let dying = {
            let (jobs, db, kinds) = (office.jobs.clone(), office.db().clone(), kinds.clone());
            tokio::spawn(async move { jobs.drain(&db, &kinds).await })
        };
        testkit::wait_until("the job to run", async || seen.numbers() == [1]).await;
        dying.abort();

        office.store.clock.advance(Millis::MINUTE);
        office.jobs.drain(office.db(), &kinds).await.unwrap();
        assert_eq!(seen.numbers(), [1], "the claim still holds");
        office.store.clock.advance(1);
        office.jobs.drain(office.db(), &kinds).await.unwrap();
        assert_eq!(seen.numbers(), [1, 2]);
        assert!(office.jobs_in(JobState::Running).await.is_empty());
    });
}

#[test]
fn a_job_that_ends_its_process_every_time_dies_too() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        let mut deadly = stuck(&seen, i64::MAX, &Arc::new(Notify::new()));
        deadly.max_attempts = 2;
        office.enqueue(job("test.run", 1)).await;
        for attempt in 1..=2_usize {
            let (jobs, db, kinds) = (office.jobs.clone(), office.db().clone(), [deadly.clone()]);
            let dying = tokio::spawn(async move { jobs.drain(&db, &kinds).await });
            testkit::wait_until("the job to run", async || seen.numbers().len() == attempt).await;
            dying.abort();
            office.store.clock.advance(Millis::HOUR);
        }
        office.jobs.drain(office.db(), &[deadly]).await.unwrap();
        assert_eq!(seen.numbers(), [1, 2]);
        assert_eq!(office.jobs_in(JobState::Dead).await.len(), 1);
    });
}

#[test]
fn who_lost_a_job_does_not_end_it_for_the_other() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let (seen, go_on) = (Seen::default(), Arc::new(Notify::new()));
        office.enqueue(job("test.run", 1)).await;
        let slow = {
            let (jobs, db, kinds) = (office.jobs.clone(), office.db().clone(), [stuck(&seen, 1, &go_on)]);
            tokio::spawn(async move { jobs.drain(&db, &kinds).await })
        };
        testkit::wait_until("the job to run", async || seen.numbers() == [1]).await;
        office.store.clock.advance(2 * Millis::MINUTE);
        office.jobs.drain(office.db(), &[kind("test.run", &Seen::default(), |_, _| true)]).await.unwrap();
        assert_eq!(office.jobs_in(JobState::Queued).await[0].attempts, 2);

        // The first one wakes up and succeeds. Its claim is gone; the job still waits for its next attempt.
        go_on.notify_one();
        slow.await.unwrap().unwrap();
        let waiting = office.jobs_in(JobState::Queued).await;
        assert_eq!((waiting.len(), waiting[0].attempts), (1, 2));
    });
}
