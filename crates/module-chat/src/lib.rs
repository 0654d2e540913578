//! Chats: messages, members, read marks, pins, search.
//!
//! A chat has one sequence of messages and one of events, both without gaps; the second is what live clients count
//! by and catch up with. One row a member holds read mark, settings and draft: there is never a row per message and
//! member. [`module`] is what the server needs; [`fill`] is for the demo.

mod access;
mod api;
mod error;
mod find;
mod jobs;
mod live;
mod model;
mod on;
mod ops;
mod port;
mod state;
mod store;
mod view;

pub mod fill;

use std::sync::Arc;

use kernel::Scope;
use platform_core::{Core, Module};
use platform_db::{Migration, Migrations};
use platform_notify::{NotificationKind, Words};

use crate::state::ChatState;

/// Tables of this module.
pub const MIGRATIONS: Migrations = Migrations {
    owner: "chat",
    files: &[
        Migration { name: "0001_chats", sql: include_str!("../migrations/0001_chats.sql") },
        Migration { name: "0002_joined", sql: include_str!("../migrations/0002_joined.sql") },
        Migration { name: "0003_unmuted", sql: include_str!("../migrations/0003_unmuted.sql") },
    ],
};

/// The module, registered with the core.
pub fn module(core: &Core) -> Module {
    let state = ChatState::new(core.clone());
    core.ports.give_chats(Arc::new(state.clone()));
    core.access.register_resolver(Arc::new(port::Members));
    core.access.register_kind(port::object_kind(state.clone()));
    core.search.register(find::SOURCE);
    core.providers.add(find::chat_provider(state.clone()));
    core.providers.add(find::message_provider(state.clone()));
    core.notify.register(NotificationKind {
        kind: on::mentioned::KIND,
        zh: Words { title: "{name} 提到了你", text: "在「{chat}」中" },
        en: Words { title: "{name} mentioned you", text: "in “{chat}”" },
    });
    let typing = state.clone();
    core.live.on_signal(
        "chat.typing",
        Arc::new(move |actor, data| {
            let state = typing.clone();
            Box::pin(async move { live::typing(&state, actor, data).await })
        }),
    );
    Module {
        name: "chat",
        migrations: MIGRATIONS,
        routes: api::routes(state.clone()),
        public: utoipa_axum::router::OpenApiRouter::new(),
        scopes: (Scope::ChatRead, Scope::ChatWrite),
        consumers: vec![
            on::directory_changed::consumer(state.clone()),
            on::index_messages::consumer(state.clone()),
            on::mentioned::consumer(state.clone()),
        ],
        jobs: vec![jobs::sync_members::kind(state.clone())],
        observers: vec![live::observer(state.clone())],
        renderers: vec![live::renderer(state)],
        errors: error::ALL,
        start: None,
    }
}
