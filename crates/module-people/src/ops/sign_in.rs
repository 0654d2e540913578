//! Signing in with a password.

use std::net::IpAddr;

use contracts::people::{UserState, events};
use kernel::{Error, Id, Millis, Result};
use platform_audit::{AuditEntry, Target};
use platform_db::Tx;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::attempts::{self, Limit};
use super::emit;
use crate::audit;
use crate::auth::hasher::Outcome;
use crate::by::By;
use crate::error::{ACCOUNT_SUSPENDED, TOO_MANY_ATTEMPTS, WRONG_LOGIN};
use crate::model::contact::{key, phone_number};
use crate::model::limits;
use crate::model::policy::Policy;
use crate::model::secret::Secret;
use crate::model::user::User;
use crate::state::PeopleState;
use crate::store;
use crate::store::sessions::NewSession;
use crate::store::users::SignIn;

/// How many accounts' worth of failures an address has before it is locked: a whole office may share one.
const ACCOUNTS_PER_ADDRESS: i64 = 10;
/// Characters of a login that are looked up.
const MAX_LOGIN: usize = 254;

/// From where somebody signs in.
#[derive(Clone, Debug)]
pub(crate) struct Device {
    /// What the browser or program calls itself.
    pub(crate) agent: String,
    /// The address.
    pub(crate) ip: IpAddr,
}

impl Device {
    /// `agent` is cut to what is kept.
    pub(crate) fn new(agent: &str, ip: IpAddr) -> Self {
        Self { agent: agent.chars().filter(|c| !c.is_control()).take(limits::AGENT).collect(), ip }
    }

    /// Records an act of the person themselves.
    pub(super) async fn audit(
        &self,
        state: &PeopleState,
        tx: &mut Tx,
        kind: &'static str,
        user: &User,
        detail: Value,
    ) -> Result<()> {
        let entry = AuditEntry {
            org: user.org,
            actor: Some((user.id, user.name.text.clone())),
            kind,
            target: emit::person(user),
            ip: Some(self.ip.to_string()),
            detail,
        };
        state.core.audit.record(tx, entry).await?;
        Ok(())
    }
}

/// A session just opened; the secret is shown once.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    /// The secret.
    pub(crate) token: Secret,
    /// The person.
    pub(crate) user: Id,
    /// Their name.
    pub(crate) name: String,
    /// Whether a new password must be chosen.
    pub(crate) must_change_password: bool,
}

/// Signs somebody in by login, e-mail address, mobile number or employee number. Wrong login and wrong password are one
/// failure, take the same time, and are counted for account and address alike.
pub(crate) async fn sign_in(
    state: &PeopleState,
    login: &str,
    password: String,
    device: Device,
) -> Result<SignedIn> {
    // What a copied login drags along is not part of it; what is too long is nobody's.
    let login = engine_text::clean_line(login, MAX_LOGIN).unwrap_or_default();
    let mobile = phone_number(&login);
    let usable = password.len() <= limits::PASSWORD_BYTES;
    let wanted = login.clone();
    let (found, policy) = state
        .read(move |tx| {
            Box::pin(async move {
                let found = match wanted.as_str() {
                    "" => None,
                    wanted => store::users::by_sign_in_name(tx, wanted, mobile.as_deref()).await?,
                };
                let org = match &found {
                    Some(found) => store::orgs::find(tx, found.org).await?,
                    None => store::orgs::first(tx).await?,
                };
                Ok((found, org.map(|org| org.policy).unwrap_or_default()))
            })
        })
        .await?;
    let keys = Keys::new(found.as_ref(), &login, device.ip);
    let limits = keys.limits(&policy);
    attempts::count(state, &limits, &policy).await.inspect_err(|error| {
        if error.is(&TOO_MANY_ATTEMPTS) {
            metrics::counter!("people_sign_ins_total", "outcome" => "locked").increment(1);
        }
    })?;
    let kept = found.as_ref().and_then(|found| found.password_hash.clone());
    // What is too long to be a password still takes its time.
    let password = if usable { password } else { String::new() };
    let outcome = match state.hasher.check(password, kept).await {
        Ok(outcome) => outcome,
        Err(error) => {
            attempts::take_back(state, &limits).await;
            return Err(error);
        }
    };
    match (found, outcome) {
        (Some(found), Outcome::Right) => finish(state, found, None, keys, policy, device).await,
        (Some(found), Outcome::Outdated(hash)) => {
            finish(state, found, Some(hash), keys, policy, device).await
        }
        (found, _) => refuse(state, found, &device).await,
    }
}

/// What failures are counted under.
struct Keys {
    account: String,
    address: String,
}

impl Keys {
    /// An account has one count, whichever of its names is used. A login that nobody has is counted like one that
    /// somebody has; of what was typed only a hash is kept, for it may be a password in the wrong field.
    fn new(found: Option<&SignIn>, login: &str, ip: IpAddr) -> Self {
        let account = match found {
            Some(found) => format!("user:{}", found.user),
            None => {
                let hash = Sha256::digest(key(login));
                format!("login:{}", hash[..16].iter().map(|byte| format!("{byte:02x}")).collect::<String>())
            }
        };
        // A home has a whole network of the new addresses.
        let address = match ip {
            IpAddr::V4(ip) => format!("ip:{ip}"),
            IpAddr::V6(ip) => {
                let [a, b, c, d, ..] = ip.segments();
                format!("ip:{a:x}:{b:x}:{c:x}:{d:x}::")
            }
        };
        Self { account, address }
    }

