//! Changing how people sign in.

use kernel::{Error, Id, Result};
use serde_json::{Value, json};

use super::emit::{self, list};
use crate::access::org_admin;
use crate::audit;
use crate::by::By;
use crate::model::policy::Policy;
use crate::state::PeopleState;
use crate::store;

/// Sets the policy. It holds from the next sign-in, password or use of a session on.
pub(crate) async fn set_policy(state: &PeopleState, by: &By, org: Id, policy: Policy) -> Result<Policy> {
    org_admin(by)?;
    let policy = policy.check()?;
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                store::orgs::lock(tx, org).await?;
                let mut found = store::orgs::find(tx, org).await?.ok_or_else(Error::not_found)?;
                if found.policy == policy {
                    return Ok(policy);
                }
                let fields = changed(&found.policy, &policy);
                found.policy = policy.clone();
                store::orgs::save(tx, &found, this.core.clock.now()).await?;
                let detail = json!({ "fields": list(fields), "policy": policy });
                emit::audit(&this, tx, &by, org, audit::POLICY_CHANGED, None, detail).await?;
                Ok(policy)
            })
        })
        .await
}

/// Names of what differs.
fn changed(before: &Policy, after: &Policy) -> Vec<String> {
    let (before, after) = (json!(before), json!(after));
    let fields: Vec<String> =
        after.as_object().into_iter().flatten().map(|(field, _)| field.clone()).collect();
    let get = |policy: &Value, field: &str| policy.get(field).cloned();
    fields.into_iter().filter(|field| get(&before, field) != get(&after, field)).collect()
}
