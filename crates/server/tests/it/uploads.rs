//! Files that come in pieces, lie about themselves, or belong to somebody else.

use std::fmt::Write as _;

use axum::body::Body;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::office::{Office, Reply};
use crate::served::Served;
use crate::wire::Wire;

fn refused(reply: &Reply, status: u16, code: &str) {
    assert_eq!((reply.status.as_u16(), reply.body["code"].as_str()), (status, Some(code)), "{reply:?}");
    assert!(!reply.body["title"].as_str().unwrap_or_default().is_empty());
}

async fn begin(office: &Office, token: &str, name: &str, size: u64, declared: Option<&str>) -> Reply {
    let new = json!({ "name": name, "size": size, "type": declared });
    office.call("POST", "/api/v1/core/uploads", Some(token), Some(new)).await
}

async fn append(office: &Office, token: &str, upload: &str, offset: &str, bytes: &[u8]) -> Reply {
    let request = Request::patch(format!("/api/v1/core/uploads/{upload}"))
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/offset+octet-stream")
        .header("upload-offset", offset)
        .body(Body::from(bytes.to_vec()));
    office.send(request.unwrap()).await
}

/// Uploads in one piece; the file.
async fn file(office: &Office, token: &str, name: &str, declared: Option<&str>, bytes: &[u8]) -> Value {
    let upload = begin(office, token, name, bytes.len() as u64, declared).await;
    assert_eq!(upload.status, StatusCode::CREATED, "{upload:?}");
    let reply = append(office, token, upload.body["id"].as_str().unwrap(), "0", bytes).await;
    assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
    reply.body["file"].clone()
}

