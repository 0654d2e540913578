//! Who calls: a session cookie or a bearer token, the same actor behind both.

use std::net::{IpAddr, SocketAddr};
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use contracts::people::{Authenticate, is_before_password};
use http::request::Parts;
use http::{HeaderMap, header};
use ipnet::IpNet;
use kernel::{Actor, Error, Locale, Scope, Scopes};

use crate::Problem;
use crate::error::{PASSWORD_FIRST, SCOPE_MISSING, SIGN_IN};

/// Name of the session cookie.
pub const COOKIE: &str = "courtyard_session";

/// What the request was signed with.
#[derive(Clone, Debug)]
pub struct Credential {
    /// The secret itself. Never logged.
    pub token: Arc<str>,
    /// Whether the browser attached it by itself.
    pub from_cookie: bool,
}

impl Credential {
    fn of(headers: &HeaderMap) -> Option<Self> {
        let bearer = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| Self { token: token.trim().into(), from_cookie: false });
        bearer.or_else(|| {
            headers
                .get_all(header::COOKIE)
                .iter()
                .filter_map(|value| value.to_str().ok())
                .flat_map(|value| value.split(';'))
                .filter_map(|pair| pair.trim().split_once('='))
                .find(|(name, _)| *name == COOKIE)
                .map(|(_, token)| Self { token: token.into(), from_cookie: true })
        })
    }
}

/// The signed-in person of this request.
#[derive(Clone, Debug)]
pub struct Caller(pub Arc<Actor>);

impl Deref for Caller {
    type Target = Actor;

    fn deref(&self) -> &Actor {
        &self.0
    }
}

impl Caller {
    /// Fails unless this session may be used for `scope`.
    pub fn scope(&self, scope: Scope) -> kernel::Result<()> {
        if self.0.scopes.allows(scope) {
            Ok(())
        } else {
            Err(Error::new(&SCOPE_MISSING).with("scope", scope.as_str()))
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Arc<Actor>>().cloned().map(Self).ok_or_else(|| Error::new(&SIGN_IN).into())
    }
}

/// Looks up the actor behind the request's credential. A request without one goes on as nobody. The language that the
/// request asks for goes before the one the person saved.
pub async fn authenticate(
    State(people): State<Arc<dyn Authenticate>>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(credential) = Credential::of(request.headers()) {
        match people.authenticate(&credential.token).await {
            Ok(Some(actor)) => {
                let asked =
                    request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
                let actor = match asked.map(Locale::from_accept_language) {
                    Some(locale) if locale != actor.locale => {
                        Arc::new(Actor { locale, ..Actor::clone(&actor) })
                    }
                    _ => actor,
                };
                request.extensions_mut().insert(actor);
                request.extensions_mut().insert(credential);
            }
            Ok(None) => {}
            Err(error) => return Problem(error).into_response(),
        }
    }
    next.run(request).await
}

/// Refuses everything but what changing the password needs to whoever must do that first.
pub(crate) async fn password_first(request: Request, next: Next) -> Response {
    let must =
        request.extensions().get::<Arc<Actor>>().is_some_and(|actor| actor.scopes == Scopes::PasswordFirst);
    if must && !is_before_password(request.method().as_str(), request.uri().path()) {
        return Problem(Error::new(&PASSWORD_FIRST)).into_response();
    }
    next.run(request).await
}

/// Address of the client: the connection's, or what a trusted proxy says. Who comes by IPv4 has an IPv4 address, also where
/// one socket takes both (`::ffff:192.0.2.1`).
#[derive(Clone, Copy, Debug)]
pub struct ClientIp(pub IpAddr);

impl ClientIp {
    pub(crate) fn of(request: &Request, trusted_proxies: &[IpNet]) -> Self {
        let is_ours = |ip: &IpAddr| trusted_proxies.iter().any(|network| network.contains(ip));
        let peer = request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::from([127, 0, 0, 1]), |info| info.0.ip().to_canonical());
        if !is_ours(&peer) {
            return Self(peer);
        }
        // The last address that is not a proxy of ours: what stands before it can be made up by the client. So can what
        // stands before something that is no address, which is where looking ends.
        let headers: Vec<&str> = request
            .headers()
            .get_all("x-forwarded-for")
            .iter()
            .flat_map(|value| value.to_str().unwrap_or("?").split(','))
            .collect();
        for part in headers.into_iter().rev() {
            match address(part.trim()) {
                Some(ip) if is_ours(&ip) => {}
                Some(ip) => return Self(ip),
                None => break,
            }
        }
        Self(peer)
    }
}

/// An address as proxies write it: alone, with a port, in brackets.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse().ok().or_else(with_port).map(|ip: IpAddr| ip.to_canonical())
}

impl<S: Send + Sync> FromRequestParts<S> for ClientIp {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().copied().unwrap_or(Self(IpAddr::from([127, 0, 0, 1]))))
    }
}
