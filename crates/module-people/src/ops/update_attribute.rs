//! Changing a field of people.

use kernel::{Error, Id, Result};
use serde_json::json;

use super::emit;
use crate::access::org_admin;
use crate::audit;
use crate::by::By;
use crate::error::ATTRIBUTE_NOT_FOUND;
use crate::model::attribute::{Attribute, AttributeKind, Visibility, choices};
use crate::model::text::field_error;
use crate::state::PeopleState;
use crate::store;

/// What is to be changed; `None` leaves it as it is. The key never changes: programs know the field by it.
#[derive(Clone, Debug, Default)]
pub(crate) struct AttributeChange {
    pub(crate) label: Option<String>,
    pub(crate) kind: Option<AttributeKind>,
    pub(crate) choices: Option<Vec<String>>,
    pub(crate) visible_to: Option<Visibility>,
    pub(crate) order: Option<i64>,
}

/// Changes a field. Values that no longer fit stay as they are until somebody changes them.
pub(crate) async fn update_attribute(
    state: &PeopleState,
    by: &By,
    org: Id,
    id: Id,
    change: AttributeChange,
) -> Result<Attribute> {
    org_admin(by)?;
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                let before = store::attributes::find(tx, org, id).await?;
                let before = before.ok_or_else(|| Error::new(&ATTRIBUTE_NOT_FOUND))?;
                let kind = change.kind.unwrap_or(before.kind);
                // A field that is no choice any more loses its choices by itself.
                let wanted = match (&change.choices, kind) {
                    (Some(wanted), _) => wanted.clone(),
                    (None, AttributeKind::Choice) => before.choices.clone(),
                    (None, _) => Vec::new(),
                };
                let after = Attribute {
                    label: change.label.unwrap_or_else(|| before.label.clone()),
                    kind,
                    choices: choices(kind, &wanted).map_err(|fault| field_error("choices", fault))?,
                    visible_to: change.visible_to.unwrap_or(before.visible_to),
                    order: change.order.unwrap_or(before.order),
                    ..before.clone()
                };
                if after == before {
                    return Ok(after);
                }
                store::attributes::save(tx, &after).await?;
                let detail = json!({ "label": after.label, "key": after.key });
                emit::audit(&this, tx, &by, org, audit::ATTRIBUTE_CHANGED, None, detail).await?;
                Ok(after)
            })
        })
        .await
}
