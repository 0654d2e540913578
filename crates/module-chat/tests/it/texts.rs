//! What people write, however strange.

use http::{Method, StatusCode};
use serde_json::json;

use crate::office::{ANNA, BOB, MAX_BODY, in_an_office};

#[test]
fn what_cannot_be_shown_is_not_kept() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let kept = async |text: &str| app.say(ANNA, &chat, text).await["text"].as_str().unwrap().to_owned();
        for (given, wanted) in [
            ("a\0b", "ab"),
            ("零\u{200b}宽\u{feff}", "零宽"),
            ("in\u{202e}voice\u{202c}.\u{2066}exe\u{2069}", "invoice.exe"),
            ("  两边 \n 行 \n", "两边 \n 行"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("مرحبا שלום 你好", "مرحبا שלום 你好"),
            ("👩‍👩‍👧 🇨🇳 e\u{301}", "👩‍👩‍👧 🇨🇳 e\u{301}"),
            ("'; DROP TABLE chat_messages; --", "'; DROP TABLE chat_messages; --"),
            ("𠮷野家 𝔘𝔫𝔦", "𠮷野家 𝔘𝔫𝔦"),
        ] {
            assert_eq!(kept(given).await.trim(), wanted, "{given:?}");
        }
        let messages = format!("{chat}/messages");
        for nothing in ["", " \n\t ", "\0", "\u{200b}\u{202e}\u{feff}"] {
            app.post(ANNA, &messages, json!({ "text": nothing })).await.refused(422, "chat.empty_message");
        }
    });
}

#[test]
fn what_is_no_text_is_refused_and_nothing_is_saved() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let messages = format!("{chat}/messages");
        let raw = async |body: Vec<u8>| app.raw(ANNA, Method::POST, &messages, body).await;
        for bad in [
            r#"{"text":"\ud800"}"#,
            r#"{"text":"\udc00\ud800"}"#,
            r#"{"text":"a","client_id":"\ud800"}"#,
            r#"{"text":7}"#,
            r#"{"text":null}"#,
            r#"{"text":"a","files":"7"}"#,
            r#"{"text":"a","reply_to":7}"#,
            r#"{"text":"a""#,
            "[]",
            "",
        ] {
            raw(bad.as_bytes().to_vec()).await.refused(400, "http.malformed");
        }
        raw(b"{\"text\":\"\xff\xfe\"}".to_vec()).await.refused(400, "http.malformed");
        raw(vec![b'['; 100_000]).await.refused(400, "http.malformed");
        assert_eq!(
            raw(br#"{"text":"\ud83d\ude00"}"#.to_vec()).await.expect(StatusCode::CREATED).json["text"],
            "😀"
        );

        // The limit counts characters, not bytes.
        let long = |count: usize| json!({ "text": "长".repeat(count) });
        app.post(ANNA, &messages, long(20_000)).await.expect(StatusCode::CREATED);
        app.post(ANNA, &messages, long(20_001)).await.refused(422, "chat.message_too_long");
        let text = |bytes: usize| format!("{{\"text\":\"{}\"}}", "x".repeat(bytes)).into_bytes();
        raw(text(MAX_BODY - 100)).await.refused(422, "chat.message_too_long");
        raw(text(10 << 20)).await.refused(413, "http.too_large");
        assert_eq!(app.texts(BOB, &chat).await.len(), 2);
    });
}

#[test]
fn whatever_stands_in_an_address_is_answered() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        for id in ["0", "-1", "x", "9223372036854775808", "%00", "..%2f..", "1%20or%201=1", "%F0%9F%91%8D"] {
            for rest in ["", "/messages", "/members", "/pins"] {
                app.get(ANNA, &format!("/chats/{id}{rest}")).await.expect(StatusCode::NOT_FOUND);
            }
            app.get(ANNA, &format!("/messages/{id}")).await.expect(StatusCode::NOT_FOUND);
        }
        for query in [
            "/chats?cursor=%00",
            "/chats?limit=x",
            "/chats?filter=%00",
            "/search?kind=%00",
            "/search?kind=stone",
            "/search?q=x&chat=%00",
            "/search?q=x&from=%00",
        ] {
            app.get(ANNA, query).await.refused(400, "http.malformed");
        }
        for rest in
            ["messages?before=x", "files?kind=%00", "files?kind=file&cursor=%00", "members?cursor=%00"]
        {
            app.get(ANNA, &format!("{chat}/{rest}")).await.refused(400, "http.malformed");
        }
        for query in ["/search?q=%00", "/search?q=a%00b", "/search?q=%22*%28OR", "/search?q=x&cursor=%00"] {
            let reply = app.get(ANNA, query).await;
            assert!(reply.status.as_u16() < 500, "{query}: {reply:?}");
        }
        assert!(app.get(ANNA, &format!("{chat}/members?q=%00")).await.status.as_u16() < 500);
    });
}
