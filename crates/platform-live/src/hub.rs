//! The connections of this node.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use axum::extract::ws::Utf8Bytes;
use kernel::{Actor, Id};
use parking_lot::{Mutex, RwLock};
use platform_bus::{Bus, Topic};
use platform_events::BoxFuture;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::bus::{self, Passing};
use crate::frame::is_signal;
use crate::presence::{Elsewhere, Presence, Watchers};
use crate::{Audience, CloseReason, LiveFrame};

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
    bus: Bus,
    users: RwLock<HashMap<Id, Vec<Arc<Connection>>>>,
    next: AtomicU64,
    watchers: Mutex<Watchers>,
    elsewhere: RwLock<Elsewhere>,
    /// Reading who is here and saying it go together.
    telling: Mutex<()>,
    signals: RwLock<HashMap<&'static str, SignalHandler>>,
    stopping: CancellationToken,
    open: TaskTracker,
}

impl Hub {
    /// A hub without connections, with the way to the other processes of the office.
    #[must_use]
    pub fn new(bus: Bus) -> Self {
        Self(Arc::new(Inner {
            bus,
            users: RwLock::default(),
            next: AtomicU64::default(),
            watchers: Mutex::default(),
            elsewhere: RwLock::default(),
            telling: Mutex::default(),
            signals: RwLock::default(),
            stopping: CancellationToken::new(),
            open: TaskTracker::new(),
        }))
    }

    /// Takes in what the connections of other nodes are told, until `stop`.
    pub fn follow(&self, stop: CancellationToken, tasks: &TaskTracker) {
        if !self.0.bus.is_alone() {
            tasks.spawn(bus::follow(self.clone(), self.0.bus.listen(Topic::Live), stop));
        }
    }

    /// Tells its audience something that nobody keeps, wherever they are connected.
    pub fn signal(&self, frame: LiveFrame) {
        self.deliver(&frame);
        if !self.0.bus.is_alone() {
            bus::say(&self.0.bus, &Passing::frame(&frame));
        }
    }

    /// Takes in what another process passed on.
    pub(crate) fn receive(&self, from: Id, passing: Passing) {
        match passing {
            // Events are read from the store: nobody can make one up on the bus.
            Passing::Frame { to, text } if is_signal(&text) => {
                self.deliver(&LiveFrame { audience: to, text: text.into() });
            }
            Passing::Frame { .. } => tracing::warn!("another node passes on what is no signal"),
            Passing::CloseUser { user, except } => self.close_user_here(user, except),
            Passing::CloseSession { user, session } => self.close_session_here(user, session),
            Passing::Presence { whole, states } => {
                let changed = self.0.elsewhere.write().take_in(from, whole, states);
                let mut watchers = self.0.watchers.lock();
                changed.into_iter().for_each(|user| watchers.changed(user));
            }
            Passing::AskPresence { .. } => {}
        }
    }

    /// Tells the other nodes who is here.
    pub(crate) fn tell_presence(&self) {
        // What is read last is said last.
        let _turn = self.0.telling.lock();
        let here: Vec<Id> = self.0.users.read().keys().copied().collect();
        let states: Vec<_> = here.into_iter().map(|user| (user, self.presence_here(user))).collect();
        bus::whole(&states).iter().for_each(|word| bus::say(&self.0.bus, word));
    }

    /// Nobody is on a node any more that is gone.
    pub(crate) fn forget_node(&self, from: Id) {
        let changed = self.0.elsewhere.write().forget(from);
        let mut watchers = self.0.watchers.lock();
        changed.into_iter().for_each(|user| watchers.changed(user));
    }

    /// The same for every node but these.
    pub(crate) fn retain_nodes(&self, here: &[Id]) {
        let known = self.0.elsewhere.read().nodes();
        known.into_iter().filter(|node| !here.contains(node)).for_each(|node| self.forget_node(node));
    }

    /// The way to the other processes of the office.
    pub(crate) fn bus(&self) -> &Bus {
        &self.0.bus
    }

    /// Lets a module handle the signals of one kind.
    pub fn on_signal(&self, kind: &'static str, handler: SignalHandler) {
        self.0.signals.write().insert(kind, handler);
    }

    pub(crate) fn signal_handler(&self, kind: &str) -> Option<SignalHandler> {
        self.0.signals.read().get(kind).cloned()
    }

    /// Whether anybody of an audience is connected to this node.
    #[must_use]
    pub fn is_anybody_here(&self, people: &[Id]) -> bool {
        let users = self.0.users.read();
        !users.is_empty() && people.iter().any(|id| users.contains_key(id))
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
        self.close_session_here(user, session);
        bus::say(&self.0.bus, &Passing::CloseSession { user, session });
    }

    /// Ends the connections of a person, but for one session, wherever they are.
    pub fn close_user(&self, user: Id, except: Option<Id>) {
        self.close_user_here(user, except);
        bus::say(&self.0.bus, &Passing::CloseUser { user, except });
    }

    /// Ends the connections that one session has to this node: every other learns of it by itself.
    pub fn close_session_here(&self, user: Id, session: Id) {
        self.close_where(user, |connection| connection.actor.session == session);
    }

    /// Ends the connections that a person has to this node, but for one session.
    pub fn close_user_here(&self, user: Id, except: Option<Id>) {
        self.close_where(user, |connection| Some(connection.actor.session) != except);
    }

