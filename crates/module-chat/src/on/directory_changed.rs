//! The directory changed: groups that follow it catch up, and who left is taken out of all groups.

use contracts::people::events;
use kernel::{Id, Result};
use platform_events::{Consumer, Event, NewJob};
use serde_json::json;

use crate::jobs::sync_members::JOB;
use crate::live::id_of;
use crate::model::chat::ChatKind;
use crate::ops::remove_member::take_out;
use crate::state::ChatState;
use crate::store;

/// Chats of one person read at once; nobody is in more groups than this.
const CHATS: u32 = 2_000;

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

async fn leave_groups(state: &ChatState, org: Id, user: Id) -> Result<()> {
    let this = state.clone();
    state
        .db
        .write(move |tx| {
            Box::pin(async move {
                for id in store::chats::ids_of(tx, org, user, CHATS).await? {
                    let chat = store::chats::find(tx, id).await?;
                    if let Some(chat) = chat.filter(|chat| chat.kind == ChatKind::Group) {
                        take_out(&this, tx, &chat, user, None).await?;
                    }
                }
                Ok(())
            })
        })
        .await
}