/// A download with its headers and bytes.
async fn get(
    office: &Office,
    token: &str,
    path: &str,
    range: Option<&str>,
) -> (StatusCode, http::HeaderMap, Vec<u8>) {
    let mut request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    if let Some(range) = range {
        request = request.header(header::RANGE, range);
    }
    // Of any type, as the file is: the documents speak of bytes.
    let response = office.api.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    (parts.status, parts.headers, body.collect().await.unwrap().to_bytes().to_vec())
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

#[tokio::test]
async fn what_is_too_much_is_refused_before_it_is_sent() {
    let office = Office::open_with(|config| {
        config.limits.file_mib = 4;
        config.limits.user_mib = 6;
        config.limits.org_mib = 8;
    })
    .await;
    let (anna, _) = office.sign_in("anna").await;
    let (bob, _) = office.sign_in("bob").await;
    let mib = 1 << 20;
    refused(&begin(&office, &anna, "大.bin", 4 * mib + 1, None).await, 413, "blob.too_large");
    refused(&begin(&office, &anna, "大.bin", u64::MAX, None).await, 413, "blob.too_large");
    for size in [json!(-1), json!(1.5), json!("1"), json!(1e300), Value::Null] {
        let new = json!({ "name": "x", "size": size });
        let reply = office.call("POST", "/api/v1/core/uploads", Some(&anna), Some(new)).await;
        refused(&reply, 400, "http.malformed");
    }
    let first = begin(&office, &anna, "一.bin", 4 * mib, None).await;
    assert_eq!(first.status, StatusCode::CREATED, "{first:?}");
    // Two uploads cannot both be the last.
    refused(&begin(&office, &anna, "二.bin", 4 * mib, None).await, 507, "blob.quota_exceeded");
    assert_eq!(begin(&office, &anna, "三.bin", 2 * mib, None).await.status, StatusCode::CREATED);
    refused(&begin(&office, &bob, "四.bin", 3 * mib, None).await, 507, "blob.org_quota_exceeded");
    // Given up, the space is there again.
    let path = format!("/api/v1/core/uploads/{}", id(&first.body));
    assert_eq!(office.call("DELETE", &path, Some(&anna), None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(begin(&office, &bob, "四.bin", 3 * mib, None).await.status, StatusCode::CREATED);
    // More bytes than announced are not taken, and the upload stays where it was.
    let small = begin(&office, &bob, "小.bin", 10, None).await;
    let small = id(&small.body);
    refused(&append(&office, &bob, small, "0", b"0123456789A").await, 422, "blob.upload_overrun");
    let open = async || {
        let mut made = 0;
        loop {
            let reply = begin(&office, &bob, "空.bin", 1, None).await;
            if reply.status != StatusCode::CREATED {
                return (made, reply);
            }
            made += 1;
            assert!(made < 1_000, "a person may begin any number of uploads");
        }
    };
    let (made, reply) = open().await;
    assert!(made > 0);
    refused(&reply, 429, "blob.too_many_uploads");
}

#[tokio::test]
async fn an_upload_cut_in_the_middle_goes_on_where_it_stood() {
    let office = Served::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let bearer = format!("Bearer {anna}");
    let bytes: Vec<u8> = (0..600_000_u32).flat_map(|n| n.to_le_bytes()).collect();
    let half = bytes.len() / 2;
    let new = json!({ "name": "断点.bin", "size": bytes.len() });
    let upload = office.call("POST", "/api/v1/core/uploads", Some(&anna), Some(new)).await.json();
    let path = format!("/api/v1/core/uploads/{}", id(&upload));
    let offset =
        async || office.call("GET", &path, Some(&anna), None).await.json()["offset"].as_u64().unwrap();

    // The line breaks after half of what its head promised.
    let length = bytes.len().to_string();
    let mut wire = Wire::open(office.address).await;
    let head = [("authorization", bearer.as_str()), ("content-length", &length), ("upload-offset", "0")];
    wire.head("PATCH", &path, &head).await;
    wire.send(&bytes[..half]).await;
    drop(wire);
    testkit::wait_until("the half that arrived to be kept", async || offset().await == half as u64).await;

    // At the wrong place nothing is taken up, and the right one is told.
    let send = async |offset: &str, part: &[u8]| {
        let mut wire = Wire::open(office.address).await;
        let head = [("authorization", bearer.as_str()), ("connection", "close"), ("upload-offset", offset)];
        wire.request("PATCH", &path, &head, part).await;
        wire.answer().await.unwrap()
    };
    for wrong in [0, half - 1, half + 1, bytes.len(), usize::MAX] {
        let answer = send(&wrong.to_string(), b"x").await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{wrong}: {answer:?}");
        assert_eq!(answer.json()["params"]["expected"], json!(half.to_string()));
    }
    for nonsense in ["", "-1", "x", "1.5", "99999999999999999999999"] {
        let answer = send(nonsense, b"x").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{nonsense}: {answer:?}");
        assert_eq!(answer.json()["code"], "core.upload_offset_missing");
    }
    assert_eq!(offset().await, half as u64);

    // The rest in chunks that break off within one, then whole.
    let mut wire = Wire::open(office.address).await;
    let at = half.to_string();
    let head = [
        ("authorization", bearer.as_str()),
        ("transfer-encoding", "chunked"),
        ("upload-offset", at.as_str()),
    ];
    wire.head("PATCH", &path, &head).await;
    wire.send(b"3e8\r\n").await;
    wire.send(&bytes[half..half + 1_000]).await;
    wire.send(b"\r\nffff\r\nabc").await;
    drop(wire);
    let kept = half as u64 + 1_003;
    testkit::wait_until("the chunks that arrived to be kept", async || offset().await == kept).await;
    // Those three bytes were wrong; with the whole announced, only giving up helps. A hash would have said so.
    assert_eq!(office.call("DELETE", &path, Some(&anna), None).await.status, StatusCode::NO_CONTENT);

    let hash = "0".repeat(64);
    let new = json!({ "name": "断点.bin", "size": bytes.len(), "sha256": hash });
    let upload = office.call("POST", "/api/v1/core/uploads", Some(&anna), Some(new)).await.json();
    let path = format!("/api/v1/core/uploads/{}", id(&upload));
    let mut wire = Wire::open(office.address).await;
    let head = [("authorization", bearer.as_str()), ("connection", "close"), ("upload-offset", "0")];
    wire.request("PATCH", &path, &head, &bytes).await;
    let answer = wire.answer().await.unwrap();
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["code"]),
        (422, &json!("blob.hash_mismatch")),
        "{answer:?}"
    );

    let new = json!({ "name": "断点.bin", "size": bytes.len() });
    let upload = office.call("POST", "/api/v1/core/uploads", Some(&anna), Some(new)).await.json();
    let path = format!("/api/v1/core/uploads/{}", id(&upload));
    let mut file = Value::Null;
    for (at, part) in [(0, &bytes[..half]), (half, &bytes[half..])] {
        let mut wire = Wire::open(office.address).await;
        let at = at.to_string();
        let head =
            [("authorization", bearer.as_str()), ("connection", "close"), ("upload-offset", at.as_str())];
        wire.request("PATCH", &path, &head, part).await;
        file = wire.answer().await.unwrap().json()["file"].clone();
    }
    let content = format!("/api/v1/core/files/{}/content", id(&file));
    let whole = office.call("GET", &content, Some(&anna), None).await;
    assert!(
        whole.status == StatusCode::OK && whole.bytes == bytes,
        "{}: {} bytes",
        whole.status,
        whole.bytes.len()
    );
}

#[tokio::test]
async fn what_could_run_is_never_shown_in_place() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let page = b"<html><script>alert(document.cookie)</script></html>";
    let svg = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>";
    let hidden = [&b"\xef\xbb\xbf \n"[..], page].concat();
    let hostile: &[(&str, Option<&str>, &[u8])] = &[
        ("photo.png", Some("image/png"), page),
        ("photo.jpg", Some("image/jpeg; charset=utf-8"), page),
        ("photo", Some("image/png"), &hidden),
        ("logo.svg", Some("image/svg+xml"), svg),
        ("logo.png", Some("image/png"), svg),
        (
            "a.xhtml",
            Some("image/gif"),
            b"<html xmlns=\"http://www.w3.org/1999/xhtml\"><script>1</script></html>",
        ),
        ("a.html", Some("text/plain"), b"hello"),
        ("a.js", Some("image/png"), b"alert(1)"),
        ("a.xml", None, b"<?xml version=\"1.0\"?><x:script xmlns:x=\"http://www.w3.org/1999/xhtml\"/>"),
        ("a.png", Some("image/png"), b"MZ\x90\0\x03\0\0\0"),
        ("a.swf", Some("image/png"), b"CWS\x0a\0\0\0\0"),
        ("x.txt", Some("text/html\r\nset-cookie: a=b"), b"\0\x01\x02"),
    ];
    for (name, declared, bytes) in hostile {
        let file = file(&office, &anna, name, *declared, bytes).await;
        assert_eq!(file["kind"], "file", "{file}");
        for query in ["", "?download=1", "?download="] {
            let path = format!("/api/v1/core/files/{}/content{query}", id(&file));
            let (status, headers, body) = get(&office, &anna, &path, None).await;
            assert_eq!((status, &body[..]), (StatusCode::OK, *bytes));
            let text = |name: header::HeaderName| headers[name].to_str().unwrap();
            assert!(text(header::CONTENT_DISPOSITION).starts_with("attachment;"), "{name}: {headers:?}");
            assert!(!text(header::CONTENT_TYPE).starts_with("image/png"), "{name}: {headers:?}");
            assert_eq!(text(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
            assert!(text(header::CONTENT_SECURITY_POLICY).contains("sandbox"), "{headers:?}");
            assert!(!headers.contains_key(header::SET_COOKIE));
        }
        let path = format!("/api/v1/core/files/{}/thumbnail", id(&file));
        assert_eq!(get(&office, &anna, &path, None).await.0, StatusCode::NOT_FOUND, "{name}");
    }
    // What may be shown is still never believed: no sniffing, no scripts.
    let shown = file(&office, &anna, "说明.txt", Some("text/html"), "<b>只是文字</b>".as_bytes()).await;
    let path = format!("/api/v1/core/files/{}/content", id(&shown));
    let (_, headers, _) = get(&office, &anna, &path, None).await;
    assert!(headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/plain"), "{headers:?}");
    assert!(headers[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("inline;"), "{headers:?}");
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("sandbox"));
}

/// A PNG of these dimensions whose pixels are missing; `chunk` stands between head and end.
fn png(width: u32, height: u32, chunk: Option<(&[u8; 4], Vec<u8>)>) -> Vec<u8> {
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0_u32, |crc, byte| {
            (0..8)
                .fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
        })
    }
    fn chunk_of(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        let named = [&kind[..], data].concat();
        [&(data.len() as u32).to_be_bytes()[..], &named, &crc(&named).to_be_bytes()].concat()
    }
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    out.extend(chunk_of(b"IHDR", &head));
    out.extend(chunk.map(|(kind, data)| chunk_of(kind, &data)).unwrap_or_default());
    out.extend(chunk_of(b"IDAT", b""));
    out.extend(chunk_of(b"IEND", b""));
    out
}

/// A zlib stream that unpacks to so many zeros: one literal, then copies of 258 bytes in 13 bits each.
fn zeros(bytes: usize) -> Vec<u8> {
    let (mut out, mut bits, mut held) = (vec![0x78, 0x9c], 0_u64, 0);
    let mut put = |out: &mut Vec<u8>, value: u64, count: u32| {
        bits |= value << held;
        held += count;
        while held >= 8 {
            out.push(bits as u8);
            bits >>= 8;
            held -= 8;
        }
    };
    put(&mut out, 0b011, 3);
    // The literal 0 is 00110000, the length 258 is 11000101, the distance 1 is 00000; codes go highest bit first.
    put(&mut out, 0b0000_1100, 8);
    for _ in 0..bytes / 258 {
        put(&mut out, 0b1010_0011, 8);
        put(&mut out, 0, 5);
    }
    put(&mut out, 0, 7);
    put(&mut out, 0, 8);
    out
}

/// Most memory that this process ever held.
fn peak_mib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}

