//! The bucket: the library's S3 client over our own HTTP, so that the program has one HTTP stack, one TLS provider
//! and one set of trusted certificates.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use http_body_util::BodyExt;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use kernel::{Error, Result};
use object_store::aws::AmazonS3Builder;
use object_store::client::{
    ClientOptions, HttpClient, HttpError, HttpErrorKind, HttpRequest, HttpRequestBody, HttpResponse,
    HttpResponseBody, HttpService,
};
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ObjectStore, RetryConfig};
use rustls::{ClientConfig, RootCertStore};

use crate::error;
use crate::options::S3Options;

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);
/// Longest wait from the start of a request to the head of its reply: a part of 8 MiB over 2 Mbit/s.
const REPLY: Duration = Duration::from_secs(40);
/// Connections kept open unused for the next request.
const IDLE_CONNECTIONS: usize = 16;
/// How long one operation is tried again before the caller is told; people wait for the answer.
const RETRIES: usize = 4;
const RETRY_TIME: Duration = Duration::from_secs(60);

pub(crate) fn open(options: &S3Options) -> Result<Arc<dyn ObjectStore>> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&options.bucket)
        .with_region(&options.region)
        .with_virtual_hosted_style_request(!options.path_style)
        // The bulk call is missing from some stores; single deletes are understood by all.
        .with_disable_bulk_delete(true)
        .with_retry(RetryConfig {
            backoff: BackoffConfig::default(),
            max_retries: RETRIES,
            retry_timeout: RETRY_TIME,
        })
        .with_http_connector(Connector);
    if let Some(endpoint) = &options.endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    if let Some(key) = &options.access_key {
        builder = builder.with_access_key_id(key);
    }
    if let Some(secret) = &options.secret_key {
        builder = builder.with_secret_access_key(secret);
    }
    let bucket = builder
        .build()
        .map_err(|cause| Error::new(&error::BAD_STORE).with("reason", &cause).caused_by(cause))?;
    Ok(match &options.prefix {
        Some(prefix) => Arc::new(PrefixStore::new(bucket, prefix.as_str())),
        None => Arc::new(bucket),
    })
}

#[derive(Debug)]
struct Connector;

impl object_store::client::HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let fail = |cause: rustls::Error| object_store::Error::Generic { store: "S3", source: cause.into() };
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let tls = ClientConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
            .with_safe_default_protocol_versions()
            .map_err(fail)?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let mut tcp = HttpConnector::new();
        tcp.set_connect_timeout(Some(CONNECT));
        tcp.set_nodelay(true);
        tcp.enforce_http(false);
        // Whether plain HTTP is allowed is decided above, by the endpoint.
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls)
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let client =
            Client::builder(TokioExecutor::new()).pool_max_idle_per_host(IDLE_CONNECTIONS).build(connector);
        Ok(HttpClient::new(Service(client)))
    }
}

struct Service(Client<HttpsConnector<HttpConnector>, HttpRequestBody>);

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Service")
    }
}

#[async_trait]
impl HttpService for Service {
    async fn call(&self, request: HttpRequest) -> std::result::Result<HttpResponse, HttpError> {
        let reply = tokio::time::timeout(REPLY, self.0.request(request)).await;
        let reply = reply.map_err(|late| HttpError::new(HttpErrorKind::Timeout, late))?.map_err(|cause| {
            let kind = if cause.is_connect() { HttpErrorKind::Connect } else { kind(&cause) };
            HttpError::new(kind, cause)
        })?;
        let (head, body) = reply.into_parts();
        let body = body.map_err(|cause| HttpError::new(kind(&cause), cause));
        Ok(HttpResponse::from_parts(head, HttpResponseBody::new(body)))
    }
}

/// Whether trying again may help, which the library decides by the kind.
fn kind(cause: &(dyn StdError + 'static)) -> HttpErrorKind {
    let mut source = Some(cause);
    while let Some(error) = source {
        if let Some(http) = error.downcast_ref::<hyper::Error>() {
            if http.is_timeout() {
                return HttpErrorKind::Timeout;
            }
            if http.is_closed()
                || http.is_canceled()
                || http.is_incomplete_message()
                || http.is_body_write_aborted()
            {
                return HttpErrorKind::Interrupted;
            }
        }
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            return match io.kind() {
                std::io::ErrorKind::TimedOut => HttpErrorKind::Timeout,
                _ => HttpErrorKind::Interrupted,
            };
        }
        source = error.source();
    }
    HttpErrorKind::Unknown
}