    /// The address first: where it has too many, no account gets nearer to its lock.
    fn limits(&self, policy: &Policy) -> [Limit; 2] {
        let allowed = i64::from(policy.lock_after_attempts);
        [
            Limit { key: self.address.clone(), allowed: allowed * ACCOUNTS_PER_ADDRESS },
            Limit { key: self.account.clone(), allowed },
        ]
    }
}

async fn refuse(state: &PeopleState, found: Option<SignIn>, device: &Device) -> Result<SignedIn> {
    metrics::counter!("people_sign_ins_total", "outcome" => "wrong").increment(1);
    record_refusal(state, found, device).await?;
    Err(Error::new(&WRONG_LOGIN))
}

async fn record_refusal(state: &PeopleState, found: Option<SignIn>, device: &Device) -> Result<()> {
    let (this, ip) = (state.clone(), device.ip.to_string());
    state
        .core
        .db
        .write(move |tx| {
            Box::pin(async move {
                let org = match &found {
                    Some(found) => Some(found.org),
                    None => store::orgs::first(tx).await?.map(|org| org.id),
                };
                let Some(org) = org else { return Ok(()) };
                let target = found.map(|found| Target { kind: "user", id: found.user, label: found.name });
                let entry = AuditEntry {
                    org,
                    actor: None,
                    kind: audit::SIGN_IN_FAILED,
                    target,
                    ip: Some(ip),
                    detail: json!({}),
                };
                this.core.audit.record(tx, entry).await?;
                Ok(())
            })
        })
        .await
}

async fn finish(
    state: &PeopleState,
    found: SignIn,
    renewed: Option<String>,
    keys: Keys,
    policy: Policy,
    device: Device,
) -> Result<SignedIn> {
    if matches!(found.state, UserState::Suspended | UserState::Left) {
        metrics::counter!("people_sign_ins_total", "outcome" => "suspended").increment(1);
        record_refusal(state, Some(found), &device).await?;
        return Err(Error::new(&ACCOUNT_SUSPENDED));
    }
    metrics::counter!("people_sign_ins_total", "outcome" => "right").increment(1);
    let this = state.clone();
    state
        .write(move |tx| {
            Box::pin(async move {
                let now = this.core.clock.now();
                // Read again: while the password was checked the person may have been suspended, or have changed it.
                let user = store::users::lock(tx, found.org, found.user).await?;
                let mut user = user.ok_or_else(|| Error::new(&WRONG_LOGIN))?;
                let kept = store::users::sign_in_of(tx, user.id).await?.and_then(|row| row.password_hash);
                if kept != found.password_hash {
                    return Err(Error::new(&WRONG_LOGIN));
                }
                match user.state {
                    UserState::Active => {}
                    UserState::Suspended | UserState::Left => return Err(Error::new(&ACCOUNT_SUSPENDED)),
                    UserState::Invited => {
                        // An administrator set the password; the first sign-in is the arrival.
                        user.state = UserState::Active;
                        user.joined_at = user.joined_at.or(Some(now));
                        store::users::save(tx, &user, now).await?;
                        emit::user(&this, tx, &By::Office, user.org, events::USER_CHANGED, user.id).await?;
                    }
                }
                if let (Some(old), Some(new)) = (&kept, &renewed) {
                    store::users::refresh_hash(tx, user.id, old, new).await?;
                }
                store::attempts::clear(tx, &keys.account).await?;
                store::attempts::take_back(tx, &keys.address).await?;
                let signed_in = open_session(&this, tx, &user, &policy, &device).await?;
                device.audit(&this, tx, audit::SIGNED_IN, &user, json!({ "agent": device.agent })).await?;
                Ok(SignedIn { must_change_password: found.must_change_password, ..signed_in })
            })
        })
        .await
}

/// Opens a session for somebody who may sign in.
pub(super) async fn open_session(
    state: &PeopleState,
    tx: &mut Tx,
    user: &User,
    policy: &Policy,
    device: &Device,
) -> Result<SignedIn> {
    let now = state.core.clock.now();
    let token = Secret::new()?;
    let session = NewSession {
        id: state.core.ids.next(),
        org: user.org,
        user: user.id,
        hash: token.hash(),
        agent: device.agent.clone(),
        ip: device.ip.to_string(),
        now,
        expires_at: now.plus(i64::from(policy.session_days) * Millis::DAY),
    };
    store::sessions::insert(tx, &session).await?;
    store::sessions::end_surplus(tx, user.id, limits::SESSIONS as i64, now).await?;
    Ok(SignedIn { token, user: user.id, name: user.name.text.clone(), must_change_password: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_not_kept() {
        let keys = Keys::new(None, "my secret password", IpAddr::from([10, 0, 0, 1]));
        assert!(keys.account.starts_with("login:") && !keys.account.contains("secret"));
        assert_eq!(keys.address, "ip:10.0.0.1");
        assert_eq!(
            keys.account,
            Keys::new(None, " My Secret PASSWORD ", IpAddr::from([10, 0, 0, 2])).account
        );
    }

    #[test]
    fn a_network_is_one_address() {
        let keys = |ip: &str| Keys::new(None, "", ip.parse().unwrap()).address;
        assert_eq!(keys("2001:db8:1:2::1"), keys("2001:db8:1:2:ffff::9"));
        assert_ne!(keys("2001:db8:1:2::1"), keys("2001:db8:1:3::1"));
    }
}