#[tokio::test]
async fn pictures_that_burst_are_only_files() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let before = peak_mib();
    let profile = [&b"x\0\0"[..], &zeros(512 << 20)].concat();
    let text = [&b"Comment\0\0"[..], &zeros(512 << 20)].concat();
    let gif = b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x4c\x01\0;";
    let webp = b"RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff";
    let jpeg = b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xff\xd9";
    let bombs: [(&str, Vec<u8>); 7] = [
        ("wide.png", png(0x7fff_ffff, 0x7fff_ffff, None)),
        ("none.png", png(0, 0, None)),
        ("profile.png", png(64, 64, Some((b"iCCP", profile)))),
        ("text.png", png(64, 64, Some((b"zTXt", text)))),
        ("wide.gif", gif.to_vec()),
        ("wide.webp", webp.to_vec()),
        ("wide.jpg", jpeg.to_vec()),
    ];
    for (name, bytes) in bombs {
        let file = file(&office, &anna, name, Some("image/png"), &bytes).await;
        for size in ["small", "medium"] {
            let path = format!("/api/v1/core/files/{}/thumbnail?size={size}", id(&file));
            let (status, _, _) = get(&office, &anna, &path, None).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{name}");
        }
        // Nobody's face either, and no word of ours that is not one.
        let me = office
            .call("PATCH", "/api/v1/people/me", Some(&anna), Some(json!({ "avatar_file": file["id"] })))
            .await;
        assert!(!me.status.is_server_error(), "{name}: {me:?}");
    }
    if let (Some(before), Some(after)) = (before, peak_mib()) {
        assert!(after < before + 400, "the bombs took {} MiB", after - before);
    }
}

