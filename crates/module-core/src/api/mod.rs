//! The table of routes, nothing else.

use platform_core::Core;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

mod files;
pub(crate) mod live;
mod notifications;
mod objects;
mod search;
mod uploads;

/// Every operation of the yard; all need somebody signed in.
pub(crate) fn routes(core: Core) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(uploads::create::create))
        .routes(routes!(uploads::get::get, uploads::append::append, uploads::cancel::cancel))
        .routes(routes!(files::get::get, files::delete::delete))
        .routes(routes!(files::content::content))
        .routes(routes!(files::thumbnail::thumbnail))
        .routes(routes!(objects::get::get))
        .routes(routes!(objects::resolve::resolve))
        .routes(routes!(objects::explain::explain))
        .routes(routes!(search::query::query))
        .routes(routes!(notifications::list::list))
        .routes(routes!(notifications::read::read))
        .with_state(core)
}
