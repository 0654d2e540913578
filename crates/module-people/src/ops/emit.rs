//! Events and audit entries of the writes.

use contracts::people::events;
use kernel::{Id, Result};
use platform_audit::{AuditEntry, Target};
use platform_db::Tx;
use platform_events::NewEvent;
use serde_json::{Value, json};

use crate::by::By;
use crate::directory::Change;
use crate::model::department::Department;
use crate::model::user::User;
use crate::state::PeopleState;

/// People named in the event of a department that is removed.
const NAMED: usize = 500;

/// Tells what happened to a person. Once committed, memory and sessions follow.
pub(super) async fn user(
    state: &PeopleState,
    tx: &mut Tx,
    by: &By,
    org: Id,
    kind: &'static str,
    user: Id,
) -> Result<()> {
    let seq = append(state, tx, by, org, kind, json!({ "user": user })).await?;
    let state = state.clone();
    tx.after_commit(move || {
        state.directory.note(org, Change::Person(user));
        state.directory.note_own(seq);
        state.sessions.forget_user(user);
        if kind == events::USER_SUSPENDED || kind == events::USER_LEFT {
            state.core.live.close_user(user, None);
        }
    });
    Ok(())
}

/// Tells what happened to a department. `people` are in it no more, or head it now or no longer.
pub(super) async fn department(
    state: &PeopleState,
    tx: &mut Tx,
    by: &By,
    org: Id,
    kind: &'static str,
    department: Id,
    people: Vec<Id>,
) -> Result<()> {
    let mut body = json!({ "department": department });
    if !people.is_empty() {
        body["people"] = json!(&people[..people.len().min(NAMED)]);
    }
    let seq = append(state, tx, by, org, kind, body).await?;
    let state = state.clone();
    tx.after_commit(move || {
        state.directory.note(org, Change::Departments);
        for user in people {
            state.directory.note(org, Change::Person(user));
        }
        state.directory.note_own(seq);
    });
    Ok(())
}

/// Tells that very much changed at once.
pub(super) async fn imported(state: &PeopleState, tx: &mut Tx, by: &By, org: Id, import: Id) -> Result<()> {
    let seq = append(state, tx, by, org, events::DIRECTORY_IMPORTED, json!({ "import": import })).await?;
    let state = state.clone();
    tx.after_commit(move || {
        state.directory.note(org, Change::Everything);
        state.directory.note_own(seq);
        state.sessions.clear();
    });
    Ok(())
}

async fn append(
    state: &PeopleState,
    tx: &mut Tx,
    by: &By,
    org: Id,
    kind: &'static str,
    body: Value,
) -> Result<i64> {
    let event = NewEvent {
        org,
        stream: crate::STREAM.to_owned(),
        seq: None,
        kind,
        actor: by.user(),
        body,
        live: None,
    };
    let seq = state.core.events.append(tx, event).await?;
    // Who is in which department, and who holds which role, decides who may open what.
    state.core.access.invalidate_after(tx);
    Ok(seq)
}

/// Records an act. The audit log is locked from here to the end of the transaction: record last.
pub(super) async fn audit(
    state: &PeopleState,
    tx: &mut Tx,
    by: &By,
    org: Id,
    kind: &'static str,
    target: Option<Target>,
    detail: Value,
) -> Result<()> {
    let entry = AuditEntry { org, actor: by.named(), kind, target, ip: by.ip(), detail };
    state.core.audit.record(tx, entry).await?;
    Ok(())
}

/// A person as the target of an act.
pub(super) fn person(user: &User) -> Option<Target> {
    Some(Target { kind: "user", id: user.id, label: user.name.text.clone() })
}

/// A department as the target of an act.
pub(super) fn of_department(department: &Department) -> Option<Target> {
    Some(Target { kind: "department", id: department.id, label: department.name.text.clone() })
}

/// A list of things in one text, as the audit log shows it.
pub(super) fn list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    let items: Vec<T> = items.into_iter().collect();
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    if items.is_empty() { "—".to_owned() } else { items.join("、") }
}
