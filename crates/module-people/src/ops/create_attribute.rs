//! Adding a field to people.

use kernel::{Error, Id, Result};
use serde_json::json;

use super::emit;
use crate::access::org_admin;
use crate::audit;
use crate::by::By;
use crate::error::TOO_MANY_ATTRIBUTES;
use crate::model::attribute::Attribute;
use crate::model::limits;
use crate::state::PeopleState;
use crate::store;
use crate::store::taken::explain;

/// Adds a field, checked already.
pub(crate) async fn create_attribute(
    state: &PeopleState,
    by: &By,
    org: Id,
    attribute: Attribute,
) -> Result<()> {
    org_admin(by)?;
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                store::orgs::lock(tx, org).await?;
                if store::attributes::of_org(tx, org).await?.len() >= limits::ATTRIBUTES {
                    return Err(Error::new(&TOO_MANY_ATTRIBUTES).with("max", limits::ATTRIBUTES));
                }
                store::attributes::insert(tx, org, &attribute, this.core.clock.now())
                    .await
                    .map_err(explain)?;
                let detail = json!({ "label": attribute.label, "key": attribute.key });
                emit::audit(&this, tx, &by, org, audit::ATTRIBUTE_ADDED, None, detail).await
            })
        })
        .await
}
