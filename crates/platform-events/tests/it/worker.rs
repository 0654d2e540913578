//! The worker that runs jobs by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use platform_events::{JobKind, JobState, MIGRATIONS};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::office::{Office, Seen, job};

struct Worker {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Worker {
    fn start(office: &Office, kinds: Vec<JobKind>) -> Self {
        let worker = Self { stop: CancellationToken::new(), tasks: TaskTracker::new() };
        office.jobs.start(office.db(), "worker", kinds, &worker.stop, &worker.tasks);
        worker
    }

    async fn stop(self) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }
}

fn counting(name: &str, seen: &Seen) -> JobKind {
    let seen = seen.clone();
    JobKind::new(name, move |job| {
        seen.add(job.payload["n"].as_i64().unwrap_or(-1));
        Box::pin(async { Ok(()) })
    })
}

#[test]
fn jobs_run_as_they_come_each_once() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let seen = Seen::default();
        let workers = [1, 2].map(|_| Worker::start(&office, vec![counting("test.run", &seen)]));
        for n in 0..40 {
            office.enqueue(job("test.run", n)).await;
        }
        testkit::wait_until("all jobs to run", async || seen.numbers().len() >= 40).await;
        for worker in workers {
            worker.stop().await;
        }
        let mut numbers = seen.numbers();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..40).collect::<Vec<_>>());
    });
}

#[test]
fn a_kind_runs_by_itself_at_its_interval() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let (ticks, pokes) = (Seen::default(), Seen::default());
        let kinds = vec![counting("test.tick", &ticks).every(60_000), counting("test.poke", &pokes)];
        let worker = Worker::start(&office, kinds);
        for round in 1..=3 {
            testkit::wait_until("the next run to be planned", async || {
                office.jobs_in(JobState::Queued).await.iter().any(|job| job.name == "test.tick")
            })
            .await;
            assert_eq!(ticks.numbers().len(), round - 1, "it ran before its time");
            office.store.clock.advance(60_000);
            // The clock of a test wakes nobody; a new job does.
            office.enqueue(job("test.poke", 0)).await;
            testkit::wait_until("it to run", async || ticks.numbers().len() == round).await;
        }
        worker.stop().await;
    });
}

#[test]
fn a_job_that_panics_is_a_job_that_failed() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let mut panicking = JobKind::new("test.run", |_| Box::pin(async { panic!("this job panics") }));
        panicking.max_attempts = 1;
        let worker = Worker::start(&office, vec![panicking]);
        office.enqueue(job("test.run", 1)).await;
        testkit::wait_until("the job to die", async || office.jobs_in(JobState::Dead).await.len() == 1).await;
        worker.stop().await;
    });
}

#[test]
fn a_stop_puts_back_what_still_runs() {
    testkit::on_both_engines(&[MIGRATIONS], async |store| {
        let office = Office::new(store);
        let started = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&started);
        let endless = JobKind::new("test.run", move |_| {
            count.fetch_add(1, Ordering::SeqCst);
            Box::pin(std::future::pending())
        });
        let worker = Worker::start(&office, vec![endless]);
        office.enqueue(job("test.run", 1)).await;
        testkit::wait_until("the job to run", async || started.load(Ordering::SeqCst) == 1).await;
        worker.stop().await;

        // Whoever starts next runs it at once, as its first attempt.
        let waiting = office.jobs_in(JobState::Queued).await;
        assert_eq!((waiting.len(), waiting[0].attempts), (1, 0));
        let seen = Seen::default();
        office.jobs.drain(office.db(), &[counting("test.run", &seen)]).await.unwrap();
        assert_eq!(seen.numbers(), [1]);
    });
}
