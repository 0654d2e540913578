//! Removing a field from people.

use kernel::{Error, Id, Result};
use serde_json::json;

use super::emit;
use crate::access::org_admin;
use crate::audit;
use crate::by::By;
use crate::error::ATTRIBUTE_NOT_FOUND;
use crate::state::PeopleState;
use crate::store;

/// Removes a field with everything in it.
pub(crate) async fn delete_attribute(state: &PeopleState, by: &By, org: Id, id: Id) -> Result<()> {
    org_admin(by)?;
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                let attribute = store::attributes::find(tx, org, id).await?;
                let attribute = attribute.ok_or_else(|| Error::new(&ATTRIBUTE_NOT_FOUND))?;
                store::attributes::delete(tx, id).await?;
                let detail = json!({ "label": attribute.label, "key": attribute.key });
                emit::audit(&this, tx, &by, org, audit::ATTRIBUTE_REMOVED, None, detail).await
            })
        })
        .await
}
