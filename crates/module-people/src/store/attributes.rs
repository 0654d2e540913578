//! Fields that organisations add, and their values.

use kernel::{Id, Millis};
use platform_db::{DbResult, Row, Tx, args};

use super::unknown;
use crate::model::attribute::{Attribute, AttributeKind, Visibility};
use crate::model::user::AttributeValue;

/// The fields of an organisation, in order.
pub(crate) async fn of_org(tx: &mut Tx, org: Id) -> DbResult<Vec<Attribute>> {
    tx.all(
        "SELECT id, field_key, label, kind, choices, visible_to, position FROM people_attributes
         WHERE org_id = $1 ORDER BY position, id",
        args![org],
    )
    .await?
    .iter()
    .map(attribute)
    .collect()
}

pub(crate) async fn find(tx: &mut Tx, org: Id, id: Id) -> DbResult<Option<Attribute>> {
    tx.opt(
        "SELECT id, field_key, label, kind, choices, visible_to, position FROM people_attributes
         WHERE id = $1 AND org_id = $2",
        args![id, org],
    )
    .await?
    .map(|row| attribute(&row))
    .transpose()
}

pub(crate) async fn insert(tx: &mut Tx, org: Id, attribute: &Attribute, now: Millis) -> DbResult<()> {
    tx.exec(
        "INSERT INTO people_attributes (id, org_id, field_key, label, kind, choices, visible_to, position, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            attribute.id,
            org,
            &attribute.key,
            &attribute.label,
            attribute.kind.as_str(),
            choices(attribute),
            attribute.visible_to.as_str(),
            attribute.order,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Writes everything but the key, which never changes.
pub(crate) async fn save(tx: &mut Tx, attribute: &Attribute) -> DbResult<()> {
    tx.exec(
        "UPDATE people_attributes SET label = $2, kind = $3, choices = $4, visible_to = $5, position = $6
         WHERE id = $1",
        args![
            attribute.id,
            &attribute.label,
            attribute.kind.as_str(),
            choices(attribute),
            attribute.visible_to.as_str(),
            attribute.order
        ],
    )
    .await?;
    Ok(())
}

/// Removes a field with all its values.
pub(crate) async fn delete(tx: &mut Tx, id: Id) -> DbResult<()> {
    tx.exec("DELETE FROM people_attributes WHERE id = $1", args![id]).await?;
    Ok(())
}

/// A person's values, in the order of the fields.
pub(crate) async fn values_of(tx: &mut Tx, user: Id) -> DbResult<Vec<AttributeValue>> {
    tx.all(
        "SELECT a.field_key, a.label, a.visible_to, v.value
         FROM people_attribute_values v JOIN people_attributes a ON a.id = v.attribute_id
         WHERE v.user_id = $1 ORDER BY a.position, a.id",
        args![user],
    )
    .await?
    .iter()
    .map(|row| {
        let visible_to: String = row.get(2)?;
        Ok(AttributeValue {
            key: row.get(0)?,
            label: row.get(1)?,
            visible_to: Visibility::parse(&visible_to)
                .ok_or_else(|| unknown("people_attributes.visible_to", &visible_to))?,
            value: row.get(3)?,
        })
    })
    .collect()
}

/// Sets a value; `None` clears it.
pub(crate) async fn set_value(tx: &mut Tx, user: Id, attribute: Id, value: Option<&str>) -> DbResult<()> {
    match value {
        Some(value) => {
            tx.exec(
                "INSERT INTO people_attribute_values (user_id, attribute_id, value) VALUES ($1, $2, $3)
                 ON CONFLICT (user_id, attribute_id) DO UPDATE SET value = excluded.value",
                args![user, attribute, value],
            )
            .await?
        }
        None => {
            tx.exec(
                "DELETE FROM people_attribute_values WHERE user_id = $1 AND attribute_id = $2",
                args![user, attribute],
            )
            .await?
        }
    };
    Ok(())
}

fn choices(attribute: &Attribute) -> String {
    serde_json::to_string(&attribute.choices).unwrap_or_default()
}

fn attribute(row: &Row) -> DbResult<Attribute> {
    let (kind, choices, visible_to): (String, String, String) = (row.get(3)?, row.get(4)?, row.get(5)?);
    Ok(Attribute {
        id: row.get(0)?,
        key: row.get(1)?,
        label: row.get(2)?,
        kind: AttributeKind::parse(&kind).ok_or_else(|| unknown("people_attributes.kind", &kind))?,
        choices: serde_json::from_str(&choices)
            .map_err(|_| unknown("people_attributes.choices", &choices))?,
        visible_to: Visibility::parse(&visible_to)
            .ok_or_else(|| unknown("people_attributes.visible_to", &visible_to))?,
        order: row.get(6)?,
    })
}