    /// Lets everybody come back and ask for what they missed: it is too much to be told piece by piece.
    pub fn ask_all_to_catch_up(&self) {
        for connection in self.0.users.read().values().flatten() {
            connection.close(CloseReason::TooSlow);
        }
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

    /// Whether a person is here, on whichever node.
    #[must_use]
    pub fn presence(&self, user: Id) -> Presence {
        self.presence_here(user).min(self.0.elsewhere.read().presence(user))
    }

    fn presence_here(&self, user: Id) -> Presence {
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
        let mut watchers = self.0.watchers.lock();
        watchers.changed(user);
        if !self.0.bus.is_alone() {
            watchers.changed_here(user);
        }
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
        let (changes, here) = {
            let mut watchers = self.0.watchers.lock();
            (watchers.take(), watchers.take_here())
        };
        if !here.is_empty() {
            let _turn = self.0.telling.lock();
            let states: Vec<_> = here.into_iter().map(|user| (user, self.presence_here(user))).collect();
            bus::changes(&states).iter().for_each(|word| bus::say(&self.0.bus, word));
        }
        for (connection, users) in changes {
            let states = users.into_iter().map(|id| (id, self.presence(id))).collect();
            connection.send(crate::presence::frame(&states));
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Locale, Scopes};
    use platform_bus::Wire;
    use testkit::wait_until;

    use super::*;

    /// A node on a wire.
    struct Node {
        hub: Hub,
        stop: CancellationToken,
    }

    impl Node {
        async fn on(wire: &Wire, number: i64) -> Self {
            let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
            let hub = Hub::new(Bus::over(wire.end(), Id(number), stop.clone(), &tasks));
            hub.follow(stop.clone(), &tasks);
            wait_until("the bus to be up", async || hub.bus().is_up()).await;
            Self { hub, stop }
        }

        async fn sees(&self, user: i64, presence: Presence) {
            wait_until("presence to be known", async || {
                self.hub.flush_presence();
                self.hub.presence(Id(user)) == presence
            })
            .await;
        }
    }

    impl Drop for Node {
        fn drop(&mut self) {
            self.stop.cancel();
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

    #[tokio::test]
    async fn what_passes_reaches_every_node_once() {
        let wire = Wire::default();
        let (one, two) = (Node::on(&wire, 1).await, Node::on(&wire, 2).await);
        let (here, mut near) = connect(&one.hub, 7, 70);
        let (phone, mut far) = connect(&two.hub, 7, 71);
        let typing = crate::signal_frame("typing", "{}");
        one.hub.signal(LiveFrame { audience: Audience::User(Id(7)), text: typing.clone() });
        for received in [&mut near, &mut far] {
            assert_eq!(received.recv().await.map(|text| text.to_string()), Some(typing.to_string()));
        }
        // An event is everybody's own to tell.
        one.hub.deliver(&LiveFrame { audience: Audience::User(Id(7)), text: "event".into() });
        assert!(near.recv().await.is_some());
        two.hub.close_session(Id(7), Id(70));
        here.closed.cancelled().await;
        assert!(!phone.closed.is_cancelled());
        one.hub.close_user(Id(7), None);
        phone.closed.cancelled().await;
        assert!(near.try_recv().is_err() && far.try_recv().is_err(), "something came twice, or too far");
    }

    #[tokio::test]
    async fn who_is_here_is_known_everywhere() {
        let wire = Wire::default();
        let (one, two) = (Node::on(&wire, 1).await, Node::on(&wire, 2).await);
        let (desk, _near) = connect(&one.hub, 7, 70);
        two.sees(7, Presence::Offline).await;
        one.hub.flush_presence();
        two.sees(7, Presence::Online).await;
        // Of two places the more awake one counts.
        let (phone, _far) = connect(&two.hub, 7, 71);
        desk.away.store(true, Ordering::Relaxed);
        one.hub.presence_changed(Id(7));
        one.hub.flush_presence();
        two.hub.leave(&phone);
        two.sees(7, Presence::Away).await;
        // A node that comes later learns of everybody, and what gets lost is asked for.
        let three = Node::on(&wire, 3).await;
        three.sees(7, Presence::Away).await;
        wire.cut();
        one.hub.leave(&desk);
        one.hub.flush_presence();
        wire.mend();
        three.sees(7, Presence::Offline).await;
        two.sees(7, Presence::Offline).await;
    }

    #[test]
    fn nobody_is_on_a_node_that_is_gone() {
        let hub = Hub::new(Bus::alone());
        hub.receive(Id(1), Passing::Presence { whole: false, states: vec![(Id(7), Presence::Online)] });
        hub.receive(Id(2), Passing::Presence { whole: false, states: vec![(Id(7), Presence::Away)] });
        assert_eq!(hub.presence(Id(7)), Presence::Online);
        hub.forget_node(Id(1));
        assert_eq!(hub.presence(Id(7)), Presence::Away);
        // A whole picture replaces what was known.
        hub.receive(Id(2), Passing::Presence { whole: true, states: vec![(Id(8), Presence::Online)] });
        assert_eq!((hub.presence(Id(7)), hub.presence(Id(8))), (Presence::Offline, Presence::Online));
    }

    #[test]
    fn an_office_of_one_node_tells_itself() {
        let hub = Hub::new(Bus::alone());
        let (_here, mut near) = connect(&hub, 7, 70);
        hub.signal(LiveFrame { audience: Audience::Org(Id(1)), text: "x".into() });
        assert!(near.try_recv().is_ok());
    }
}
