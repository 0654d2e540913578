//! Making an access token for a program.

use kernel::{Error, Id, Millis, Result, Scope};
use serde_json::json;

use super::emit;
use crate::audit;
use crate::by::By;
use crate::error::{EXPIRY_PAST, SCOPES_EMPTY, TOO_MANY_TOKENS, USER_NOT_FOUND};
use crate::model::limits;
use crate::model::secret::Secret;
use crate::model::session::Token;
use crate::model::text::{Faults, line};
use crate::state::PeopleState;
use crate::store;
use crate::store::tokens::NewToken;

/// Makes a token that acts for a person within these scopes; the secret is shown once.
pub(crate) async fn create_token(
    state: &PeopleState,
    by: &By,
    org: Id,
    user: Id,
    name: &str,
    mut scopes: Vec<Scope>,
    expires_at: Option<Millis>,
) -> Result<(Token, Secret)> {
    let now = state.core.clock.now();
    let mut faults = Faults::default();
    let name = faults.take("name", line(name, limits::TOKEN_NAME));
    scopes.sort_by_key(|scope| Scope::ALL.iter().position(|known| known == scope));
    scopes.dedup();
    if scopes.is_empty() {
        faults.add("scopes", &SCOPES_EMPTY);
    }
    if expires_at.is_some_and(|end| end <= now) {
        faults.add("expires_at", &EXPIRY_PAST);
    }
    faults.done()?;
    let secret = Secret::new()?;
    let new = NewToken {
        id: state.core.ids.next(),
        org,
        user,
        name: name.unwrap_or_default(),
        hash: secret.hash(),
        scopes,
        expires_at,
        now,
    };
    let token = Token {
        id: new.id,
        name: new.name.clone(),
        scopes: new.scopes.clone(),
        created_at: now,
        used_at: None,
        expires_at,
    };
    let (this, by) = (state.clone(), by.clone());
    state
        .write(move |tx| {
            Box::pin(async move {
                let person = store::users::lock(tx, org, user).await?;
                let person = person.ok_or_else(|| Error::new(&USER_NOT_FOUND))?;
                let held = store::tokens::of_user(tx, user, now, limits::TOKENS as i64).await?.len();
                if held >= limits::TOKENS {
                    return Err(Error::new(&TOO_MANY_TOKENS).with("max", limits::TOKENS));
                }
                store::tokens::insert(tx, &new).await?;
                let detail = json!({ "name": new.name, "scopes": new.scopes });
                emit::audit(&this, tx, &by, org, audit::TOKEN_CREATED, emit::person(&person), detail).await
            })
        })
        .await?;
    Ok((token, secret))
}
