//! Changing objects and grants. Every function takes the [`Object`], so the check comes before the change.

use kernel::{Error, Id, Result};
use platform_db::{DbError, Tx};
use platform_events::NewEvent;
use serde_json::{Value, json};

use crate::store::{self, Grant, Object};
use crate::{
    Access, LEVEL_TOO_HIGH, Level, MAX_DEPTH, MAX_GRANTS, OBJECT_CYCLE, OBJECT_NOT_EMPTY, OBJECT_TOO_DEEP,
    Subject, SubjectKind, TOO_MANY_GRANTS,
};

/// Kinds of events, on the stream `object:<id>`. Bodies hold `{"object": id, …}`.
pub mod events {
    /// Something was granted or its level changed. Body: `{"object", "subject_kind", "subject", "level", "was"}`;
    /// `was` is the level before, or null.
    pub const GRANT_ADDED: &str = "access.grant.added.v1";
    /// A grant was taken back. Body: `{"object", "subject_kind", "subject", "level"}`.
    pub const GRANT_REMOVED: &str = "access.grant.removed.v1";
    /// An object was moved, locked, unlocked or given away. Body: `{"object", "parent", "locked", "owner"}`.
    pub const OBJECT_CHANGED: &str = "access.object.changed.v1";
    /// An object was removed with its grants. Body: `{"object", "kind"}`.
    pub const OBJECT_REMOVED: &str = "access.object.removed.v1";
}

/// An object to be registered.
#[derive(Clone, Debug)]
pub struct NewObject<'a> {
    /// Its id, also the id of the module's own row.
    pub id: Id,
    /// The organisation.
    pub org: Id,
    /// Its kind, as the module registers it.
    pub kind: &'static str,
    /// Who owns it.
    pub owner: Id,
    /// What it lies in: something the caller checked.
    pub parent: Option<&'a Object>,
    /// What it is called.
    pub title: &'a str,
}

impl Access {
    /// Adds an object; only its owner, and whoever it inherits from its parent, may see it.
    pub async fn register(&self, tx: &mut Tx, new: NewObject<'_>) -> Result<Object> {
        if let Some(parent) = new.parent {
            if parent.org != new.org {
                return Err(Error::not_found());
            }
            self.check_place(tx, parent, None).await?;
        }
        let now = self.0.clock.now();
        let object = Object {
            id: new.id,
            org: new.org,
            kind: new.kind.to_owned(),
            owner: new.owner,
            parent: new.parent.map(|parent| parent.id),
            locked: false,
            title: new.title.to_owned(),
            created_at: now,
            updated_at: now,
        };
        store::insert(tx, &object).await?;
        Ok(object)
    }

    /// Gives an object another title.
    pub async fn rename(&self, tx: &mut Tx, object: &Object, title: &str) -> Result<Object> {
        let now = self.0.clock.now();
        store::set_title(tx, object.id, title, now).await?;
        Ok(Object { title: title.to_owned(), updated_at: now, ..object.clone() })
    }

    /// Puts an object, with what lies in it, elsewhere; `None` puts it into nothing. Fails with [`OBJECT_CYCLE`] or
    /// [`OBJECT_TOO_DEEP`].
    pub async fn move_to(
        &self,
        tx: &mut Tx,
        object: &Object,
        parent: Option<&Object>,
        by: Option<Id>,
    ) -> Result<Object> {
        if let Some(parent) = parent {
            if parent.org != object.org {
                return Err(Error::not_found());
            }
            self.check_place(tx, parent, Some(object)).await?;
        }
        let now = self.0.clock.now();
        let moved = Object { parent: parent.map(|parent| parent.id), updated_at: now, ..object.clone() };
        store::set_parent(tx, moved.id, moved.parent, now).await?;
        self.object_changed(tx, &moved, by).await?;
        Ok(moved)
    }

    /// Locks an object, so that it inherits nothing, or unlocks it.
    pub async fn set_locked(
        &self,
        tx: &mut Tx,
        object: &Object,
        locked: bool,
        by: Option<Id>,
    ) -> Result<Object> {
        let now = self.0.clock.now();
        let changed = Object { locked, updated_at: now, ..object.clone() };
        store::set_locked(tx, changed.id, locked, now).await?;
        self.object_changed(tx, &changed, by).await?;
        Ok(changed)
    }

    /// Gives an object to another owner. The one before keeps only what grants give.
    pub async fn set_owner(&self, tx: &mut Tx, object: &Object, owner: Id, by: Option<Id>) -> Result<Object> {
        let now = self.0.clock.now();
        let changed = Object { owner, updated_at: now, ..object.clone() };
        store::set_owner(tx, changed.id, owner, now).await?;
        self.object_changed(tx, &changed, by).await?;
        Ok(changed)
    }

