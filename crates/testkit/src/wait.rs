//! Waiting for a condition: the only place in the tests where time passes by itself.

use std::panic::Location;
use std::time::{Duration, Instant};

/// Far beyond anything that works, so that only what is broken reaches it, even on a loaded machine.
const DEADLINE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(5);
/// Set to `1` for a long run.
const SOAK: &str = "COURTYARD_TEST_SOAK";

/// Waits until `condition` holds; `what` finishes the sentence "waited for …" when it never does.
///
/// # Panics
/// When the condition does not hold within 30 seconds.
#[track_caller]
pub fn wait_until(what: &str, mut condition: impl AsyncFnMut() -> bool) -> impl Future<Output = ()> {
    let caller = Location::caller();
    async move {
        let started = Instant::now();
        while !condition().await {
            assert!(started.elapsed() < DEADLINE, "waited {} s for {what}, at {caller}", DEADLINE.as_secs());
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// `short` in an ordinary run, `long` in one that may take hours (`cargo xtask soak`).
#[must_use]
pub fn in_soak<T>(short: T, long: T) -> T {
    if std::env::var(SOAK).is_ok_and(|value| value == "1") { long } else { short }
}

/// Lets time pass while something is broken: for tests of what a fault does that lasts, and of clients that try again.
/// Nothing is concluded from the time that passed.
pub async fn for_a_while(duration: Duration) {
    tokio::time::sleep(duration).await;
}
