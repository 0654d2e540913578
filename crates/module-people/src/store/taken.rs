//! What belongs to one person only: asked before a write, so that every clash is named at once, and understood from the
//! store's refusal when somebody else was quicker.

use kernel::{Error, ErrorCode, Id};
use platform_db::{DbError, DbResult, Tx, args};

use crate::error::{
    ATTRIBUTE_KEY_TAKEN, DEPARTMENT_NAME_TAKEN, EMAIL_TAKEN, EMPLOYEE_NO_TAKEN, LOGIN_TAKEN, PHONE_TAKEN,
    ROLE_HELD,
};
use crate::model::text::field_error;

/// Which unique value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unique {
    /// Login, in the whole office.
    Login,
    /// Employee number, in the organisation.
    EmployeeNo,
    /// E-mail address, in the whole office.
    Email,
    /// Mobile number, in the whole office.
    Mobile,
}

/// Who has this value; the key is what is compared.
pub(crate) async fn holder(tx: &mut Tx, org: Id, what: Unique, key: &str) -> DbResult<Option<Id>> {
    let row = match what {
        Unique::Login => tx.opt("SELECT id FROM people_users WHERE login_key = $1", args![key]).await?,
        Unique::Email => tx.opt("SELECT id FROM people_users WHERE email_key = $1", args![key]).await?,
        Unique::Mobile => {
            tx.opt("SELECT user_id FROM people_user_phones WHERE mobile_key = $1", args![key]).await?
        }
        Unique::EmployeeNo => {
            tx.opt("SELECT id FROM people_users WHERE org_id = $1 AND employee_key = $2", args![org, key])
                .await?
        }
    };
    row.map(|row| row.get(0)).transpose()
}

/// The failure of a write in a person's words: a violated unique key names its field.
pub(crate) fn explain(error: DbError) -> Error {
    // SQLite names the columns, PostgreSQL the index; each holds one of these words.
    let known: [(&str, &str, &'static ErrorCode); 7] = [
        ("login_key", "login", &LOGIN_TAKEN),
        ("employee_key", "employee_no", &EMPLOYEE_NO_TAKEN),
        ("email_key", "email", &EMAIL_TAKEN),
        ("mobile_key", "phones", &PHONE_TAKEN),
        ("name_key", "name", &DEPARTMENT_NAME_TAKEN),
        ("field_key", "key", &ATTRIBUTE_KEY_TAKEN),
        ("people_roles_held", "role", &ROLE_HELD),
    ];
    if let DbError::Unique(text) = &error
        && let Some((_, field, code)) = known.into_iter().find(|(word, ..)| text.contains(word))
    {
        return field_error(field, code).caused_by(error);
    }
    error.into()
}
