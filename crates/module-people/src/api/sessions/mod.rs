//! Signing in and out.

pub(crate) mod create;
pub(crate) mod end;
pub(crate) mod list;

use axum::extract::FromRequestParts;
use http::header;
use http::request::Parts;
use platform_http::ClientIp;

use crate::ops::sign_in::Device;

/// The device a request comes from.
pub(crate) struct OnDevice(pub(crate) Device);

impl<S: Send + Sync> FromRequestParts<S> for OnDevice {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let ClientIp(ip) = ClientIp::from_request_parts(parts, state).await?;
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self(Device::new(agent.unwrap_or_default(), ip)))
    }
}
