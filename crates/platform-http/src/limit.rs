//! Rate limits: one bucket per person, or per address for those not signed in.

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use kernel::{Actor, Error};
use parking_lot::Mutex;

use crate::error::TOO_MANY;
use crate::{ClientIp, Problem};

/// Buckets kept before idle ones are dropped.
const KEYS: usize = 50_000;

/// Least time between two looks for idle ones.
const TRIM: Duration = Duration::from_secs(5);

/// Whom an address belongs to: with IPv6 everybody has a whole /64 of them.
fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << 64))),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    User(i64),
    Address(IpAddr),
}

/// The buckets.
pub(crate) struct Limits {
    buckets: DefaultKeyedRateLimiter<Key>,
    trimmed: Mutex<Instant>,
}

impl Limits {
    pub(crate) fn new(per_second: u32, burst: u32) -> Arc<Self> {
        let one = NonZeroU32::MIN;
        let quota = Quota::per_second(NonZeroU32::new(per_second).unwrap_or(one))
            .allow_burst(NonZeroU32::new(burst).unwrap_or(one));
        Arc::new(Self { buckets: RateLimiter::keyed(quota), trimmed: Mutex::new(Instant::now()) })
    }

    /// Whether it is long enough ago: looking through all buckets at every request would cost more than they do.
    fn may_trim(&self) -> bool {
        let mut trimmed = self.trimmed.lock();
        let may = trimmed.elapsed() > TRIM;
        if may {
            *trimmed = Instant::now();
        }
        may
    }
}

/// Refuses who asks too often.
pub(crate) async fn limit(State(limits): State<Arc<Limits>>, request: Request, next: Next) -> Response {
    let key = match (request.extensions().get::<Arc<Actor>>(), request.extensions().get::<ClientIp>()) {
        (Some(actor), _) => Key::User(actor.user.0),
        (None, Some(ip)) => Key::Address(network(ip.0)),
        (None, None) => return next.run(request).await,
    };
    if let Err(until) = limits.buckets.check_key(&key) {
        let seconds = until.wait_time_from(governor::clock::DefaultClock::default().now()).as_secs().max(1);
        metrics::counter!("http_throttled_total").increment(1);
        return Problem(Error::new(&TOO_MANY).with("seconds", seconds).retry_after(seconds)).into_response();
    }
    if limits.buckets.len() > KEYS && limits.may_trim() {
        limits.buckets.retain_recent();
    }
    next.run(request).await
}
