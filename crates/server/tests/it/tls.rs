//! HTTPS by certificate files.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use platform_config::TlsMode;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::served::Served;

/// What an office answers to a client that trusts this certificate.
async fn ask(address: SocketAddr, trusted: &CertificateDer<'static>) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let line = TcpStream::connect(address).await?;
    let name = ServerName::try_from("office.example").unwrap();
    let mut tls = TlsConnector::from(Arc::new(config)).connect(name, line).await?;
    tls.write_all(b"GET /healthz HTTP/1.1\r\nhost: office.example\r\nconnection: close\r\n\r\n").await?;
    let mut reply = Vec::new();
    // Some ends do not say goodbye as TLS wants it.
    let _ = tls.read_to_end(&mut reply).await;
    Ok(String::from_utf8(reply).unwrap())
}

#[tokio::test]
async fn an_office_speaks_https_with_its_certificate_and_nothing_else() {
    let made = rcgen::generate_simple_self_signed(["office.example".to_owned()]).unwrap();
    let other = rcgen::generate_simple_self_signed(["office.example".to_owned()]).unwrap();
    let folder = testkit::fixture::folder();
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.key_pair.serialize_pem()).unwrap();
    let office = Served::open_with(|config| {
        config.tls.mode = TlsMode::Files;
        config.tls.cert = Some(cert.clone());
        config.tls.key = Some(key.clone());
    })
    .await;
    let reply = ask(office.address, made.cert.der()).await.unwrap();
    assert!(reply.starts_with("HTTP/1.1 200") && reply.ends_with("ok"), "{reply}");
    assert!(ask(office.address, other.cert.der()).await.is_err(), "another certificate is not this office");

    // Who speaks in the clear, or says nothing, holds nobody up.
    let mut plain = TcpStream::connect(office.address).await.unwrap();
    plain.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    let mut said = Vec::new();
    let end = tokio::time::timeout(Duration::from_secs(10), plain.read_to_end(&mut said)).await;
    assert!(end.is_ok() && !said.starts_with(b"HTTP"), "{said:?}");
    let _silent = TcpStream::connect(office.address).await.unwrap();
    assert!(ask(office.address, made.cert.der()).await.is_ok());
}
