//! The table of routes, nothing else.

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AdminState;

mod audit;
mod jobs;
mod system;

/// Every operation of administrators; all need one signed in.
pub(crate) fn routes(state: AdminState) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(audit::list::list))
        .routes(routes!(audit::kinds::kinds))
        .routes(routes!(audit::checkpoint::checkpoint))
        .routes(routes!(audit::export::export))
        .routes(routes!(audit::prove::prove))
        .routes(routes!(jobs::list::list))
        .routes(routes!(jobs::retry::retry))
        .routes(routes!(jobs::remove::remove))
        .routes(routes!(system::get::get))
        .with_state(state)
}
