//! People.

use contracts::people::UserState;
use kernel::{Id, Locale, Millis};
use platform_db::{DbResult, Row, Tx, args};

use super::unknown;
use crate::model::contact::{Phone, key};
use crate::model::user::{Name, User};

/// The person of that id, if there is one in the organisation.
pub(crate) async fn find(tx: &mut Tx, org: Id, id: Id) -> DbResult<Option<User>> {
    tx.opt(
        "SELECT id, org_id, name, name_sort, pinyin, state, login, employee_no, email, avatar_file,
           password_hash IS NOT NULL, created_at, joined_at, left_at
         FROM people_users WHERE id = $1 AND org_id = $2",
        args![id, org],
    )
    .await?
    .map(|row| user(&row))
    .transpose()
}

/// People of an organisation in the order of their ids, whatever their state.
pub(crate) async fn page(tx: &mut Tx, org: Id, after: Id, limit: i64) -> DbResult<Vec<User>> {
    tx.all(
        "SELECT id, org_id, name, name_sort, pinyin, state, login, employee_no, email, avatar_file,
           password_hash IS NOT NULL, created_at, joined_at, left_at
         FROM people_users WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        args![org, after, limit],
    )
    .await?
    .iter()
    .map(user)
    .collect()
}

/// The same, kept from changing until the transaction ends.
pub(crate) async fn lock(tx: &mut Tx, org: Id, id: Id) -> DbResult<Option<User>> {
    tx.opt(
        "SELECT id, org_id, name, name_sort, pinyin, state, login, employee_no, email, avatar_file,
           password_hash IS NOT NULL, created_at, joined_at, left_at
         FROM people_users WHERE id = $1 AND org_id = $2 {for_update}",
        args![id, org],
    )
    .await?
    .map(|row| user(&row))
    .transpose()
}

/// Whether a file is the picture of somebody, or of an organisation.
pub(crate) async fn is_picture(tx: &mut Tx, file: Id) -> DbResult<bool> {
    let sql = "SELECT 1 FROM people_users WHERE avatar_file = $1
               UNION ALL SELECT 1 FROM people_orgs WHERE logo_file = $1 LIMIT 1";
    Ok(tx.opt(sql, args![file]).await?.is_some())
}

/// Where the person of that id stands; `None` when there is nobody of that id in the organisation.
pub(crate) async fn state_of(tx: &mut Tx, org: Id, id: Id) -> DbResult<Option<UserState>> {
    tx.opt("SELECT state FROM people_users WHERE id = $1 AND org_id = $2", args![id, org])
        .await?
        .map(|row| state(&row, 0))
        .transpose()
}

/// What the person of that id is called.
pub(crate) async fn name_of(tx: &mut Tx, id: Id) -> DbResult<Option<String>> {
    tx.opt("SELECT name FROM people_users WHERE id = $1", args![id]).await?.map(|row| row.get(0)).transpose()
}

pub(crate) async fn insert(tx: &mut Tx, user: &User, now: Millis) -> DbResult<()> {
    tx.exec(
        "INSERT INTO people_users (id, org_id, name, name_sort, pinyin, state, login, login_key, employee_no,
           employee_key, email, email_key, avatar_file, must_change_password, preferences, created_at, updated_at,
           joined_at, left_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, FALSE, '{}', $14, $15, $16, $17)",
        args![
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
            user.created_at,
            now,
            user.joined_at,
            user.left_at
        ],
    )
    .await?;
    Ok(())
}

