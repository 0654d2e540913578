//! An office whose departments, chats and roles are sets in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kernel::{Actor, Clock, Grant, Id, Ids, Locale, Result, Scopes};
use parking_lot::Mutex;
use platform_access::{Access, Level, NewObject, Object, Subject, SubjectKind, SubjectResolver, Viewer};
use platform_db::{BoxFuture, Db, Tx};
use platform_events::{Event, Events};
use testkit::Store;
use tokio::sync::mpsc::Receiver;

pub(crate) const ORG: Id = Id(1);
pub(crate) const OTHER_ORG: Id = Id(2);
/// Owns what the tests register.
pub(crate) const OWNER: Id = Id(10);
pub(crate) const ANNA: Id = Id(11);
pub(crate) const BELA: Id = Id(12);
/// Belongs to the other organisation.
pub(crate) const STRANGER: Id = Id(13);

/// Who belongs to what, and how often that was asked.
#[derive(Default)]
pub(crate) struct Directory {
    members: Mutex<BTreeSet<(SubjectKind, Id, Id)>>,
    names: Mutex<BTreeMap<Subject, String>>,
    pub(crate) asked: AtomicUsize,
}

impl Directory {
    pub(crate) fn join(&self, kind: SubjectKind, subject: Id, user: Id) {
        self.members.lock().insert((kind, subject, user));
    }

    pub(crate) fn leave(&self, kind: SubjectKind, subject: Id, user: Id) {
        self.members.lock().remove(&(kind, subject, user));
    }

    pub(crate) fn forget_members(&self) {
        self.members.lock().clear();
    }

    pub(crate) fn contains(&self, subject: Subject, user: Id) -> bool {
        self.members.lock().contains(&(subject.kind, subject.id, user))
    }

    pub(crate) fn call(&self, kind: SubjectKind, subject: Id, name: &str) {
        self.names.lock().insert(Subject::new(kind, subject), name.to_owned());
    }

    pub(crate) fn questions(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

struct Resolver(SubjectKind, Arc<Directory>);

impl SubjectResolver for Resolver {
    fn kind(&self) -> SubjectKind {
        self.0
    }

    fn contains<'t>(&'t self, tx: &'t mut Tx, subject: Id, user: Id, _: Id) -> BoxFuture<'t, Result<bool>> {
        Box::pin(async move {
            self.1.asked.fetch_add(1, Ordering::SeqCst);
            // A statement, as real resolvers make one.
            tx.one("SELECT 1", Vec::new()).await?;
            Ok(self.1.contains(Subject::new(self.0, subject), user))
        })
    }

    fn name<'t>(&'t self, _: &'t mut Tx, subject: Id, _: Locale) -> BoxFuture<'t, Result<Option<String>>> {
        Box::pin(async move { Ok(self.1.names.lock().get(&Subject::new(self.0, subject)).cloned()) })
    }

    fn changed_by(&self) -> &'static [&'static str] {
        match self.0 {
            SubjectKind::Department => &["people.user."],
            _ => &[],
        }
    }
}

pub(crate) struct Office {
    pub(crate) db: Db,
    pub(crate) access: Access,
    pub(crate) directory: Arc<Directory>,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    /// What was committed.
    pub(crate) committed: Receiver<Arc<Event>>,
    /// Goes with the office.
    _store: Store,
}

/// Runs a test in an office, on each engine.
pub(crate) fn in_an_office(test: impl AsyncFn(Office)) {
    testkit::on_both_engines(&[platform_events::MIGRATIONS, platform_access::MIGRATIONS], async |store| {
        test(Office::open(store)).await;
    });
}

impl Office {
    fn open(store: Store) -> Self {
        let Store { db, clock, ids, .. } = &store;
        let (db, clock, ids) = (db.clone(), clock.clone(), ids.clone());
        let (events, committed) = Events::new(clock.clone(), ids.clone());
        let access = Access::new(events, clock.clone(), "https://office.example").unwrap();
        let directory = Arc::new(Directory::default());
        for kind in [SubjectKind::User, SubjectKind::Department, SubjectKind::Chat, SubjectKind::Role] {
            access.register_resolver(Arc::new(Resolver(kind, Arc::clone(&directory))));
        }
        directory.call(SubjectKind::User, OWNER, "王芳");
        Self { db, access, directory, clock, ids, committed, _store: store }
    }

