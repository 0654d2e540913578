//! The table of routes, nothing else.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::PeopleState;

mod attributes;
mod departments;
mod download;
mod exports;
mod imports;
mod invitations;
mod me;
mod org;
mod policy;
mod roles;
mod sessions;
mod shapes;
mod tokens;
mod users;
mod view;

/// Operations for people who are signed in.
pub(crate) fn routes(state: PeopleState) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(sessions::list::list))
        .routes(routes!(sessions::end::end))
        .routes(routes!(me::get::get, me::update::update))
        .routes(routes!(me::set_password::set_password))
        .routes(routes!(tokens::list::list, tokens::create::create))
        .routes(routes!(tokens::revoke::revoke))
        .routes(routes!(users::list::list, users::create::create))
        .routes(routes!(users::get::get, users::update::update))
        .routes(routes!(users::invite::invite))
        .routes(routes!(users::suspend::suspend))
        .routes(routes!(users::reactivate::reactivate))
        .routes(routes!(users::leave::leave))
        .routes(routes!(users::reset_password::reset_password))
        .routes(routes!(departments::list::list, departments::create::create))
        .routes(routes!(departments::tree::tree))
        .routes(routes!(departments::search::search))
        .routes(routes!(departments::get::get, departments::update::update, departments::delete::delete))
        .routes(routes!(departments::members::members))
        .routes(routes!(roles::list::list, roles::grant::grant))
        .routes(routes!(roles::revoke::revoke))
        .routes(routes!(attributes::list::list, attributes::create::create))
        .routes(routes!(attributes::update::update, attributes::delete::delete))
        .routes(routes!(policy::get::get, policy::set::set))
        .routes(routes!(org::get::get, org::update::update))
        .routes(routes!(imports::list::list, imports::create::create))
        .routes(routes!(imports::get::get, imports::update::update))
        .routes(routes!(imports::rows::rows))
        .routes(routes!(imports::apply::apply))
        .routes(routes!(imports::cancel::cancel))
        .routes(routes!(imports::bad_csv::bad_csv))
        .routes(routes!(imports::bad_xlsx::bad_xlsx))
        .routes(routes!(exports::people::people))
        .routes(routes!(exports::template::template))
        .with_state(state)
}

/// Operations that need nobody signed in: they are how one comes in.
pub(crate) fn public(state: PeopleState) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(sessions::create::create))
        .routes(routes!(invitations::get::get))
        .routes(routes!(invitations::accept::accept))
        .with_state(state)
}
