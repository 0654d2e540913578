//! The handle.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::{Clock, Error, Id, Ids, Locale, Millis, Page, Paged, Result};
use parking_lot::RwLock;
use platform_db::Tx;
use serde_json::Value;

use crate::texts::render;
use crate::{KEPT, MAX_PARAMS, NotificationKind, TOO_LARGE, Text, store};

/// What the live side does with a notification once it is committed: for this person, this notification.
pub type OnAdded = Arc<dyn Fn(Id, &Notification) + Send + Sync>;

/// A notification of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    /// Its id; a newer one has a larger id.
    pub id: Id,
    /// The organisation it happened in.
    pub org: Id,
    /// Whom it tells.
    pub user: Id,
    /// Its kind.
    pub kind: String,
    /// Facts for the words: an object of strings and numbers.
    pub params: Value,
    /// Where it leads: a path within the office.
    pub url: String,
    /// Who caused it.
    pub actor: Option<Id>,
    /// When.
    pub at: Millis,
    /// When it was read.
    pub read_at: Option<Millis>,
}

/// A notification to be added.
#[derive(Clone, Debug)]
pub struct NewNotification {
    /// The organisation.
    pub org: Id,
    /// Whom it tells.
    pub user: Id,
    /// A registered kind.
    pub kind: &'static str,
    /// Facts for the words: an object of strings and numbers, at most [`MAX_PARAMS`] bytes as JSON.
    pub params: Value,
    /// Where it leads: a path within the office, starting with `/`.
    pub url: String,
    /// Who caused it.
    pub actor: Option<Id>,
    /// Of notifications with the same key only the first is kept, so that a handler may run twice.
    pub dedup_key: Option<String>,
}

/// Which notifications are read now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    /// These; those of other people are left alone. At most 200 count.
    Ids(Vec<Id>),
    /// All there are.
    All,
}

/// Notifications of this office. Clones share it.
#[derive(Clone)]
pub struct Notify(Arc<Inner>);

struct Inner {
    clock: Clock,
    ids: Ids,
    on_added: OnAdded,
    kinds: RwLock<BTreeMap<&'static str, NotificationKind>>,
}

impl Notify {
    /// `on_added` is called once for every notification after its commit, in this process; it must be quick.
    #[must_use]
    pub fn new(clock: Clock, ids: Ids, on_added: OnAdded) -> Self {
        Self(Arc::new(Inner { clock, ids, on_added, kinds: RwLock::default() }))
    }

    /// Makes a kind known; the last one given of a name counts.
    pub fn register(&self, kind: NotificationKind) {
        self.0.kinds.write().insert(kind.kind, kind);
    }

    /// The notification in words. A kind whose module is switched off is only called a notification.
    #[must_use]
    pub fn render(&self, notification: &Notification, locale: Locale) -> Text {
        render(self.0.kinds.read().get(notification.kind.as_str()), &notification.params, locale)
    }

    /// Tells somebody, in the transaction of what it tells of. `None` when the key was used before.
    pub async fn add(&self, tx: &mut Tx, new: NewNotification) -> Result<Option<Notification>> {
        let notification = Notification {
            id: self.0.ids.next(),
            org: new.org,
            user: new.user,
            kind: new.kind.to_owned(),
            params: new.params,
            url: new.url,
            actor: new.actor,
            at: self.0.clock.now(),
            read_at: None,
        };
        if !notification.url.starts_with('/') || notification.url.starts_with("//") {
            return Err(Error::internal(format!("{} leads out of the office", notification.kind)));
        }
        let params = notification.params.to_string();
        if params.len() > MAX_PARAMS {
            return Err(Error::new(&TOO_LARGE).with("max", MAX_PARAMS));
        }
        if !store::insert(tx, &notification, &params, new.dedup_key.as_deref()).await? {
            return Ok(None);
        }
        store::trim(tx, notification.org, notification.user, KEPT).await?;
        let (notify, added) = (self.clone(), notification.clone());
        tx.after_commit(move || (notify.0.on_added)(added.user, &added));
        Ok(Some(notification))
    }

    /// A person's notifications, newest first; only unread ones when `unread`. A cursor that is not one of ours starts
    /// at the newest.
    pub async fn list(
        &self,
        tx: &mut Tx,
        org: Id,
        user: Id,
        unread: bool,
        page: &Page,
    ) -> Result<Paged<Notification>> {
        let before = page.cursor.as_deref().and_then(|cursor| cursor.parse().ok());
        let limit = page.limit();
        let items = store::list(tx, org, user, unread, before, limit + 1).await?;
        Ok(Paged::from_surplus(items, limit, |last| last.id.to_string()))
    }

    /// How many of a person's notifications are unread; at most [`KEPT`].
    pub async fn unread(&self, tx: &mut Tx, org: Id, user: Id) -> Result<i64> {
        Ok(store::unread(tx, org, user).await?)
    }

    /// Marks notifications read that were told under these keys: what they tell of was seen; how many were not read
    /// before.
    pub async fn mark_seen(&self, tx: &mut Tx, org: Id, user: Id, keys: &[String]) -> Result<u64> {
        let now = self.0.clock.now();
        let mut changed = 0;
        for key in keys {
            changed += store::read_key(tx, org, user, key, now).await?;
        }
        Ok(changed)
    }

    /// Marks a person's notifications read; how many were not read before.
    pub async fn mark_read(&self, tx: &mut Tx, org: Id, user: Id, which: &Read) -> Result<u64> {
        let now = self.0.clock.now();
        Ok(match which {
            Read::All => store::read_all(tx, org, user, now).await?,
            Read::Ids(ids) => {
                let mut changed = 0;
                for id in ids.iter().take(kernel::MAX_LIMIT as usize) {
                    changed += store::read_one(tx, org, user, *id, now).await?;
                }
                changed
            }
        })
    }
}
