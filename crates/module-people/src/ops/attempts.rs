//! Attempts to say a password: counted before it is known whether one is right, so that many at once cannot slip through.

use kernel::{Error, Millis, Result};

use crate::error::TOO_MANY_ATTEMPTS;
use crate::model::policy::Policy;
use crate::state::PeopleState;
use crate::store;

/// What attempts are counted under, and how many may fail.
#[derive(Clone, Debug)]
pub(super) struct Limit {
    pub(super) key: String,
    pub(super) allowed: i64,
}

/// Counts an attempt under each of these, and refuses it when one has too many. A refused attempt is no attempt: nothing
/// was tried, and no other count grows by it.
pub(super) async fn count(state: &PeopleState, limits: &[Limit], policy: &Policy) -> Result<()> {
    let now = state.core.clock.now();
    let until = now.plus(i64::from(policy.lock_minutes) * Millis::MINUTE);
    let limits = limits.to_vec();
    state
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                for Limit { key, allowed } in limits {
                    let count = store::attempts::add(tx, &key, allowed, now, until).await?;
                    if count.failures > allowed {
                        return Err(locked(count.until.since(now)));
                    }
                }
                Ok(())
            })
        })
        .await
}

fn locked(wait: i64) -> Error {
    let wait = wait.max(1);
    let minutes = (wait + Millis::MINUTE - 1) / Millis::MINUTE;
    let seconds = u64::try_from((wait + Millis::SECOND - 1) / Millis::SECOND).unwrap_or(1);
    Error::new(&TOO_MANY_ATTEMPTS).with("minutes", minutes).retry_after(seconds)
}

/// Takes back what was counted: the password could not be looked at.
pub(super) async fn take_back(state: &PeopleState, limits: &[Limit]) {
    let limits = limits.to_vec();
    let taken = state
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                for Limit { key, .. } in limits {
                    store::attempts::take_back(tx, &key).await?;
                }
                Ok(())
            })
        })
        .await;
    if let Err(error) = taken {
        tracing::warn!(?error, "an attempt that was none stays counted");
    }
}
