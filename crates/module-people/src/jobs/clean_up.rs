//! Removing what ended long ago: sessions, tokens, links, counts of failed sign-ins, imports.

use kernel::{Millis, Result};
use platform_events::JobKind;

use crate::ops::import_purge::import_purge;
use crate::state::PeopleState;
use crate::store;

/// How often.
const EVERY_MS: i64 = Millis::HOUR;
/// How long ended sessions, tokens and links are kept: long enough to look into what happened.
const KEEP_MS: i64 = 30 * Millis::DAY;
/// Rows removed in one transaction: others wait meanwhile.
const CHUNK: i64 = 1_000;

pub(crate) fn kind(state: PeopleState) -> JobKind {
    JobKind::new("people.clean_up", move |_| {
        let state = state.clone();
        Box::pin(async move { run(&state).await })
    })
    .every(EVERY_MS)
}

async fn run(state: &PeopleState) -> Result<()> {
    loop {
        let now = state.core.clock.now();
        let before = now.plus(-KEEP_MS);
        let removed = state
            .core
            .db
            .write(move |tx| {
                Box::pin(async move {
                    Ok([
                        store::sessions::purge(tx, before, CHUNK).await?,
                        store::tokens::purge(tx, before, CHUNK).await?,
                        store::invitations::purge(tx, before, CHUNK).await?,
                        store::attempts::purge(tx, now, CHUNK).await?,
                    ])
                })
            })
            .await?;
        if removed.iter().all(|removed| *removed < CHUNK.unsigned_abs()) {
            return import_purge(state).await;
        }
    }
}
