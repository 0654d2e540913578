//! Many rows at once: on PostgreSQL every statement is a journey, so rows travel together.

use std::collections::HashMap;

use contracts::people::UserState;
use kernel::{Id, Millis};
use platform_db::{DbResult, Tx, Val, args};

use super::users::email_key;
use crate::model::contact::{Phone, key};
use crate::model::department::{Department, name_key};
use crate::model::user::{Membership, User};

/// Parameters of one statement at most: a journey is spared for most rows, and the statement stays small.
const PARAMETERS: usize = 2_000;

/// Rows for one table.
pub(crate) struct Rows {
    into: &'static str,
    columns: usize,
    values: Vec<Val>,
}

impl Rows {
    /// Rows to be added by `into`: the statement up to the values, with this many columns.
    pub(super) fn new(into: &'static str, columns: usize) -> Self {
        Self { into, columns, values: Vec::new() }
    }

    pub(super) fn push(&mut self, row: Vec<Val>) {
        debug_assert_eq!(row.len(), self.columns);
        self.values.extend(row);
    }

    /// Writes them.
    pub(crate) async fn insert(self, tx: &mut Tx) -> DbResult<()> {
        let chunk = PARAMETERS / self.columns * self.columns;
        let mut values = self.values.into_iter().peekable();
        while values.peek().is_some() {
            let args: Vec<Val> = values.by_ref().take(chunk).collect();
            let mut sql = String::with_capacity(self.into.len() + args.len() * 7);
            sql.push_str(self.into);
            for (i, _) in args.iter().enumerate() {
                sql.push_str(match (i, i % self.columns) {
                    (0, _) => " ($",
                    (_, 0) => "), ($",
                    _ => ", $",
                });
                sql.push_str(&(i + 1).to_string());
            }
            sql.push(')');
            tx.exec_dyn(&sql, args).await?;
        }
        Ok(())
    }
}

/// Runs a statement for many ids, some hundred at a time. `sql` holds `{ids}` where the list stands; `first` are its
/// other parameters, `$1` and so on.
async fn for_ids(tx: &mut Tx, sql: &str, first: Vec<Val>, ids: &[Id]) -> DbResult<()> {
    for ids in ids.chunks(PARAMETERS / 4) {
        let list: Vec<String> = (first.len() + 1..).take(ids.len()).map(|n| format!("${n}")).collect();
        let sql = sql.replace("{ids}", &list.join(", "));
        let args: Vec<Val> = first.iter().cloned().chain(ids.iter().map(|id| Val::Int(id.0))).collect();
        tx.exec_dyn(&sql, args).await?;
    }
    Ok(())
}

/// Lets go of what belongs to one person only, so that two people may exchange it.
pub(crate) async fn release_keys(tx: &mut Tx, ids: &[Id]) -> DbResult<()> {
    let sql =
        "UPDATE people_users SET login_key = NULL, employee_key = NULL, email_key = NULL WHERE id IN ({ids})";
    for_ids(tx, sql, Vec::new(), ids).await
}

/// Forgets phone numbers.
pub(crate) async fn clear_phones(tx: &mut Tx, ids: &[Id]) -> DbResult<()> {
    for_ids(tx, "DELETE FROM people_user_phones WHERE user_id IN ({ids})", Vec::new(), ids).await
}

/// Forgets places in departments.
pub(crate) async fn clear_memberships(tx: &mut Tx, ids: &[Id]) -> DbResult<()> {
    for_ids(tx, "DELETE FROM people_user_departments WHERE user_id IN ({ids})", Vec::new(), ids).await
}

/// Forgets lines to managers.
pub(crate) async fn clear_managers(tx: &mut Tx, ids: &[Id]) -> DbResult<()> {
    for_ids(tx, "DELETE FROM people_managers WHERE user_id IN ({ids})", Vec::new(), ids).await
}

/// Marks people as departed, with everything that means ([`crate::ops::change_state`]).
pub(crate) async fn leave(tx: &mut Tx, ids: &[Id], now: Millis) -> DbResult<()> {
    for sql in [
        "UPDATE people_users SET state = 'left', left_at = $1, updated_at = $1, email_key = NULL WHERE id IN ({ids})",
        "UPDATE people_sessions SET ended_at = $1 WHERE ended_at IS NULL AND user_id IN ({ids})",
        "UPDATE people_tokens SET revoked_at = $1 WHERE revoked_at IS NULL AND user_id IN ({ids})",
        "UPDATE people_invitations SET used_at = $1 WHERE used_at IS NULL AND user_id IN ({ids})",
    ] {
        for_ids(tx, sql, args![now], ids).await?;
    }
    for sql in [
        "UPDATE people_user_phones SET mobile_key = NULL WHERE user_id IN ({ids})",
        "DELETE FROM people_roles WHERE user_id IN ({ids})",
    ] {
        for_ids(tx, sql, Vec::new(), ids).await?;
    }
    Ok(())
}

