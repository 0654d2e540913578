//! The table of routes, nothing else.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::ChatState;

mod chats;
mod events;
mod files;
mod members;
mod messages;
mod pins;
mod reactions;
mod unread;

/// Every operation of chats; all need somebody signed in.
pub(crate) fn routes(state: ChatState) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(chats::list::list, chats::create::create))
        .routes(routes!(chats::get::get, chats::update::update, chats::dissolve::dissolve))
        .routes(routes!(chats::settle::settle))
        .routes(routes!(chats::read::read))
        .routes(routes!(chats::draft::draft))
        .routes(routes!(chats::transfer::transfer))
        .routes(routes!(members::list::list, members::add::add))
        .routes(routes!(members::change::change, members::remove::remove))
        .routes(routes!(members::reads::reads))
        .routes(routes!(messages::list::list, messages::post::post))
        .routes(routes!(messages::get::get, messages::edit::edit))
        .routes(routes!(messages::history::history))
        .routes(routes!(messages::recall::recall))
        .routes(routes!(messages::readers::readers))
        .routes(routes!(messages::search::search))
        .routes(routes!(pins::list::list))
        .routes(routes!(pins::add::add, pins::remove::remove))
        .routes(routes!(reactions::list::list, reactions::add::add, reactions::remove::remove))
        .routes(routes!(events::list::list))
        .routes(routes!(files::list::list))
        .routes(routes!(unread::get::get))
        .with_state(state)
}