    /// Registers an object of the owner's.
    pub(crate) async fn add(&self, title: &'static str, parent: Option<&Object>) -> Object {
        self.add_of(ORG, OWNER, title, parent).await.unwrap()
    }

    pub(crate) async fn add_of(
        &self,
        org: Id,
        owner: Id,
        title: &'static str,
        parent: Option<&Object>,
    ) -> Result<Object> {
        let (access, id, parent) = (self.access.clone(), self.ids.next(), parent.cloned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let new = NewObject { id, org, kind: "document", owner, parent: parent.as_ref(), title };
                    access.register(tx, new).await
                })
            })
            .await
    }

    pub(crate) async fn try_grant(&self, object: &Object, subject: Subject, level: Level) -> Result<bool> {
        let (access, object) = (self.access.clone(), object.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { access.grant(tx, &object, subject, level, Some(OWNER)).await })
            })
            .await
    }

    pub(crate) async fn grant(&self, object: &Object, kind: SubjectKind, subject: Id, level: Level) {
        assert!(self.try_grant(object, Subject::new(kind, subject), level).await.unwrap());
    }

    pub(crate) async fn revoke(&self, object: &Object, kind: SubjectKind, subject: Id) -> bool {
        let (access, object) = (self.access.clone(), object.clone());
        self.db
            .write(move |tx| {
                Box::pin(
                    async move { access.revoke(tx, &object, Subject::new(kind, subject), Some(OWNER)).await },
                )
            })
            .await
            .unwrap()
    }

    pub(crate) async fn move_to(&self, object: &Object, parent: Option<&Object>) -> Result<Object> {
        let (access, object, parent) = (self.access.clone(), object.clone(), parent.cloned());
        self.db
            .write(move |tx| {
                Box::pin(async move { access.move_to(tx, &object, parent.as_ref(), Some(OWNER)).await })
            })
            .await
    }

    pub(crate) async fn lock(&self, object: &Object, locked: bool) -> Object {
        let (access, object) = (self.access.clone(), object.clone());
        self.db
            .write(move |tx| {
                Box::pin(async move { access.set_locked(tx, &object, locked, Some(OWNER)).await })
            })
            .await
            .unwrap()
    }

    pub(crate) async fn level(&self, who: impl Into<Viewer>, object: &Object) -> Option<Level> {
        let (access, viewer, id) = (self.access.clone(), who.into(), object.id);
        self.db.read(move |tx| Box::pin(async move { access.level(tx, viewer, id).await })).await.unwrap()
    }

    pub(crate) async fn require(&self, who: impl Into<Viewer>, id: Id, needed: Level) -> Result<Object> {
        let (access, viewer) = (self.access.clone(), who.into());
        self.db.read(move |tx| Box::pin(async move { access.require(tx, viewer, id, needed).await })).await
    }

    pub(crate) async fn explain(
        &self,
        who: impl Into<Viewer>,
        object: &Object,
    ) -> platform_access::Explanation {
        let (access, viewer, id) = (self.access.clone(), who.into(), object.id);
        self.db
            .read(move |tx| Box::pin(async move { access.explain(tx, viewer, id, Locale::ZhCn).await }))
            .await
            .unwrap()
    }

    /// Kinds of the events committed since the last call.
    pub(crate) fn told(&mut self) -> Vec<String> {
        let mut kinds = Vec::new();
        while let Ok(event) = self.committed.try_recv() {
            kinds.push(event.kind.clone());
        }
        kinds
    }
}

pub(crate) fn actor(user: Id) -> Actor {
    Actor {
        user,
        org: if user == STRANGER { OTHER_ORG } else { ORG },
        session: Id(1),
        name: "somebody".to_owned(),
        grants: Vec::<Grant>::new(),
        scopes: Scopes::All,
        locale: Locale::ZhCn,
    }
}
