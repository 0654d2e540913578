//! Who answers the search over everything, and what a hit looks like.

use std::sync::Arc;

use kernel::{Actor, Id, Millis, Result, Scope};
use parking_lot::RwLock;
use platform_events::BoxFuture;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Words with what matched in them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
pub struct MarkedText {
    /// The text.
    pub text: String,
    /// What matched: start and end in UTF-16 units of `text`.
    pub ranges: Vec<[u32; 2]>,
}

/// One hit of the search over everything.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct SearchHit {
    /// What was found.
    pub id: Id,
    /// Its kind: `person`, `chat`, `message`, …
    pub kind: String,
    /// First line.
    pub title: MarkedText,
    /// Where it stands, such as the chat of a message; null where that says nothing.
    pub place: Option<String>,
    /// Second line.
    pub snippet: Option<MarkedText>,
    /// Address in the web client.
    pub url: String,
    /// Address of a picture.
    pub avatar: Option<String>,
    /// When it was made or changed.
    pub at: Option<Millis>,
}

type Search =
    Arc<dyn Fn(Arc<Actor>, String, u32) -> BoxFuture<'static, Result<Vec<SearchHit>>> + Send + Sync>;

/// A module's part of the search over everything.
#[derive(Clone)]
pub struct SearchProvider {
    /// Kind of what it finds; one provider a kind.
    pub kind: &'static str,
    /// Place among the groups of the reply: lower first.
    pub order: u8,
    /// What a token needs to be shown these hits.
    pub scope: Scope,
    /// Best hits for a text that this person may see, at most so many.
    pub search: Search,
}

/// The providers of all modules.
#[derive(Default)]
pub struct Providers(RwLock<Vec<SearchProvider>>);

impl Providers {
    /// Adds a provider; the list stays in order.
    pub fn add(&self, provider: SearchProvider) {
        let mut list = self.0.write();
        list.push(provider);
        list.sort_by_key(|provider| provider.order);
    }

    /// All providers in order.
    #[must_use]
    pub fn all(&self) -> Vec<SearchProvider> {
        self.0.read().clone()
    }
}