#[tokio::test]
async fn names_cannot_leave_deceive_or_break_anything() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let long = format!("{}.pdf", "很长".repeat(2_000));
    let names = [
        "../../x",
        "..\\..\\x",
        "/etc/passwd",
        "C:\\Windows\\win.ini",
        "..",
        ".",
        "",
        " ",
        "a\0b.txt",
        "a\r\nset-cookie: x=y\r\n\r\n<html>",
        "\"; filename=\"evil.exe",
        "'%2e%2e%2f%00\u{7f}\u{1b}[31m",
        "invoice\u{202e}fdp.exe",
        "a\u{200b}\u{feff}\u{2066}b.txt",
        "\u{200b}\u{202e}\u{2069}",
        "con.txt",
        "👨‍👩‍👧 报告.docx",
        long.as_str(),
    ];
    for name in names {
        let file = file(&office, &anna, name, None, b"x").await;
        let kept = file["name"].as_str().unwrap();
        assert!(!kept.is_empty() && kept.len() <= 512 && kept.chars().count() <= 255, "{name:?}: {kept:?}");
        assert!(!kept.contains(['/', '\\']) && kept != ".." && kept != ".", "{name:?}: {kept:?}");
        assert_eq!(crate::text::unclean(kept), None, "{name:?}: {kept:?}");
        let path = format!("/api/v1/core/files/{}/content?download=1", id(&file));
        let (status, headers, body) = get(&office, &anna, &path, None).await;
        assert_eq!((status, &body[..]), (StatusCode::OK, &b"x"[..]), "{name:?}");
        let value = headers[header::CONTENT_DISPOSITION].to_str().unwrap();
        let plain = value
            .strip_prefix("attachment; filename=\"")
            .and_then(|rest| rest.split_once("\"; filename*=UTF-8''"));
        let (plain, encoded) = plain.unwrap_or_else(|| panic!("{name:?}: {value}"));
        assert!(!plain.contains(['"', '\\', '/']), "{value}");
        let mut expected = String::new();
        for byte in kept.bytes() {
            match byte {
                b'-' | b'.' | b'_' => expected.push(char::from(byte)),
                _ if byte.is_ascii_alphanumeric() => expected.push(char::from(byte)),
                _ => write!(expected, "%{byte:02X}").unwrap(),
            }
        }
        assert_eq!(encoded, expected, "{name:?}");
        assert!(!headers.contains_key(header::SET_COOKIE));
    }
    // Ids that are paths lead nowhere.
    for id in [
        "..%2f..%2foffice.db",
        "%2e%2e",
        "0",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "1%00",
        "１",
    ] {
        for path in [format!("files/{id}"), format!("files/{id}/content"), format!("uploads/{id}")] {
            let reply = office.call("GET", &format!("/api/v1/core/{path}"), Some(&anna), None).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}: {reply:?}");
        }
    }
}

