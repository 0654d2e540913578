//! What every operation stands on.

use std::ops::Deref;

use kernel::{Actor, Id, Millis, Result};
use platform_audit::{AuditEntry, Target};
use platform_core::Core;
use platform_db::Tx;
use platform_http::ClientIp;
use serde_json::Value;

pub(crate) const AUDIT_EXPORTED: &str = "admin.audit.exported";
/// In a record of an export: up to the last entry.
pub(crate) const END: &str = "end of log";
pub(crate) const JOB_RETRIED: &str = "admin.job.retried";
pub(crate) const JOB_REMOVED: &str = "admin.job.removed";

/// The core, and facts of this process.
#[derive(Clone)]
pub(crate) struct AdminState {
    core: Core,
    pub(crate) version: &'static str,
    pub(crate) started_at: Millis,
}

impl AdminState {
    pub(crate) fn new(core: Core, version: &'static str) -> Self {
        let started_at = core.clock.now();
        Self { core, version, started_at }
    }

    /// Records an act of an administrator in its transaction.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        (actor, ip): (&Actor, ClientIp),
        kind: &'static str,
        job: Option<Id>,
        detail: Value,
    ) -> Result<()> {
        let target = job.map(|id| Target { kind: "job", id, label: id.to_string() });
        let by = Some((actor.user, actor.name.clone()));
        self.audit
            .record(
                tx,
                AuditEntry { org: actor.org, actor: by, kind, target, ip: Some(ip.0.to_string()), detail },
            )
            .await?;
        Ok(())
    }
}

impl Deref for AdminState {
    type Target = Core;

    fn deref(&self) -> &Core {
        &self.core
    }
}
