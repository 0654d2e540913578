//! Reading entries.

use kernel::{Id, Locale, Millis, Page, Paged, Result};
use platform_db::{Tx, Val, args};
use serde::Serialize;
use serde_json::Value;

use crate::audit::Audit;
use crate::store::{COLUMNS, Stored, stored};
use crate::texts::summary;

/// Which entries to list.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// By this person.
    pub actor: Option<Id>,
    /// Of kinds that begin so: `people.user.` or a whole kind.
    pub kind: Option<String>,
    /// Done to this: `user:123`.
    pub target: Option<String>,
    /// Not before.
    pub from: Option<Millis>,
    /// Before.
    pub to: Option<Millis>,
}

/// An entry as people read it.
#[derive(Clone, Debug, Serialize)]
pub struct AuditRecord {
    /// Place in the log.
    pub index: u64,
    /// When.
    pub at: Millis,
    /// Who did it.
    pub actor: Option<Id>,
    /// What that person was called then.
    pub actor_name: Option<String>,
    /// What was done.
    pub kind: String,
    /// To what: `user:123`.
    pub target: Option<String>,
    /// What that was called then.
    pub target_label: Option<String>,
    /// From which address.
    pub ip: Option<String>,
    /// Facts.
    pub detail: Value,
    /// What was done, in words.
    pub summary: String,
    /// Whether what it said was erased.
    pub erased: bool,
}

impl Audit {
    /// Entries of an organisation, the latest first.
    pub async fn list(
        &self,
        tx: &mut Tx,
        org: Id,
        filter: &AuditFilter,
        page: &Page,
        locale: Locale,
    ) -> Result<Paged<AuditRecord>> {
        let limit = page.limit();
        let before = page.cursor.as_deref().and_then(|cursor| cursor.parse::<i64>().ok()).unwrap_or(i64::MAX);
        let mut values = args![org, before, limit + 1];
        let mut sql = format!("SELECT {COLUMNS} FROM audit_entries WHERE org_id = $1 AND place < $2");
        let mut and = |condition: &str, value: Val| {
            values.push(value);
            sql += &condition.replace("$n", &format!("${}", values.len()));
        };
        if let Some(actor) = filter.actor {
            and(" AND actor_id = $n", Val::Int(actor.0));
        }
        if let Some(kind) = &filter.kind {
            // From the prefix up to what follows it in order: both engines use the index.
            and(" AND kind >= $n", Val::Text(kind.clone()));
            and(" AND kind < $n", Val::Text(format!("{kind}\u{10ffff}")));
        }
        if let Some(target) = &filter.target {
            and(" AND target = $n", Val::Text(target.clone()));
        }
        if let Some(from) = filter.from {
            and(" AND at >= $n", Val::Int(from.0));
        }
        if let Some(to) = filter.to {
            and(" AND at < $n", Val::Int(to.0));
        }
        sql += " ORDER BY place DESC LIMIT $3";
        let rows = tx.all_dyn(&sql, values).await?;
        let entries = rows.iter().map(stored).collect::<platform_db::DbResult<Vec<_>>>()?;
        let page = Paged::from_surplus(entries, limit, |entry| entry.place.to_string());
        Ok(page.map(|entry| self.read_out(entry, locale)))
    }

    fn read_out(&self, entry: Stored, locale: Locale) -> AuditRecord {
        let payload: Value =
            entry.payload.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null);
        let text = |name: &str| payload[name].as_str().map(str::to_owned);
        let kinds = self.0.kinds.read();
        let kind = kinds.get(entry.kind.as_str());
        AuditRecord {
            index: entry.place as u64,
            at: entry.at,
            actor: entry.actor,
            actor_name: text("actor"),
            summary: summary(kind, &self.0.words.read(), &entry.kind, &payload, locale),
            kind: entry.kind,
            target: entry.target,
            target_label: text("target"),
            ip: text("ip"),
            detail: payload["detail"].clone(),
            erased: entry.payload.is_none(),
        }
    }
}