#[tokio::test]
async fn ranges_are_those_of_the_file() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let bytes: Vec<u8> = (0..=255).collect();
    let file = file(&office, &anna, "b.bin", None, &bytes).await;
    let path = format!("/api/v1/core/files/{}/content", id(&file));
    let get = async |range: &str| get(&office, &anna, &path, Some(range)).await;
    for (range, expected, told) in [
        ("bytes=0-0", 0..1, "bytes 0-0/256"),
        ("bytes=250-", 250..256, "bytes 250-255/256"),
        ("bytes=-6", 250..256, "bytes 250-255/256"),
        ("bytes=-9999", 0..256, "bytes 0-255/256"),
        ("bytes=255-18446744073709551615", 255..256, "bytes 255-255/256"),
    ] {
        let (status, headers, body) = get(range).await;
        assert_eq!((status, &body[..]), (StatusCode::PARTIAL_CONTENT, &bytes[expected]), "{range}");
        assert_eq!(headers[header::CONTENT_RANGE], told, "{range}");
    }
    for range in ["bytes=256-", "bytes=256-300", "bytes=9999999-", "bytes=-0", "bytes=18446744073709551615-"]
    {
        let (status, headers, body) = get(range).await;
        assert_eq!(status, StatusCode::RANGE_NOT_SATISFIABLE, "{range}");
        assert_eq!(headers[header::CONTENT_RANGE], "bytes */256", "{range}");
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["code"], "core.range_not_satisfiable", "{range}");
    }
    // What is no range is not heard; many small ones are not a way to make one file into many.
    let many = format!("bytes={}", "0-0,".repeat(2_000));
    for range in
        ["bytes=5-1", "bytes=a-b", "bytes=", "bytes=-", "lines=1-2", "bytes=99999999999999999999-", &many]
    {
        let (status, _, body) = get(range).await;
        assert_eq!((status, body.len()), (StatusCode::OK, 256), "{range}");
    }
}

