//! What every module gets.

use std::ops::Deref;
use std::sync::Arc;

use kernel::{Clock, Ids};
use platform_access::Access;
use platform_audit::Audit;
use platform_blob::Blobs;
use platform_db::Db;
use platform_events::{Events, Jobs};
use platform_live::Hub;
use platform_notify::Notify;
use platform_search::Search;

use crate::{Ports, Providers};

/// Facts of this office that every module may need.
#[derive(Clone, Debug)]
pub struct Office {
    /// `https://office.example` without a slash at the end: what links in invitations and exports start with.
    pub public_url: String,
    /// Whether the session cookie must be marked Secure.
    pub https: bool,
    /// Names of the modules that are on.
    pub modules: Vec<&'static str>,
}

/// The parts of a [`Core`].
pub struct CoreParts {
    /// The store.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// The id maker.
    pub ids: Ids,
    /// The log of events.
    pub events: Events,
    /// The queue of jobs.
    pub jobs: Jobs,
    /// Live connections.
    pub live: Hub,
    /// Files.
    pub blobs: Blobs,
    /// Objects and the access check.
    pub access: Access,
    /// The search index.
    pub search: Search,
    /// Notifications.
    pub notify: Notify,
    /// The audit log.
    pub audit: Audit,
    /// Facts of this office.
    pub office: Office,
    /// What modules answer for one another.
    pub ports: Ports,
    /// Who answers the search over everything.
    pub providers: Providers,
}

/// Everything a module stands on. Clones share it.
#[derive(Clone)]
pub struct Core(Arc<CoreParts>);

impl Core {
    /// Puts the parts together.
    #[must_use]
    pub fn new(parts: CoreParts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for Core {
    type Target = CoreParts;

    fn deref(&self) -> &CoreParts {
        &self.0
    }
}
