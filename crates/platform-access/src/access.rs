//! The handle that everything hangs on.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{Clock, Error, Id, Locale, Result};
use parking_lot::RwLock;
use platform_db::Tx;
use platform_events::{Event, Events};

use crate::cache::Cache;
use crate::kinds::ObjectKind;
use crate::links::{Address, link, object_in};
use crate::{Subject, SubjectKind, SubjectResolver};

/// Objects, grants and the access check. Clones share it.
#[derive(Clone)]
pub struct Access(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) events: Events,
    pub(crate) clock: Clock,
    pub(crate) cache: Cache,
    pub(crate) kinds: RwLock<BTreeMap<&'static str, Arc<ObjectKind>>>,
    address: Address,
    resolvers: RwLock<BTreeMap<SubjectKind, Arc<dyn SubjectResolver>>>,
}

impl Access {
    /// `public_url` is the address of the office, such as `https://office.example`: what links start with.
    /// Fails when it is not an http or https address.
    pub fn new(events: Events, clock: Clock, public_url: &str) -> Result<Self> {
        let address = Address::parse(public_url).ok_or_else(|| {
            Error::internal(format!("the address of the office is not a web address: {public_url}"))
        })?;
        Ok(Self(Arc::new(Inner {
            events,
            clock,
            cache: Cache::default(),
            kinds: RwLock::default(),
            address,
            resolvers: RwLock::default(),
        })))
    }

    /// Lets a module answer for its kind of subject; the last one given counts.
    pub fn register_resolver(&self, resolver: Arc<dyn SubjectResolver>) {
        self.0.resolvers.write().insert(resolver.kind(), resolver);
        self.invalidate();
    }

    /// Forgets every remembered answer. Grants, moves and locks do this by themselves; see [`Access::observe`].
    pub fn invalidate(&self) {
        self.0.cache.clear();
    }

    /// Forgets every remembered answer once `tx` is committed: for a change of who belongs to a subject.
    pub fn invalidate_after(&self, tx: &mut Tx) {
        let access = self.clone();
        tx.after_commit(move || access.invalidate());
    }

    /// Hears of an event, committed here or on another node, and forgets what it may have changed
    /// ([`SubjectResolver::changed_by`]).
    pub fn observe(&self, event: &Event) {
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| event.kind.starts_with(prefix));
        if starts(&["access."])
            || self.0.resolvers.read().values().any(|resolver| starts(resolver.changed_by()))
        {
            self.invalidate();
        }
    }

    /// The object that `/o/<id>`, or an address of this office with that path, links to. Neither existence nor access
    /// is checked.
    #[must_use]
    pub fn resolve_link(&self, url_or_path: &str) -> Option<Id> {
        let path = self.0.address.path(url_or_path)?;
        object_in(path).or_else(|| self.page_of(path))
    }

    /// The object whose page has this path: what people copy out of the address bar.
    fn page_of(&self, path: &str) -> Option<Id> {
        let id: Id = path.rsplit('/').next()?.parse().ok()?;
        self.0.kinds.read().values().any(|kind| (kind.route)(id) == path).then_some(id)
    }

    /// The link of an object: `/o/<id>`.
    #[must_use]
    pub fn link(id: Id) -> String {
        link(id)
    }

    /// What a subject is called, if somebody answers for its kind and knows it.
    pub(crate) async fn name(&self, tx: &mut Tx, subject: Subject, locale: Locale) -> Result<Option<String>> {
        match self.resolver(subject.kind) {
            Some(resolver) => resolver.name(tx, subject.id, locale).await,
            None => Ok(None),
        }
    }

    /// Who answers for a kind; `None` while its module is switched off: then nobody belongs to its subjects.
    pub(crate) fn resolver(&self, kind: SubjectKind) -> Option<Arc<dyn SubjectResolver>> {
        self.0.resolvers.read().get(&kind).cloned()
    }
}