/// Every direct line to a manager in an organisation.
pub(crate) async fn direct_lines(tx: &mut Tx, org: Id) -> DbResult<HashMap<Id, Id>> {
    tx.all(
        "SELECT m.user_id, m.manager_id FROM people_managers m JOIN people_users u ON u.id = m.user_id
         WHERE u.org_id = $1 AND m.kind = 'direct'",
        args![org],
    )
    .await?
    .iter()
    .map(|row| Ok((row.get(0)?, row.get(1)?)))
    .collect()
}

/// New people; `password` is the hash that all of them begin with.
pub(crate) fn users(users: &[User], password: Option<&str>, now: Millis) -> Rows {
    let mut rows = Rows::new(
        "INSERT INTO people_users (id, org_id, name, name_sort, pinyin, state, login, login_key, employee_no,
           employee_key, email, email_key, avatar_file, password_hash, must_change_password, preferences, created_at,
           updated_at, joined_at, left_at) VALUES",
        20,
    );
    for user in users {
        rows.push(args![
            user.id,
            user.org,
            &user.name.text,
            &user.name.sort,
            &user.name.pinyin,
            user.state.as_str(),
            user.login.as_ref(),
            user.login.as_deref().map(key),
            user.employee_no.as_ref(),
            user.employee_no.as_deref().map(key),
            user.email.as_ref(),
            email_key(user),
            user.avatar,
            password,
            false,
            "{}",
            user.created_at,
            now,
            user.joined_at,
            user.left_at
        ]);
    }
    rows
}

/// Phone numbers of people in these states.
pub(crate) fn phones<'a>(of: impl IntoIterator<Item = (Id, UserState, &'a [Phone])>) -> Rows {
    let mut rows =
        Rows::new("INSERT INTO people_user_phones (user_id, position, label, number, mobile_key) VALUES", 5);
    for (user, state, phones) in of {
        for (phone, position) in phones.iter().zip(0_i64..) {
            let taken = phone.mobile_key().filter(|_| state != UserState::Left);
            rows.push(args![user, position, &phone.label, &phone.number, taken]);
        }
    }
    rows
}

/// Places in departments.
pub(crate) fn memberships<'a>(of: impl IntoIterator<Item = (Id, &'a [Membership])>) -> Rows {
    let mut rows = Rows::new(
        "INSERT INTO people_user_departments (user_id, department_id, title, head, is_primary, position) VALUES",
        6,
    );
    for (user, memberships) in of {
        for membership in memberships {
            rows.push(args![
                user,
                membership.department,
                membership.title.as_ref(),
                membership.head,
                membership.primary,
                membership.position
            ]);
        }
    }
    rows
}

/// Lines to managers.
pub(crate) fn managers<'a>(of: impl IntoIterator<Item = (Id, Option<Id>, &'a [Id])>) -> Rows {
    let mut rows = Rows::new("INSERT INTO people_managers (user_id, manager_id, kind, position) VALUES", 4);
    for (user, direct, dotted) in of {
        let lines = direct.iter().map(|id| (*id, "direct")).chain(dotted.iter().map(|id| (*id, "dotted")));
        for ((manager, kind), position) in lines.zip(0_i64..) {
            rows.push(args![user, manager, kind, position]);
        }
    }
    rows
}

/// Values of fields.
pub(crate) fn attribute_values<'a>(of: impl IntoIterator<Item = (Id, Id, &'a str)>) -> Rows {
    let mut rows = Rows::new("INSERT INTO people_attribute_values (user_id, attribute_id, value) VALUES", 3);
    for (user, attribute, value) in of {
        rows.push(args![user, attribute, value]);
    }
    rows
}

/// New departments, parents before children.
pub(crate) fn departments(departments: &[Department]) -> Rows {
    let mut rows = Rows::new(
        "INSERT INTO people_departments (id, org_id, parent_id, name, name_key, name_sort, pinyin, position, path,
           created_at, updated_at) VALUES",
        11,
    );
    for department in departments {
        rows.push(args![
            department.id,
            department.org,
            department.parent,
            &department.name.text,
            name_key(&department.name.text),
            &department.name.sort,
            &department.name.pinyin,
            department.position,
            &department.path,
            department.created_at,
            department.created_at
        ]);
    }
    rows
}