    /// Removes an object with its grants; fails with [`OBJECT_NOT_EMPTY`] while something lies in it. Removing twice
    /// does nothing.
    pub async fn remove(&self, tx: &mut Tx, object: &Object, by: Option<Id>) -> Result<()> {
        let removed = store::delete(tx, object.id).await.map_err(|error| match error {
            DbError::Constraint(_) => {
                Error::new(&OBJECT_NOT_EMPTY).with("title", &object.title).caused_by(error)
            }
            other => other.into(),
        })?;
        if removed {
            let body = json!({ "object": object.id, "kind": object.kind });
            self.tell(tx, object, events::OBJECT_REMOVED, by, body).await?;
        }
        Ok(())
    }

    /// Lets a subject do `level` and everything below with the object; whether that changed anything. A grant that the
    /// subject has is replaced, also by a lower one.
    pub async fn grant(
        &self,
        tx: &mut Tx,
        object: &Object,
        subject: Subject,
        level: Level,
        by: Option<Id>,
    ) -> Result<bool> {
        let anonymous = matches!(subject.kind, SubjectKind::Link | SubjectKind::Public);
        if anonymous && level == Level::Manage {
            return Err(Error::new(&LEVEL_TOO_HIGH));
        }
        let was = store::granted(tx, object.id, subject).await?;
        if was == Some(level) {
            return Ok(false);
        }
        if was.is_none() && store::count_grants(tx, object.id).await? >= i64::from(MAX_GRANTS) {
            return Err(Error::new(&TOO_MANY_GRANTS).with("max", MAX_GRANTS));
        }
        store::put_grant(tx, object.id, Grant { subject, level, by, at: self.0.clock.now() }).await?;
        let mut body = grant_body(object, subject, level);
        body["was"] = json!(was);
        self.tell(tx, object, events::GRANT_ADDED, by, body).await?;
        Ok(true)
    }

    /// Takes a grant back; whether there was one. What the subject inherits stays.
    pub async fn revoke(
        &self,
        tx: &mut Tx,
        object: &Object,
        subject: Subject,
        by: Option<Id>,
    ) -> Result<bool> {
        let Some(level) = store::delete_grant(tx, object.id, subject).await? else { return Ok(false) };
        let body = grant_body(object, subject, level);
        self.tell(tx, object, events::GRANT_REMOVED, by, body).await?;
        Ok(true)
    }

    /// Whether something may lie in `parent`: not too deep, and not within `moved` itself. A move locks the rows it
    /// relies on, so that two moves at once cannot make a ring.
    async fn check_place(&self, tx: &mut Tx, parent: &Object, moved: Option<&Object>) -> Result<()> {
        if let Some(moved) = moved {
            store::parent_of(tx, moved.id, true).await?.ok_or_else(Error::not_found)?;
        }
        let mut above = Some(parent.id);
        // The object itself is one of the depth.
        for _ in 1..MAX_DEPTH {
            let Some(id) = above else { return Ok(()) };
            if let Some(moved) = moved.filter(|moved| moved.id == id) {
                return Err(Error::new(&OBJECT_CYCLE).with("title", &moved.title));
            }
            above = store::parent_of(tx, id, moved.is_some()).await?.ok_or_else(Error::not_found)?;
        }
        match above {
            None => Ok(()),
            Some(_) => Err(Error::new(&OBJECT_TOO_DEEP).with("max", MAX_DEPTH)),
        }
    }

    async fn object_changed(&self, tx: &mut Tx, object: &Object, by: Option<Id>) -> Result<()> {
        let body = json!({
            "object": object.id, "parent": object.parent, "locked": object.locked, "owner": object.owner,
        });
        self.tell(tx, object, events::OBJECT_CHANGED, by, body).await
    }

    /// Writes the event and, once committed, forgets the answers it makes wrong.
    async fn tell(
        &self,
        tx: &mut Tx,
        object: &Object,
        kind: &'static str,
        actor: Option<Id>,
        body: Value,
    ) -> Result<()> {
        let stream = format!("object:{}", object.id);
        let event = NewEvent { org: object.org, stream, seq: None, kind, actor, body, live: None };
        self.0.events.append(tx, event).await?;
        self.invalidate_after(tx);
        Ok(())
    }
}

fn grant_body(object: &Object, subject: Subject, level: Level) -> Value {
    json!({ "object": object.id, "subject_kind": subject.kind, "subject": subject.id, "level": level })
}
