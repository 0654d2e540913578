//! The directory as imports and exports need it: everything of one organisation at once.

use std::collections::{HashMap, HashSet};

use kernel::Id;
use platform_db::{DbResult, Row, Tx, args};

use super::{attributes, departments, roles, users};
use crate::model::contact::Phone;
use crate::model::import::present::{Claim, Person, Present};
use crate::model::role::Held;
use crate::model::user::Membership;

/// People read with one statement: keeps what is in flight small.
const CHUNK: i64 = 2_000;
/// Roles read at most; there are never more.
const ROLES: i64 = crate::model::limits::ROLES as i64;

/// Everything of an organisation.
pub(crate) async fn read(tx: &mut Tx, org: Id) -> DbResult<Present> {
    let mut present = Present { attributes: attributes::of_org(tx, org).await?, ..Present::default() };
    loop {
        let after = present.departments.last().map_or("", |department| department.path.as_str()).to_owned();
        let page = departments::page(tx, org, &after, CHUNK).await?;
        if page.is_empty() {
            break;
        }
        present.departments.extend(page);
    }
    let mut held: HashMap<Id, Vec<Held>> = HashMap::new();
    for role in roles::of_org(tx, org, ROLES).await? {
        held.entry(role.user).or_default().push(role);
    }
    loop {
        let after = present.people.last().map_or(Id(0), |person| person.user.id);
        let page = people(tx, org, after).await?;
        if page.is_empty() {
            break;
        }
        present.people.extend(page);
    }
    for person in &mut present.people {
        person.held = held.remove(&person.user.id).unwrap_or_default();
    }
    present.elsewhere = elsewhere(tx, org).await?;
    Ok(present)
}

/// The next people after `after`, with everything about them.
async fn people(tx: &mut Tx, org: Id, after: Id) -> DbResult<Vec<Person>> {
    let rows = users::page(tx, org, after, CHUNK).await?;
    let mut people: Vec<Person> = rows.into_iter().map(Person::new).collect();
    let Some(last) = people.last().map(|person| person.user.id) else { return Ok(people) };
    let places: HashMap<Id, usize> =
        people.iter().enumerate().map(|(at, person)| (person.user.id, at)).collect();
    // People of other organisations have ids among these; their lines are passed over.
    let place = |row: &Row| -> DbResult<Option<usize>> { Ok(places.get(&row.get(0)?).copied()) };
    for row in tx
        .all(
            "SELECT user_id, number, label FROM people_user_phones WHERE user_id > $1 AND user_id <= $2
             ORDER BY user_id, position",
            args![after, last],
        )
        .await?
    {
        if let Some(at) = place(&row)? {
            people[at].phones.push(Phone { number: row.get(1)?, label: row.get(2)? });
        }
    }
    for row in tx
        .all(
            "SELECT user_id, department_id, title, head, is_primary, position FROM people_user_departments
             WHERE user_id > $1 AND user_id <= $2 ORDER BY user_id, is_primary DESC, department_id",
            args![after, last],
        )
        .await?
    {
        if let Some(at) = place(&row)? {
            people[at].memberships.push(Membership {
                department: row.get(1)?,
                title: row.get(2)?,
                head: row.get(3)?,
                primary: row.get(4)?,
                position: row.get(5)?,
            });
        }
    }
    for row in tx
        .all(
            "SELECT user_id, manager_id, kind FROM people_managers WHERE user_id > $1 AND user_id <= $2
             ORDER BY user_id, position",
            args![after, last],
        )
        .await?
    {
        let Some(at) = place(&row)? else { continue };
        let kind: String = row.get(2)?;
        if kind == "direct" {
            people[at].manager = Some(row.get(1)?);
        } else {
            people[at].dotted.push(row.get(1)?);
        }
    }
    for row in tx
        .all(
            "SELECT user_id, attribute_id, value FROM people_attribute_values WHERE user_id > $1 AND user_id <= $2
             ORDER BY user_id, attribute_id",
            args![after, last],
        )
        .await?
    {
        if let Some(at) = place(&row)? {
            people[at].attributes.push((row.get(1)?, row.get(2)?));
        }
    }
    Ok(people)
}

/// What people of other organisations hold that belongs to one person of the whole office.
async fn elsewhere(tx: &mut Tx, org: Id) -> DbResult<HashSet<Claim>> {
    let mut claims = HashSet::new();
    let mut after = Id(0);
    loop {
        let rows = tx
            .all(
                "SELECT id, login_key, email_key FROM people_users WHERE org_id <> $1 AND id > $2
                 ORDER BY id LIMIT $3",
                args![org, after, CHUNK],
            )
            .await?;
        let Some(last) = rows.last() else { return Ok(claims) };
        let (first, last) = (after, last.get(0)?);
        after = last;
        for row in &rows {
            claims.extend(row.get::<Option<String>>(1)?.map(Claim::Login));
            claims.extend(row.get::<Option<String>>(2)?.map(Claim::Email));
        }
        for row in tx
            .all(
                "SELECT p.mobile_key FROM people_user_phones p JOIN people_users u ON u.id = p.user_id
                 WHERE u.org_id <> $1 AND u.id > $2 AND u.id <= $3 AND p.mobile_key IS NOT NULL",
                args![org, first, last],
            )
            .await?
        {
            claims.insert(Claim::Mobile(row.get(0)?));
        }
    }
}

/// Who acts: name, roles and language of somebody who works here; `None` when that person may not sign in any more.
pub(crate) async fn acting(
    tx: &mut Tx,
    org: Id,
    user: Id,
) -> DbResult<Option<(String, Vec<kernel::Grant>, Option<kernel::Locale>)>> {
    let row = tx
        .opt(
            "SELECT name, locale FROM people_users WHERE id = $1 AND org_id = $2 AND state = 'active'",
            args![user, org],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let grants = roles::grants_of(tx, user).await?;
    Ok(Some((row.get(0)?, grants, users::locale(row.get(1)?))))
}
