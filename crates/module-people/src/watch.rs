//! Once a second: what other processes changed, which sessions ended, which are used.
//!
//! Costs a few index lookups while nothing happens. It is what makes a suspended person's sockets close on every node,
//! and what lets the command line change a running office.

use std::sync::Weak;
use std::sync::atomic::Ordering;
use std::time::Duration;

use contracts::people::events;
use kernel::{Error, Id, Millis, Result};
use platform_db::STORE_UNAVAILABLE;
use platform_events::{Event, Observer};

use crate::directory::Change;
use crate::model::session::TicketKind;
use crate::state::{Parts, PeopleState};
use crate::store;

/// How often.
const EVERY: Duration = Duration::from_secs(1);
/// Events read at once.
const BATCH: u32 = 500;
/// How often what changed is read before giving up: others may change something at every moment.
const ROUNDS: usize = 5;
/// How far before the last round ends of sessions are looked for: clocks of nodes differ a little, and a commit takes
/// its time.
const OVERLAP_MS: i64 = 10 * Millis::SECOND;

/// Watches until nobody needs the state any more.
pub(crate) async fn run(weak: Weak<Parts>) {
    let mut timer = tokio::time::interval(EVERY);
    timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        timer.tick().await;
        let Some(state) = PeopleState::upgrade(&weak) else { return };
        if let Err(error) = round(&state).await {
            tracing::debug!(?error, "the directory could not be watched; will try again");
        }
    }
}

/// One round.
pub(crate) async fn round(state: &PeopleState) -> Result<()> {
    follow(state).await?;
    state.directory.catch_up(&state.core.db).await;
    sweep(state).await?;
    tell_used(state).await
}

/// Waits until memory shows everything that was committed before, by whomever.
pub(crate) async fn settle(state: &PeopleState) -> Result<()> {
    follow(state).await?;
    for _ in 0..ROUNDS {
        state.directory.catch_up(&state.core.db).await;
        if !state.directory.is_behind() {
            return Ok(());
        }
    }
    Err(Error::new(&STORE_UNAVAILABLE).retry_after(1))
}

/// Lets memory know of what other processes commit before clients hear of it: what they ask then is answered rightly.
pub(crate) fn observer(state: &PeopleState) -> Observer {
    let weak = state.downgrade();
    Observer::new("people.", move |followed| {
        let weak = weak.clone();
        Box::pin(async move {
            let Some(state) = PeopleState::upgrade(&weak) else { return };
            if followed.own || followed.event.stream != crate::STREAM {
                return;
            }
            if followed.event.seq <= state.directory.seen() {
                // Somebody noted it, and may still be reading what it says.
                return state.directory.catch_up(&state.core.db).await;
            }
            if let Err(error) = settle(&state).await {
                tracing::debug!(?error, "the directory could not follow; the watch will");
            }
        })
    })
}

/// Takes in what was committed and is not known yet.
async fn follow(state: &PeopleState) -> Result<()> {
    // One at a time: an event that two take in would be told twice.
    let _turn = state.following.lock().await;
    loop {
        let after = state.directory.seen();
        let news = state
            .read(move |tx| {
                Box::pin(
                    async move { Ok(platform_events::read_stream(tx, crate::STREAM, after, BATCH).await?) },
                )
            })
            .await?;
        if news.is_empty() {
            return Ok(());
        }
        for event in news {
            // What this process commits is noted as it commits; an event read before that is noted here.
            state.directory.follow(event.seq, || note(state, &event));
            if event.id.node() != state.core.ids.node() {
                take_in(state, &event);
            }
        }
    }
}

fn person(event: &Event) -> Option<Id> {
    event.body["user"].as_str()?.parse().ok()
}

/// Notes what is to be read again.
fn note(state: &PeopleState, event: &Event) {
    if let Some(user) = person(event) {
        state.directory.note(event.org, Change::Person(user));
    } else if event.kind == events::DIRECTORY_IMPORTED {
        state.directory.note(event.org, Change::Everything);
    } else {
        state.directory.note(event.org, Change::Departments);
        // Who was in a department that was removed is in it no more.
        for user in event.body["people"].as_array().into_iter().flatten() {
            if let Some(user) = user.as_str().and_then(|text| text.parse().ok()) {
                state.directory.note(event.org, Change::Person(user));
            }
        }
    }
}

/// What an event of another process means for the sessions of this one.
fn take_in(state: &PeopleState, event: &Event) {
    if let Some(user) = person(event) {
        state.sessions.forget_user(user);
        if event.kind == events::USER_SUSPENDED || event.kind == events::USER_LEFT {
            state.core.live.close_user_here(user, None);
        }
    } else if event.kind == events::DIRECTORY_IMPORTED {
        state.sessions.clear();
    }
}

/// Closes the connections of sessions and tokens that came to an end, wherever that happened.
async fn sweep(state: &PeopleState) -> Result<()> {
    let now = state.core.clock.now();
    let after = Millis(state.swept.load(Ordering::SeqCst).min(now.0) - OVERLAP_MS);
    let ended = state
        .read(move |tx| Box::pin(async move { Ok(store::sessions::ended(tx, after, now).await?) }))
        .await?;
    for (user, session) in ended {
        state.sessions.forget(session);
        state.core.live.close_session_here(user, session);
    }
    // Only now: what ended while the store could not be asked is looked for when it answers again.
    state.swept.store(now.0, Ordering::SeqCst);
    Ok(())
}

/// Tells the store which sessions are used; that is also what makes them last.
async fn tell_used(state: &PeopleState) -> Result<()> {
    let used = state.sessions.take_used();
    if used.is_empty() {
        return Ok(());
    }
    state
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut days: Option<(Id, i64)> = None;
                for used in used {
                    match used.kind {
                        TicketKind::Token => store::tokens::used(tx, used.id, used.at).await?,
                        TicketKind::Session => {
                            let lasts = match days {
                                Some((org, lasts)) if org == used.org => lasts,
                                _ => {
                                    let org = store::orgs::find(tx, used.org).await?;
                                    org.map_or(1, |org| i64::from(org.policy.session_days)) * Millis::DAY
                                }
                            };
                            days = Some((used.org, lasts));
                            store::sessions::seen(tx, used.id, used.at, used.at.plus(lasts)).await?;
                        }
                    }
                }
                Ok(())
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use kernel::Millis;

    use super::sweep;
    use crate::state::PeopleState;
    use crate::support::{config, core, migrations};

    #[test]
    fn what_ends_while_the_store_is_away_is_looked_for_afterwards() {
        testkit::on_postgres(&migrations(), async |store| {
            let (core, _committed) = core(&store, store.db.clone()).await;
            let state = PeopleState::new(core, config()).unwrap();
            sweep(&state).await.unwrap();
            let swept = state.swept.load(Ordering::SeqCst);
            store.postgres().unplug();
            store.clock.advance(Millis::MINUTE);
            assert!(sweep(&state).await.is_err());
            assert_eq!(state.swept.load(Ordering::SeqCst), swept);
            store.postgres().replug();
            testkit::wait_until("the store to answer", async || sweep(&state).await.is_ok()).await;
            assert_eq!(state.swept.load(Ordering::SeqCst), swept + Millis::MINUTE);
        });
    }
}
