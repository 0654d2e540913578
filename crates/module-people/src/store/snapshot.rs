//! What the directory in memory is made of.

use std::collections::HashMap;

use contracts::people::UserState;
use kernel::Id;
use platform_db::{DbResult, Row, Tx, args};

use super::users::state;
use crate::model::user::{Membership, Name};

/// A person as the directory in memory holds them.
#[derive(Clone, Debug)]
pub(crate) struct PersonRow {
    pub(crate) id: Id,
    pub(crate) org: Id,
    pub(crate) name: Name,
    pub(crate) state: UserState,
    pub(crate) avatar: Option<Id>,
    pub(crate) employee_no: Option<String>,
    pub(crate) email: Option<String>,
    /// The primary one first.
    pub(crate) memberships: Vec<Membership>,
    pub(crate) phones: Vec<String>,
}

/// People of every organisation in the order of their ids, after `after`, at most `limit`.
pub(crate) async fn people(tx: &mut Tx, after: Id, limit: i64) -> DbResult<Vec<PersonRow>> {
    let rows = tx
        .all(
            "SELECT id, org_id, name, name_sort, pinyin, state, avatar_file, employee_no, email FROM people_users
             WHERE id > $1 ORDER BY id LIMIT $2",
            args![after, limit],
        )
        .await?;
    let mut people = rows.iter().map(person).collect::<DbResult<Vec<_>>>()?;
    let Some(last) = people.last().map(|person| person.id) else { return Ok(people) };
    let places: HashMap<Id, usize> = people.iter().enumerate().map(|(at, person)| (person.id, at)).collect();
    for row in tx
        .all(
            "SELECT user_id, department_id, title, head, is_primary, position FROM people_user_departments
             WHERE user_id > $1 AND user_id <= $2 ORDER BY user_id, is_primary DESC, department_id",
            args![after, last],
        )
        .await?
    {
        // Whoever was added since the first query is not among them yet.
        if let Some(at) = places.get(&row.get(0)?) {
            people[*at].memberships.push(membership(&row, 1)?);
        }
    }
    for row in tx
        .all(
            "SELECT user_id, number FROM people_user_phones WHERE user_id > $1 AND user_id <= $2
             ORDER BY user_id, position",
            args![after, last],
        )
        .await?
    {
        if let Some(at) = places.get(&row.get(0)?) {
            people[*at].phones.push(row.get(1)?);
        }
    }
    Ok(people)
}

/// One person.
pub(crate) async fn person_of(tx: &mut Tx, id: Id) -> DbResult<Option<PersonRow>> {
    let row = tx
        .opt(
            "SELECT id, org_id, name, name_sort, pinyin, state, avatar_file, employee_no, email FROM people_users
             WHERE id = $1",
            args![id],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut person = person(&row)?;
    for row in tx
        .all(
            "SELECT department_id, title, head, is_primary, position FROM people_user_departments
             WHERE user_id = $1 ORDER BY is_primary DESC, department_id",
            args![id],
        )
        .await?
    {
        person.memberships.push(membership(&row, 0)?);
    }
    for row in tx
        .all("SELECT number FROM people_user_phones WHERE user_id = $1 ORDER BY position", args![id])
        .await?
    {
        person.phones.push(row.get(0)?);
    }
    Ok(Some(person))
}

/// Every organisation.
pub(crate) async fn orgs(tx: &mut Tx) -> DbResult<Vec<Id>> {
    tx.all("SELECT id FROM people_orgs ORDER BY id", args![]).await?.iter().map(|row| row.get(0)).collect()
}

fn person(row: &Row) -> DbResult<PersonRow> {
    Ok(PersonRow {
        id: row.get(0)?,
        org: row.get(1)?,
        name: Name { text: row.get(2)?, sort: row.get(3)?, pinyin: row.get(4)? },
        state: state(row, 5)?,
        avatar: row.get(6)?,
        employee_no: row.get(7)?,
        email: row.get(8)?,
        memberships: Vec::new(),
        phones: Vec::new(),
    })
}

fn membership(row: &Row, first: usize) -> DbResult<Membership> {
    Ok(Membership {
        department: row.get(first)?,
        title: row.get(first + 1)?,
        head: row.get(first + 2)?,
        primary: row.get(first + 3)?,
        position: row.get(first + 4)?,
    })
}
