//! What objects look like: each module registers its kinds, and so a pasted link unfurls anywhere.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use futures_util::future::join_all;
use kernel::{Actor, Id, Locale, Result};
use platform_db::{BoxFuture, Db};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Access;
use crate::store::kinds_of;

/// Cards asked for at once at most: a message with more links than this is not read.
const MAX_CARDS: usize = 50;

/// An object as a card: in a chat, in search, behind a pasted link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ObjectCard {
    /// The object.
    pub id: Id,
    /// Its kind.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// A second line.
    pub subtitle: Option<String>,
    /// Name of an icon of the client.
    pub icon: String,
    /// Where the client opens it: a path within the office.
    pub url: String,
    /// The link to pass on: `/o/<id>`.
    pub link: String,
    /// A few lines of what is in it.
    pub preview: Option<String>,
}

type Cards = Arc<dyn for<'a> Fn(&'a Actor, Vec<Id>) -> BoxFuture<'a, Result<Vec<ObjectCard>>> + Send + Sync>;

/// A kind of object, given by its module.
#[derive(Clone)]
pub struct ObjectKind {
    /// Its name, as in [`crate::Object::kind`].
    pub kind: &'static str,
    /// Name of an icon of the client.
    pub icon: &'static str,
    /// What a person calls the kind, in Chinese.
    pub zh: &'static str,
    /// What a person calls the kind, in English.
    pub en: &'static str,
    /// Where the client opens one: a path within the office.
    pub route: fn(Id) -> String,
    /// Why whoever sees one does, where its module keeps the access itself: Chinese and English.
    because: Option<(&'static str, &'static str)>,
    card: Cards,
}

impl ObjectKind {
    /// A kind. `card` gives the cards of those objects of its kind among the ids that the actor may see, in any order,
    /// and leaves out the others: it is the module's own access check.
    pub fn new<F>(
        kind: &'static str,
        icon: &'static str,
        (zh, en): (&'static str, &'static str),
        route: fn(Id) -> String,
        card: F,
    ) -> Self
    where
        F: for<'a> Fn(&'a Actor, Vec<Id>) -> BoxFuture<'a, Result<Vec<ObjectCard>>> + Send + Sync + 'static,
    {
        Self { kind, icon, zh, en, route, because: None, card: Arc::new(card) }
    }

    /// The same with words for why whoever sees one does. For kinds whose objects are not registered: their modules keep
    /// the access themselves, by one rule.
    #[must_use]
    pub fn because(self, zh: &'static str, en: &'static str) -> Self {
        Self { because: Some((zh, en)), ..self }
    }

    /// Why whoever sees one does; `None` where every object has a list of its own.
    #[must_use]
    pub fn reason(&self, locale: Locale) -> Option<&'static str> {
        self.because.map(|(zh, en)| locale.pick(zh, en))
    }

    /// What a person calls the kind.
    #[must_use]
    pub fn words(&self, locale: Locale) -> &'static str {
        locale.pick(self.zh, self.en)
    }

    /// A card of this kind with nothing but a title, for `card` to start from.
    #[must_use]
    pub fn plain_card(&self, id: Id, title: impl Into<String>) -> ObjectCard {
        ObjectCard {
            id,
            kind: self.kind.to_owned(),
            title: title.into(),
            subtitle: None,
            icon: self.icon.to_owned(),
            url: (self.route)(id),
            link: Access::link(id),
            preview: None,
        }
    }
}

impl fmt::Debug for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectKind").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Access {
    /// Makes a kind known; the last one given of a name counts.
    pub fn register_kind(&self, kind: ObjectKind) {
        self.0.kinds.write().insert(kind.kind, Arc::new(kind));
    }

    /// The kind of that name; `None` while its module is switched off.
    #[must_use]
    pub fn kind(&self, kind: &str) -> Option<Arc<ObjectKind>> {
        self.0.kinds.read().get(kind).cloned()
    }

    /// Every kind known, by name.
    #[must_use]
    pub fn kinds(&self) -> Vec<Arc<ObjectKind>> {
        self.0.kinds.read().values().cloned().collect()
    }

    /// Cards of the objects that the actor may see, in the order asked, at most 50. An id that is not registered (a
    /// person, a chat: their modules keep their own access) is offered to every kind.
    pub async fn cards(&self, db: &Db, actor: &Actor, ids: &[Id]) -> Result<Vec<ObjectCard>> {
        let mut wanted: Vec<Id> = Vec::new();
        for id in ids {
            if !wanted.contains(id) && wanted.len() < MAX_CARDS {
                wanted.push(*id);
            }
        }
        let asked = wanted.clone();
        let known: HashMap<Id, String> = db
            .read(move |tx| Box::pin(async move { Ok(kinds_of(tx, &asked).await?) }))
            .await?
            .into_iter()
            .collect();
        let questions = self.kinds().into_iter().filter_map(|kind| {
            let ids: Vec<Id> = wanted
                .iter()
                .copied()
                .filter(|id| known.get(id).is_none_or(|known| known == kind.kind))
                .collect();
            (!ids.is_empty()).then_some(async move { ((kind.card)(actor, ids).await, kind.kind) })
        });
        let mut found: HashMap<Id, ObjectCard> = HashMap::new();
        for (cards, kind) in join_all(questions).await {
            match cards {
                Ok(cards) => found.extend(cards.into_iter().map(|card| (card.id, card))),
                // One module's trouble must not hide the cards of the others.
                Err(error) => tracing::warn!(kind, ?error, "cards could not be made"),
            }
        }
        Ok(wanted.into_iter().filter_map(|id| found.remove(&id)).collect())
    }
}
