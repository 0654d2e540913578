//! Changing what the organisation is called and how it looks.

use std::net::IpAddr;
use std::sync::Arc;

use kernel::{Actor, Error, Id, Result};
use serde_json::json;

use super::emit::{self, list};
use super::picture;
use crate::access::org_admin;
use crate::audit;
use crate::by::By;
use crate::model::limits;
use crate::model::text::{field_error, line};
use crate::state::PeopleState;
use crate::store;

/// Changes name and logo; `None` leaves them as they are.
pub(crate) async fn set_org(
    state: &PeopleState,
    actor: &Arc<Actor>,
    ip: IpAddr,
    name: Option<String>,
    logo: Option<Option<Id>>,
) -> Result<()> {
    let by = By::Person(Arc::clone(actor), ip);
    org_admin(&by)?;
    let name = name
        .map(|name| line(&name, limits::ORG_NAME).map_err(|fault| field_error("name", fault)))
        .transpose()?;
    let (this, actor) = (state.clone(), Arc::clone(actor));
    state
        .write(move |tx| {
            Box::pin(async move {
                store::orgs::lock(tx, actor.org).await?;
                let mut org = store::orgs::find(tx, actor.org).await?.ok_or_else(Error::not_found)?;
                let mut fields = Vec::new();
                let mut replaced = None;
                if let Some(name) = name
                    && name != org.name
                {
                    org.name = name;
                    fields.push("name");
                }
                if let Some(logo) = logo
                    && logo != org.logo
                {
                    picture::show(&this, tx, &actor, logo, "logo_file").await?;
                    replaced = std::mem::replace(&mut org.logo, logo);
                    fields.push("logo");
                }
                if fields.is_empty() {
                    return Ok(());
                }
                store::orgs::save(tx, &org, this.core.clock.now()).await?;
                picture::hide(&this, tx, &actor, replaced).await?;
                let detail = json!({ "fields": list(fields) });
                emit::audit(&this, tx, &by, org.id, audit::ORG_CHANGED, None, detail).await
            })
        })
        .await
}
