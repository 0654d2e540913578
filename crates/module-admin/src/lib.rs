//! The administrator's operations: audit, jobs, system. It owns no tables; it reads what the platform keeps.

mod access;
mod api;
mod error;
mod state;

use kernel::Scope;
use platform_audit::{AuditKind, AuditWord};
use platform_core::{Core, Module};
use platform_db::Migrations;
use utoipa_axum::router::OpenApiRouter;

use crate::state::AdminState;

/// The module, registered with the core. `version` is the program's.
pub fn module(core: &Core, version: &'static str) -> Module {
    core.audit.register(&[
        AuditKind {
            kind: state::AUDIT_EXPORTED,
            zh: "导出了审计日志（第 {from} 至 {to} 条）",
            en: "exported the audit log (entries {from} to {to})",
        },
        AuditKind {
            kind: state::JOB_RETRIED, zh: "重试了后台任务 {target}", en: "retried the job {target}"
        },
        AuditKind {
            kind: state::JOB_REMOVED,
            zh: "删除了失败的后台任务 {target}",
            en: "removed the failed job {target}",
        },
    ]);
    core.audit.register_words(&[AuditWord { field: "to", value: state::END, zh: "末", en: "the last" }]);
    Module {
        name: "admin",
        migrations: Migrations { owner: "admin", files: &[] },
        routes: api::routes(AdminState::new(core.clone(), version)),
        public: OpenApiRouter::new(),
        scopes: (Scope::Admin, Scope::Admin),
        consumers: Vec::new(),
        jobs: Vec::new(),
        renderers: Vec::new(),
        observers: Vec::new(),
        errors: error::ALL,
        start: None,
    }
}
