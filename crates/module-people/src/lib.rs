//! The directory: people, departments, sign-in, roles.
//!
//! [`module`] puts it into an office; [`Admin`] is what the command line does with it without a running server.
//! Every write is in `ops`, every statement in `store`, every decision about who may do what in `access`. What is read
//! all the time (cards, tree, search, who stands behind a session) is answered from memory, which the events keep right.

#[cfg(test)]
extern crate self as module_people;

mod access;
mod admin;
mod api;
mod audit;
mod auth;
mod by;
mod config;
mod directory;
mod error;
mod import_error;
mod jobs;
mod live;
mod model;
mod notices;
mod objects;
mod ops;
mod port;
mod state;
mod store;
#[cfg(test)]
#[path = "../tests/it/support.rs"]
#[allow(dead_code, reason = "shared with the tests from outside, which use all of it")]
mod support;
mod watch;

use std::sync::Arc;

use kernel::{ErrorCode, Result, Scope};
use platform_core::{Core, Module};
use platform_db::{Migration, Migrations};

use crate::auth::Authenticator;
use crate::port::Port;
use crate::state::PeopleState;

pub use crate::admin::{
    Admin, BadRow, BulkDepartment, BulkPerson, BulkPlace, Filled, ImportOptions, ImportReport, Listed,
    OneTimeLink, Opening, Organisation, Overview,
};
pub use crate::config::PeopleConfig;

/// The stream of the directory's events, and the topic of its live frames.
const STREAM: &str = "people";

/// Tables of this module.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "people",
    files: &[
        Migration { name: "0001_people", sql: include_str!("../migrations/0001_people.sql") },
        Migration { name: "0002_imports", sql: include_str!("../migrations/0002_imports.sql") },
    ],
};

/// Every failure of this module.
static ERRORS: [&ErrorCode; error::ALL.len() + import_error::ALL.len()] = {
    let mut all = [error::ALL[0]; error::ALL.len() + import_error::ALL.len()];
    let mut at = 0;
    while at < all.len() {
        let here = error::ALL.len();
        all[at] = if at < here { error::ALL[at] } else { import_error::ALL[at - here] };
        at += 1;
    }
    all
};

/// The module, registered with the core. Fails when the cost of password hashing that the configuration sets is
/// impossible.
pub fn module(core: &Core, config: PeopleConfig) -> Result<Module> {
    let state = PeopleState::new(core.clone(), config)?;
    register(core, &state);
    let starting = state.clone();
    Ok(Module {
        name: "people",
        migrations: MIGRATIONS,
        routes: api::routes(state.clone()),
        public: api::public(state.clone()),
        scopes: (Scope::PeopleRead, Scope::PeopleWrite),
        consumers: Vec::new(),
        jobs: jobs::kinds(&state),
        renderers: vec![live::renderer()],
        observers: vec![watch::observer(&starting)],
        errors: &ERRORS,
        start: Some(Box::new(move || {
            Box::pin(async move {
                starting.directory.load(&starting.core.db).await?;
                tokio::spawn(watch::run(starting.downgrade()));
                Ok(())
            })
        })),
    })
}

/// Gives the core what the directory answers.
fn register(core: &Core, state: &PeopleState) {
    core.ports.give_people(Arc::new(Port(state.clone())), Arc::new(Authenticator(state.clone())));
    core.providers.add(port::search_provider(state.clone()));
    objects::register(core, state);
    core.audit.register(audit::KINDS);
    core.audit.register_words(audit::WORDS);
    for kind in notices::KINDS {
        core.notify.register(kind);
    }
}