#[tokio::test]
async fn what_is_somebody_elses_does_not_exist() {
    let office = Office::open().await;
    let (anna, anna_id) = office.sign_in("anna").await;
    let (bob, _) = office.sign_in("bob").await;
    let (admin, _) = office.sign_in("owner").await;
    let open = begin(&office, &anna, "秘密.txt", 20, None).await;
    let upload = id(&open.body).to_owned();
    assert_eq!(append(&office, &anna, &upload, "0", b"0123456789").await.status, StatusCode::OK);
    let file = file(&office, &anna, "秘密.txt", None, "秘密".as_bytes()).await;
    let file = id(&file);
    // Not even who administers everything reads other people's files.
    for other in [&bob, &admin] {
        let path = format!("/api/v1/core/uploads/{upload}");
        refused(&office.call("GET", &path, Some(other), None).await, 404, "blob.upload_not_found");
        refused(&office.call("DELETE", &path, Some(other), None).await, 404, "blob.upload_not_found");
        refused(&append(&office, other, &upload, "10", b"0123456789").await, 404, "blob.upload_not_found");
        for path in ["", "/content", "/content?download=1", "/thumbnail"] {
            let path = format!("/api/v1/core/files/{file}{path}");
            let reply = office.call("GET", &path, Some(other), None).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}: {reply:?}");
        }
        let me = json!({ "avatar_file": file });
        let reply = office.call("PATCH", "/api/v1/people/me", Some(other), Some(me)).await;
        assert!(reply.status.is_client_error(), "{reply:?}");
        let new = json!({ "kind": "group", "title": "偷", "members": [anna_id] });
        let chat = office.call("POST", "/api/v1/chat/chats", Some(other), Some(new)).await;
        let path = format!("/api/v1/chat/chats/{}/messages", id(&chat.body));
        let message = json!({ "text": "x", "files": [file] });
        refused(&office.call("POST", &path, Some(other), Some(message)).await, 422, "chat.file_not_found");
        refused(
            &office.call("GET", &format!("/api/v1/core/objects/{file}"), Some(other), None).await,
            404,
            "core.not_found",
        );
    }
    // Nothing of it was touched.
    let rest = append(&office, &anna, &upload, "10", b"0123456789").await;
    assert_eq!(rest.body["file"]["size"], 20, "{rest:?}");
}

#[tokio::test]
async fn what_nobody_has_any_more_gives_its_room_back() {
    let office = Office::open().await;
    let (anna, _) = office.sign_in("anna").await;
    let (bob, bob_id) = office.sign_in("bob").await;
    let call = async |method: &str, path: &str, token: &str, body: Option<Value>| {
        office.call(method, &format!("/api/v1{path}"), Some(token), body).await
    };
    let exists = async |id: &str| {
        call("GET", &format!("/core/files/{id}"), &anna, None).await.status == StatusCode::OK
    };
    let new = json!({ "kind": "group", "title": "一组", "members": [bob_id] });
    let chat = call("POST", "/chat/chats", &anna, Some(new)).await;
    let messages = format!("/chat/chats/{}/messages", id(&chat.body));

    // One's own that nobody was given can be deleted; what was posted cannot, by nobody.
    let unused = file(&office, &anna, "草稿.txt", None, b"draft").await;
    let posted = file(&office, &anna, "名单.txt", None, b"a list").await;
    let said = call("POST", &messages, &anna, Some(json!({ "text": "", "files": [posted["id"]] }))).await;
    assert_eq!(said.status, StatusCode::CREATED, "{said:?}");
    let delete = async |token: &str, file: &Value| {
        call("DELETE", &format!("/core/files/{}", id(file)), token, None).await
    };
    refused(&delete(&bob, &unused).await, 404, "core.not_found");
    refused(&delete(&bob, &posted).await, 403, "core.access_denied");
    refused(&delete(&anna, &posted).await, 409, "core.file_in_use");
    assert_eq!(delete(&anna, &unused).await.status, StatusCode::NO_CONTENT);
    assert!(!exists(id(&unused)).await);

    // Taken back, the file goes with the message, unless another message shows it.
    let again =
        call("POST", &messages, &anna, Some(json!({ "text": "再发", "files": [posted["id"]] }))).await;
    for (message, left) in [(&said, true), (&again, false)] {
        let path = format!("/chat/messages/{}/recall", id(&message.body));
        let recalled = call("POST", &path, &anna, None).await;
        assert!(recalled.status.is_success(), "{recalled:?}");
        assert_eq!(exists(id(&posted)).await, left);
    }
}
