//! The connections of this node.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use axum::extract::ws::Utf8Bytes;
use kernel::{Actor, Id};
use parking_lot::{Mutex, RwLock};
use platform_events::BoxFuture;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::presence::{Presence, Watchers};
use crate::{Audience, Bus, CloseReason, LiveFrame, Passing};

/// Frames that may wait for one connection. A client on a slow line stays within it for minutes of ordinary talk;
/// beyond it, it is dropped and catches up, instead of costing memory.
pub(crate) const QUEUE: usize = 256;
/// Connections of one person: browsers, tabs, phone, programs. The oldest goes when there are more.
const PER_USER: usize = 32;

/// Handles a signal that a client sent, such as typing.
pub type SignalHandler =
    Arc<dyn Fn(Arc<Actor>, Value) -> BoxFuture<'static, kernel::Result<()>> + Send + Sync>;

/// One client.
pub(crate) struct Connection {
    pub(crate) id: u64,
    pub(crate) actor: Arc<Actor>,
    pub(crate) frames: mpsc::Sender<Utf8Bytes>,
    pub(crate) away: AtomicBool,
    reason: Mutex<Option<CloseReason>>,
    pub(crate) closed: CancellationToken,
}

impl Connection {
    /// Ends the connection; the first reason given counts.
    pub(crate) fn close(&self, reason: CloseReason) {
        self.reason.lock().get_or_insert(reason);
        self.closed.cancel();
    }

    pub(crate) fn reason(&self) -> CloseReason {
        self.reason.lock().unwrap_or(CloseReason::GoingAway)
    }

    pub(crate) fn send(&self, text: Utf8Bytes) {
        if let Err(mpsc::error::TrySendError::Full(_)) = self.frames.try_send(text) {
            metrics::counter!("live_dropped_slow_total").increment(1);
            self.close(CloseReason::TooSlow);
        }
    }
}

/// The connections of this node. Clones share them.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    bus: Arc<dyn Bus>,
    users: RwLock<HashMap<Id, Vec<Arc<Connection>>>>,
    next: AtomicU64,
    watchers: Mutex<Watchers>,
    signals: RwLock<HashMap<&'static str, SignalHandler>>,
    stopping: CancellationToken,
    open: TaskTracker,
}

impl Hub {
    /// A hub without connections, with the way to the other processes of the office.
    #[must_use]
    pub fn new(bus: Arc<dyn Bus>) -> Self {
        Self(Arc::new(Inner {
            bus,
            users: RwLock::default(),
            next: AtomicU64::default(),
            watchers: Mutex::default(),
            signals: RwLock::default(),
            stopping: CancellationToken::new(),
            open: TaskTracker::new(),
        }))
    }

    /// Tells its audience something that nobody keeps, wherever they are connected.
    pub fn signal(&self, frame: LiveFrame) {
        self.pass(&Passing::Frame(frame));
    }

    fn pass(&self, passing: &Passing) {
        self.receive(passing);
        self.0.bus.send(passing);
    }

    /// Takes in what another process passed on.
    pub fn receive(&self, passing: &Passing) {
        match passing {
            Passing::Frame(frame) => self.deliver(frame),
            Passing::CloseUser { user, except } => {
                self.close_where(*user, |connection| Some(connection.actor.session) != *except);
            }
            Passing::CloseSession { user, session } => {
                self.close_where(*user, |connection| connection.actor.session == *session);
            }
        }
    }

    /// Lets a module handle the signals of one kind.
    pub fn on_signal(&self, kind: &'static str, handler: SignalHandler) {
        self.0.signals.write().insert(kind, handler);
    }

    pub(crate) fn signal_handler(&self, kind: &str) -> Option<SignalHandler> {
        self.0.signals.read().get(kind).cloned()
    }

    /// Hands a frame to those of its audience who are connected to this process: for events, which every process learns of
    /// by itself.
    pub fn deliver(&self, frame: &LiveFrame) {
        let users = self.0.users.read();
        let mut count = 0_u64;
        let mut send = |connections: &Vec<Arc<Connection>>| {
            for connection in connections {
                connection.send(frame.text.clone());
                count += 1;
            }
        };
        match &frame.audience {
            Audience::User(id) => users.get(id).into_iter().for_each(&mut send),
            Audience::Users(ids) if ids.len() <= users.len() => {
                ids.iter().filter_map(|id| users.get(id)).for_each(&mut send);
            }
            Audience::Users(ids) => {
                // More members than people connected: look the other way round.
                let members: std::collections::HashSet<&Id> = ids.iter().collect();
                users.iter().filter(|(id, _)| members.contains(id)).for_each(|(_, c)| send(c));
            }
            Audience::Org(org) => users
                .values()
                .filter(|connections| connections.first().is_some_and(|c| c.actor.org == *org))
                .for_each(&mut send),
        }
        metrics::counter!("live_delivered_total").increment(count);
    }

    /// Ends the connections of one session, wherever they are.
    pub fn close_session(&self, user: Id, session: Id) {
        self.pass(&Passing::CloseSession { user, session });
    }

    /// Ends the connections of a person, but for one session, wherever they are.
    pub fn close_user(&self, user: Id, except: Option<Id>) {
        self.pass(&Passing::CloseUser { user, except });
    }

    fn close_where(&self, user: Id, matches: impl Fn(&Connection) -> bool) {
        if let Some(connections) = self.0.users.read().get(&user) {
            connections.iter().filter(|c| matches(c)).for_each(|c| c.close(CloseReason::SessionEnded));
        }
    }