/// Writes every fact of the person that is kept in the row.
pub(crate) async fn save(tx: &mut Tx, user: &User, now: Millis) -> DbResult<()> {
    tx.exec(
        "UPDATE people_users SET name = $2, name_sort = $3, pinyin = $4, state = $5, login = $6, login_key = $7,
           employee_no = $8, employee_key = $9, email = $10, email_key = $11, avatar_file = $12, joined_at = $13,
           left_at = $14, updated_at = $15
         WHERE id = $1",
        args![
            user.id,
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
            user.joined_at,
            user.left_at,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Whoever left gives the address back: it may be given to somebody else.
pub(crate) fn email_key(user: &User) -> Option<String> {
    user.email.as_deref().filter(|_| user.state != UserState::Left).map(key)
}

/// The person's phone numbers, in order.
pub(crate) async fn phones(tx: &mut Tx, user: Id) -> DbResult<Vec<Phone>> {
    tx.all("SELECT number, label FROM people_user_phones WHERE user_id = $1 ORDER BY position", args![user])
        .await?
        .iter()
        .map(|row| Ok(Phone { number: row.get(0)?, label: row.get(1)? }))
        .collect()
}

/// Sets the person's phone numbers. `state` decides whether mobile numbers are taken by it.
pub(crate) async fn replace_phones(
    tx: &mut Tx,
    user: Id,
    state: UserState,
    phones: &[Phone],
) -> DbResult<()> {
    tx.exec("DELETE FROM people_user_phones WHERE user_id = $1", args![user]).await?;
    for (phone, position) in phones.iter().zip(0_i64..) {
        let taken = phone.mobile_key().filter(|_| state != UserState::Left).map(str::to_owned);
        tx.exec(
            "INSERT INTO people_user_phones (user_id, position, label, number, mobile_key)
             VALUES ($1, $2, $3, $4, $5)",
            args![user, position, &phone.label, &phone.number, taken],
        )
        .await?;
    }
    Ok(())
}

/// What sign-in needs to know of a person.
#[derive(Clone, Debug)]
pub(crate) struct SignIn {
    pub(crate) user: Id,
    pub(crate) org: Id,
    pub(crate) name: String,
    pub(crate) state: UserState,
    pub(crate) password_hash: Option<String>,
    pub(crate) must_change_password: bool,
}

/// The person who signs in under this name: login, e-mail address, mobile number, or an employee number that only one
/// person of the whole office has. `mobile` is the text as a phone number, if it is one.
pub(crate) async fn by_sign_in_name(
    tx: &mut Tx,
    text: &str,
    mobile: Option<&str>,
) -> DbResult<Option<SignIn>> {
    let key = key(text);
    let by_login = tx
        .opt(
            "SELECT id, org_id, name, state, password_hash, must_change_password FROM people_users
             WHERE login_key = $1",
            args![&key],
        )
        .await?;
    if let Some(row) = by_login {
        return sign_in(&row).map(Some);
    }
    let by_email = tx
        .opt(
            "SELECT id, org_id, name, state, password_hash, must_change_password FROM people_users
             WHERE email_key = $1",
            args![&key],
        )
        .await?;
    if let Some(row) = by_email {
        return sign_in(&row).map(Some);
    }
    let by_mobile = tx
        .opt(
            "SELECT u.id, u.org_id, u.name, u.state, u.password_hash, u.must_change_password
             FROM people_user_phones p JOIN people_users u ON u.id = p.user_id WHERE p.mobile_key = $1",
            args![mobile.unwrap_or_default()],
        )
        .await?;
    if let Some(row) = by_mobile {
        return sign_in(&row).map(Some);
    }
    let by_number = tx
        .all(
            "SELECT id, org_id, name, state, password_hash, must_change_password FROM people_users
             WHERE employee_key = $1 LIMIT 2",
            args![&key],
        )
        .await?;
    match &by_number[..] {
        [only] => sign_in(only).map(Some),
        _ => Ok(None),
    }
}

/// The same of a person already known.
pub(crate) async fn sign_in_of(tx: &mut Tx, user: Id) -> DbResult<Option<SignIn>> {
    tx.opt(
        "SELECT id, org_id, name, state, password_hash, must_change_password FROM people_users WHERE id = $1",
        args![user],
    )
    .await?
    .map(|row| sign_in(&row))
    .transpose()
}

pub(crate) async fn set_password(
    tx: &mut Tx,
    user: Id,
    hash: &str,
    must_change: bool,
    now: Millis,
) -> DbResult<()> {
    tx.exec(
        "UPDATE people_users SET password_hash = $2, must_change_password = $3, updated_at = $4 WHERE id = $1",
        args![user, hash, must_change, now],
    )
    .await?;
    Ok(())
}

/// Replaces a hash by one of the same password at another cost, unless the password was changed meanwhile.
pub(crate) async fn refresh_hash(tx: &mut Tx, user: Id, old: &str, new: &str) -> DbResult<()> {
    tx.exec(
        "UPDATE people_users SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
        args![user, old, new],
    )
    .await?;
    Ok(())
}

/// What a person chose for themselves.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) locale: Option<Locale>,
    /// JSON.
    pub(crate) preferences: String,
    pub(crate) must_change_password: bool,
}

pub(crate) async fn settings(tx: &mut Tx, user: Id) -> DbResult<Option<Settings>> {
    tx.opt("SELECT locale, preferences, must_change_password FROM people_users WHERE id = $1", args![user])
        .await?
        .map(|row| {
            Ok(Settings {
                locale: locale(row.get(0)?),
                preferences: row.get(1)?,
                must_change_password: row.get(2)?,
            })
        })
        .transpose()
}

pub(crate) async fn set_settings(
    tx: &mut Tx,
    user: Id,
    locale: Option<Locale>,
    preferences: &str,
) -> DbResult<()> {
    tx.exec(
        "UPDATE people_users SET locale = $2, preferences = $3 WHERE id = $1",
        args![user, locale.map(Locale::tag), preferences],
    )
    .await?;
    Ok(())
}

/// A line of the list of logins, for the command line.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) id: Id,
    pub(crate) login: String,
    pub(crate) name: String,
    pub(crate) state: UserState,
    /// The highest role held anywhere.
    pub(crate) role: Option<kernel::Role>,
}

/// People by what they sign in with, owners first, then admins, then the rest, each in the order they were added.
pub(crate) async fn list(tx: &mut Tx, after: Option<(i64, Id)>, limit: u32) -> DbResult<Vec<(i64, Listed)>> {
    let (rank, id) = after.unwrap_or((-1, Id(0)));
    tx.all(
        "SELECT r.rank, u.id, COALESCE(u.login, u.email, p.number, u.employee_no, CAST(u.id AS TEXT)), u.name, u.state
         FROM (
           SELECT u.id AS id, COALESCE(MIN(CASE WHEN r.role = 'owner' THEN 0 WHEN r.role = 'admin' THEN 1 ELSE 2 END),
             CAST(2 AS BIGINT)) AS rank
           FROM people_users u LEFT JOIN people_roles r ON r.user_id = u.id GROUP BY u.id
         ) AS r
         JOIN people_users u ON u.id = r.id
         LEFT JOIN people_user_phones p ON p.user_id = u.id AND p.position = 0
         WHERE (r.rank, u.id) > (CAST($1 AS BIGINT), CAST($2 AS BIGINT))
         ORDER BY r.rank, u.id LIMIT $3",
        args![rank, id, limit],
    )
    .await?
    .iter()
    .map(|row| {
        let rank: i64 = row.get(0)?;
        let role = match rank {
            0 => Some(kernel::Role::Owner),
            1 => Some(kernel::Role::Admin),
            _ => None,
        };
        let listed =
            Listed { id: row.get(1)?, login: row.get(2)?, name: row.get(3)?, state: state(row, 4)?, role };
        Ok((rank, listed))
    })
    .collect()
}

/// How many people there are, by state: invited, active, suspended, left.
pub(crate) async fn count(tx: &mut Tx, org: Id) -> DbResult<[i64; 4]> {
    let mut counts = [0; 4];
    for row in tx
        .all("SELECT state, COUNT(*) FROM people_users WHERE org_id = $1 GROUP BY state", args![org])
        .await?
    {
        let at = match state(&row, 0)? {
            UserState::Invited => 0,
            UserState::Active => 1,
            UserState::Suspended => 2,
            UserState::Left => 3,
        };
        counts[at] = row.get(1)?;
    }
    Ok(counts)
}

/// The language of that tag.
pub(crate) fn locale(tag: Option<String>) -> Option<Locale> {
    [Locale::ZhCn, Locale::En].into_iter().find(|locale| Some(locale.tag()) == tag.as_deref())
}

pub(crate) fn state(row: &Row, column: usize) -> DbResult<UserState> {
    let text: String = row.get(column)?;
    UserState::parse(&text).ok_or_else(|| unknown("people_users.state", &text))
}

fn sign_in(row: &Row) -> DbResult<SignIn> {
    Ok(SignIn {
        user: row.get(0)?,
        org: row.get(1)?,
        name: row.get(2)?,
        state: state(row, 3)?,
        password_hash: row.get(4)?,
        must_change_password: row.get(5)?,
    })
}

fn user(row: &Row) -> DbResult<User> {
    Ok(User {
        id: row.get(0)?,
        org: row.get(1)?,
        name: Name { text: row.get(2)?, sort: row.get(3)?, pinyin: row.get(4)? },
        state: state(row, 5)?,
        login: row.get(6)?,
        employee_no: row.get(7)?,
        email: row.get(8)?,
        avatar: row.get(9)?,
        has_password: row.get(10)?,
        created_at: row.get(11)?,
        joined_at: row.get(12)?,
        left_at: row.get(13)?,
    })
}
