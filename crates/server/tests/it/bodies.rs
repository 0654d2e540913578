//! Bodies that are no JSON, too deep, too large, or something else altogether: for every operation that takes one.

use axum::body::Body;
use http::{Request, StatusCode, header};
use testkit::rng::Rng;

use crate::office::Office;
use crate::served::Served;
use crate::wire::Wire;

/// Method and path of every operation that takes JSON.
fn operations(office: &Office) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for document in office.documents.values() {
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                if operation["requestBody"]["content"]["application/json"].is_object() {
                    let path = path.replace("{id}", "1").replace("{user}", "1").replace("{token}", "x");
                    all.push((method.to_uppercase(), path));
                }
            }
        }
    }
    assert!(all.len() > 25, "only {} operations take JSON", all.len());
    all
}

#[tokio::test]
async fn what_is_no_json_is_refused_as_such() {
    let office = Office::open().await;
    let (owner, _) = office.sign_in("owner").await;
    let mut rng = Rng::new(11);
    let mut noise = vec![0; 3_000];
    rng.fill(&mut noise);
    let deep_map = format!("{}1{}", "{\"a\":".repeat(50_000), "}".repeat(50_000));
    let ignored = format!("{{\"unknown\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let bodies: Vec<Vec<u8>> = vec![
        Vec::new(),
        noise,
        b"\xef\xbb\xbf{".to_vec(),
        b"\xff\xfe{\0}\0".to_vec(),
        b"{\"a\":\"\xc0\x80\xed\xa0\x80\"}".to_vec(),
        b"{\"name\":\"a\0b\"}".to_vec(),
        vec![b'['; 500_000],
        b"\"text\"".to_vec(),
        b"{\"a\":NaN}".to_vec(),
        b"{} trailing".to_vec(),
        b"<xml/>".to_vec(),
        b"name=x&text=y".to_vec(),
    ];
    for (method, path) in operations(&office) {
        let send = async |kind: Option<&str>, body: Vec<u8>| {
            let mut request = Request::builder()
                .method(method.as_str())
                .uri(&path)
                .header(header::AUTHORIZATION, format!("Bearer {owner}"));
            if let Some(kind) = kind {
                request = request.header(header::CONTENT_TYPE, kind);
            }
            office.send(request.body(Body::from(body)).unwrap()).await
        };
        for body in &bodies {
            let reply = send(Some("application/json"), body.clone()).await;
            let fine = reply.status == StatusCode::BAD_REQUEST && reply.body["code"] == "http.malformed";
            // What stands in the path may be looked up before the body is.
            let gone = reply.status == StatusCode::NOT_FOUND;
            assert!(fine || gone, "{method} {path} with {:.60}: {reply:?}", String::from_utf8_lossy(body));
        }
        // Nobody asked for these fields: they are passed over, however they look.
        let odd =
            [&ignored, &deep_map, "[]", "{\"a\":1e999999}", r#"{"unknown":"\ud800","other":"a\u0000b"}"#];
        for body in odd {
            let reply = send(Some("application/json"), body.as_bytes().to_vec()).await;
            assert!(!reply.status.is_server_error(), "{method} {path}: {reply:?}");
        }
        let huge = format!("{{\"text\":\"{}\"}}", "x".repeat(1 << 20));
        let reply = send(Some("application/json"), huge.into_bytes()).await;
        assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE, "{method} {path}: {reply:?}");
        for kind in [
            None,
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
            Some("multipart/form-data; boundary=x"),
            Some("application/xml"),
            Some("*/*"),
            Some(";;;,"),
        ] {
            let reply = send(kind, b"{}".to_vec()).await;
            let fine =
                reply.status == StatusCode::UNSUPPORTED_MEDIA_TYPE && reply.body["code"] == "http.not_json";
            assert!(fine, "{method} {path} with {kind:?}: {reply:?}");
        }
    }
}

#[tokio::test]
async fn what_is_no_http_ends_that_line_and_no_other() {
    let office = Served::open().await;
    let mut rng = Rng::new(5);
    let mut noise = vec![0; 20_000];
    rng.fill(&mut noise);
    let many = format!("GET / HTTP/1.1\r\nhost: x\r\n{}\r\n", "a: b\r\n".repeat(5_000));
    let wide = format!("GET / HTTP/1.1\r\nhost: x\r\na: {}\r\n\r\n", "b".repeat(1 << 20));
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(1 << 20));
    let lines: Vec<Vec<u8>> = vec![
        noise,
        b"\0\0\0\0\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".repeat(20),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".repeat(3),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"POST /api/v1/people/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n".to_vec(),
        b"POST /api/v1/people/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab".to_vec(),
        b"POST /api/v1/people/sessions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n".to_vec(),
        b"POST /api/v1/people/sessions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff1\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nhost: x\r\na\0b: c\r\n\r\n".to_vec(),
        many.into_bytes(),
        wide.into_bytes(),
        long.into_bytes(),
    ];
    for line in lines {
        let mut wire = Wire::open(office.address).await;
        let shown = String::from_utf8_lossy(&line[..line.len().min(60)]).into_owned();
        // It may hang up before all of this has arrived.
        let _ = wire.try_send(&line).await;
        wire.finish().await;
        if let Ok(answer) = wire.answer().await {
            assert!(answer.status.is_client_error() || answer.status.is_success(), "{shown}: {answer:?}");
        }
        assert_eq!(office.call("GET", "/readyz", None, None).await.status, StatusCode::OK, "after {shown}");
    }
}