    /// Ends all connections: the server stops.
    pub fn stop(&self) {
        self.0.stopping.cancel();
        for connection in self.0.users.read().values().flatten() {
            connection.close(CloseReason::GoingAway);
        }
    }

    /// Waits, after [`Hub::stop`], until every client was told or given up.
    pub async fn stopped(&self) {
        self.0.open.close();
        self.0.open.wait().await;
    }

    /// Counts work as an open connection until it ends.
    pub(crate) async fn track(&self, work: impl Future<Output = ()>) {
        self.0.open.track_future(work).await;
    }

    /// People connected, and connections.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let users = self.0.users.read();
        (users.len(), users.values().map(Vec::len).sum())
    }

    /// Whether a person is here.
    #[must_use]
    pub fn presence(&self, user: Id) -> Presence {
        match self.0.users.read().get(&user) {
            Some(connections) if connections.iter().any(|c| !c.away.load(Ordering::Relaxed)) => {
                Presence::Online
            }
            Some(_) => Presence::Away,
            None => Presence::Offline,
        }
    }

    pub(crate) fn join(&self, actor: Arc<Actor>) -> (Arc<Connection>, mpsc::Receiver<Utf8Bytes>) {
        let (frames, queue) = mpsc::channel(QUEUE);
        let user = actor.user;
        let connection = Arc::new(Connection {
            id: self.0.next.fetch_add(1, Ordering::Relaxed),
            actor,
            frames,
            away: AtomicBool::new(false),
            reason: Mutex::new(None),
            closed: self.0.stopping.child_token(),
        });
        {
            let mut users = self.0.users.write();
            let connections = users.entry(user).or_default();
            if connections.len() >= PER_USER {
                connections.remove(0).close(CloseReason::Flooding);
            }
            connections.push(Arc::clone(&connection));
        }
        metrics::gauge!("live_connections").increment(1);
        self.presence_changed(user);
        (connection, queue)
    }

    pub(crate) fn leave(&self, connection: &Connection) {
        let user = connection.actor.user;
        {
            let mut users = self.0.users.write();
            if let Some(connections) = users.get_mut(&user) {
                connections.retain(|c| c.id != connection.id);
                if connections.is_empty() {
                    users.remove(&user);
                }
            }
        }
        metrics::gauge!("live_connections").decrement(1);
        self.0.watchers.lock().forget(connection.id);
        self.presence_changed(user);
    }

    pub(crate) fn presence_changed(&self, user: Id) {
        self.0.watchers.lock().changed(user);
    }

    /// Sets whom a connection watches and tells it how they are now.
    pub(crate) fn watch(&self, connection: &Arc<Connection>, users: Vec<Id>) {
        // First it is noted, then looked: a change between the two is told, once too often rather than never.
        self.0.watchers.lock().watch(connection, users.clone());
        let states = users.into_iter().map(|id| (id, self.presence(id))).collect();
        connection.send(crate::presence::frame(&states));
    }

    /// Tells watchers what changed since the last call; called a few times a second, so that a wave of arrivals
    /// costs one frame a watcher and not one a pair.
    pub fn flush_presence(&self) {
        let changes = self.0.watchers.lock().take();
        for (connection, users) in changes {
            let states = users.into_iter().map(|id| (id, self.presence(id))).collect();
            connection.send(crate::presence::frame(&states));
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Locale, Scopes};
    use parking_lot::RwLock;

    use super::*;
    use crate::Alone;

    /// Hands what one hub passes on to another.
    #[derive(Default)]
    struct Link(RwLock<Option<Hub>>);

    impl Bus for Link {
        fn send(&self, passing: &Passing) {
            if let Some(hub) = &*self.0.read() {
                hub.receive(passing);
            }
        }
    }

    fn connect(hub: &Hub, user: i64, session: i64) -> (Arc<Connection>, mpsc::Receiver<Utf8Bytes>) {
        let actor = Actor {
            user: Id(user),
            org: Id(1),
            session: Id(session),
            name: String::new(),
            grants: Vec::new(),
            scopes: Scopes::All,
            locale: Locale::En,
        };
        hub.join(Arc::new(actor))
    }

    #[test]
    fn what_passes_reaches_every_process_once() {
        let (there, back) = (Arc::new(Link::default()), Arc::new(Link::default()));
        let (one, two) = (Hub::new(there.clone()), Hub::new(back.clone()));
        *there.0.write() = Some(two.clone());
        *back.0.write() = Some(one.clone());
        let (here, mut near) = connect(&one, 7, 70);
        let (phone, mut far) = connect(&two, 7, 71);
        one.signal(LiveFrame { audience: Audience::User(Id(7)), text: "typing".into() });
        for received in [&mut near, &mut far] {
            assert_eq!(received.try_recv().map(|text| text.to_string()), Ok("typing".to_owned()));
            assert!(received.try_recv().is_err(), "once");
        }
        // An event is everybody's own to tell.
        one.deliver(&LiveFrame { audience: Audience::User(Id(7)), text: "event".into() });
        assert!(near.try_recv().is_ok() && far.try_recv().is_err());
        two.close_session(Id(7), Id(70));
        assert!(here.closed.is_cancelled() && !phone.closed.is_cancelled());
        one.close_user(Id(7), None);
        assert!(phone.closed.is_cancelled());
    }

    #[test]
    fn an_office_of_one_process_tells_itself() {
        let hub = Hub::new(Arc::new(Alone));
        let (_here, mut near) = connect(&hub, 7, 70);
        hub.signal(LiveFrame { audience: Audience::Org(Id(1)), text: "x".into() });
        assert!(near.try_recv().is_ok());
    }
}
