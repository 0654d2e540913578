//! Groups that follow the directory catch up with it; also by itself once an hour, whatever was missed.

use kernel::{Id, Millis};
use platform_events::JobKind;

use crate::ops::sync_members::sync_members;
use crate::state::ChatState;
use crate::store;

/// Name of the job.
pub(crate) const JOB: &str = "chat.sync_members";

/// How the job is run.
pub(crate) fn kind(state: ChatState) -> JobKind {
    JobKind::new(JOB, move |job| {
        let state = state.clone();
        Box::pin(async move {
            // The run that comes by itself is for every organisation that has chats.
            if job.org != Id(0) {
                return sync_members(&state, job.org).await;
            }
            let orgs = state.db.read(|tx| Box::pin(async move { Ok(store::chats::orgs(tx).await?) })).await?;
            for org in orgs {
                sync_members(&state, org).await?;
            }
            Ok(())
        })
    })
    .every(EVERY_MS)
}

/// How often groups are compared with the directory without a reason.
const EVERY_MS: i64 = Millis::HOUR;
