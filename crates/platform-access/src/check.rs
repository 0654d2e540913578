//! The access check.

use kernel::{Error, Id, Locale, Result};
use platform_db::Tx;

use crate::cache::Key;
use crate::store::{Object, Personal, Step, chain, object_by_id};
use crate::{ACCESS_DENIED, Access, Level, Subject, SubjectKind, Viewer};

impl Access {
    /// What `who` may do with the object: the highest level that ownership or a grant gives, on the object itself or
    /// on what it inherits from. `None` when it may not even be seen, or does not exist.
    ///
    /// In a read the answer may be up to three seconds old, as far as other nodes change it; in a write it is always
    /// the present one.
    pub async fn level(&self, tx: &mut Tx, who: impl Into<Viewer>, object: Id) -> Result<Option<Level>> {
        let viewer = who.into();
        if let Some(level) = self.remembered(tx, &viewer, object) {
            return Ok(level);
        }
        Ok(self.look(tx, &viewer, object).await?.and_then(|(_, level)| level))
    }

    /// The object, if `who` may do `needed` with it. What may not be seen is not found; what may be seen but not done
    /// is [`ACCESS_DENIED`], which names the owner to ask.
    pub async fn require(
        &self,
        tx: &mut Tx,
        who: impl Into<Viewer>,
        object: Id,
        needed: Level,
    ) -> Result<Object> {
        let viewer = who.into();
        let found = match self.remembered(tx, &viewer, object) {
            Some(level) => object_by_id(tx, object).await?.map(|object| (object, level)),
            None => self.look(tx, &viewer, object).await?,
        };
        match found {
            Some((object, Some(level))) if level >= needed => Ok(object),
            Some((object, Some(level))) => Err(self.denied(tx, &object, level, needed).await?),
            _ => Err(Error::not_found()),
        }
    }

    /// The object, unchecked: for jobs and events that act for the office itself. Never answer a person with it.
    pub async fn object(&self, tx: &mut Tx, id: Id) -> Result<Option<Object>> {
        Ok(object_by_id(tx, id).await?)
    }

    /// The object and what `who` may do with it, read anew.
    async fn look(&self, tx: &mut Tx, viewer: &Viewer, id: Id) -> Result<Option<(Object, Option<Level>)>> {
        let generation = self.0.cache.generation();
        let steps = chain(tx, id, personal(viewer)).await?;
        let level = self.level_of(tx, viewer, &steps).await?;
        let Some(first) = steps.into_iter().next() else { return Ok(None) };
        if let Some(key) = key(tx, viewer, id) {
            self.0.cache.put(key, level, generation, self.0.clock.now());
        }
        Ok(Some((first.object, level)))
    }

    fn remembered(&self, tx: &Tx, viewer: &Viewer, object: Id) -> Option<Option<Level>> {
        self.0.cache.get(key(tx, viewer, object)?, self.0.clock.now())
    }

    async fn level_of(&self, tx: &mut Tx, viewer: &Viewer, steps: &[Step]) -> Result<Option<Level>> {
        let Some(first) = steps.first() else { return Ok(None) };
        let insider = viewer.insider(first.object.org);
        if steps.iter().any(|step| Some(step.object.owner) == insider) {
            return Ok(Some(Level::Manage));
        }
        // What can be told at once first, then questions from the highest level down until one is answered with yes.
        let mut best: Option<Level> = None;
        let mut questions: Vec<(Level, Subject, Id)> = Vec::new();
        let grants = steps.iter().flat_map(|step| step.grants.iter().map(|grant| (grant, step.object.id)));
        for (grant, object) in grants {
            match matches(grant.subject, viewer, first.object.org) {
                Some(true) => best = best.max(Some(grant.level)),
                Some(false) => {}
                None => questions.push((grant.level, grant.subject, object)),
            }
        }
        questions.sort_unstable_by(|a, b| b.cmp(a));
        questions.dedup();
        if let Some(user) = insider {
            for (level, subject, object) in questions {
                if best >= Some(level) {
                    break;
                }
                if self.contains(tx, subject, user, object).await? {
                    best = Some(level);
                }
            }
        }
        Ok(best)
    }

    /// Asks the module that knows; nobody belongs to a subject whose module is switched off.
    pub(crate) async fn contains(&self, tx: &mut Tx, subject: Subject, user: Id, object: Id) -> Result<bool> {
        match self.resolver(subject.kind) {
            Some(resolver) => resolver.contains(tx, subject.id, user, object).await,
            None => Ok(false),
        }
    }

    async fn denied(&self, tx: &mut Tx, object: &Object, level: Level, needed: Level) -> Result<Error> {
        // Names of people are the same in every language.
        let owner = Subject::user(object.owner);
        let name = self.name(tx, owner, Locale::default()).await?.unwrap_or_else(|| object.owner.to_string());
        Ok(Error::new(&ACCESS_DENIED)
            .with("title", &object.title)
            .with("owner", name)
            .with("owner_id", object.owner)
            .with("level", level.as_str())
            .with("needed", needed.as_str()))
    }
}

/// Whether the viewer is the subject or among it, where that needs no question; `None` where a module must be asked.
pub(crate) fn matches(subject: Subject, viewer: &Viewer, org: Id) -> Option<bool> {
    let insider = viewer.insider(org);
    match subject.kind {
        SubjectKind::Public => Some(true),
        SubjectKind::Link => Some(viewer.links.contains(&subject.id)),
        SubjectKind::User => Some(insider == Some(subject.id)),
        SubjectKind::Organisation => Some(insider.is_some() && subject.id == org),
        SubjectKind::Department | SubjectKind::Chat | SubjectKind::Role => insider.is_none().then_some(false),
    }
}

/// Which personal grants matter for this viewer.
pub(crate) fn personal(viewer: &Viewer) -> Personal {
    viewer.person.map_or(Personal::None, |(user, _)| Personal::Of(user))
}

/// Only reads remember: what a write sees may be undone. Only persons without links are worth it.
fn key(tx: &Tx, viewer: &Viewer, object: Id) -> Option<Key> {
    let (user, org) = viewer.person.filter(|_| viewer.links.is_empty() && !tx.writes())?;
    Some(Key { user, org, object })
}
