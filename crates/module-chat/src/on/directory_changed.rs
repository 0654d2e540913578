//! The directory changed: groups that follow it catch up, and who left is taken out of all groups.

use contracts::people::events;
use kernel::{Id, Result};
use platform_events::{Consumer, Event, NewJob};
use serde_json::json;

use crate::jobs::sync_members::JOB;
use crate::live::id_of;
use crate::ops::sync_members::leave_groups;
use crate::state::ChatState;

/// Consumes events of the directory.
pub(crate) fn consumer(state: ChatState) -> Consumer {
    Consumer::new(
        "chat.directory_changed",
        &["people.user.", "people.department.", "people.directory."],
        move |batch| {
            let state = state.clone();
            Box::pin(async move { handle(&state, &batch).await })
        },
    )
}

async fn handle(state: &ChatState, batch: &[Event]) -> Result<()> {
    for event in batch.iter().filter(|event| event.kind == events::USER_LEFT) {
        if let Some(user) = id_of(&event.body, "user") {
            leave_groups(state, event.org, user).await?;
        }
    }
    // Facts such as a phone number do not move anybody.
    let moves = |event: &&Event| event.kind != events::USER_CHANGED;
    let mut orgs: Vec<Id> = batch.iter().filter(moves).map(|event| event.org).collect();
    orgs.sort_unstable();
    orgs.dedup();
    for org in orgs {
        let this = state.clone();
        state
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let job = NewJob {
                        org,
                        name: JOB.to_owned(),
                        dedup_key: Some(org.to_string()),
                        run_at: this.clock.now(),
                        priority: 10,
                        payload: json!({}),
                    };
                    this.jobs.enqueue(tx, job).await?;
                    Ok(())
                })
            })
            .await?;
    }
    Ok(())
}
