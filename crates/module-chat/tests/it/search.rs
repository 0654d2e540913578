//! Finding messages again.

use http::StatusCode;
use kernel::Millis;
use serde_json::{Value, json};

use crate::office::{ANNA, App, BOB, CARL, DORA, in_an_office, path};

/// Percent-encodes a query.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn found(app: &App, who: usize, query: &str) -> Vec<String> {
    let hits = app.get(who, &format!("/search?{query}")).await.ok();
    hits.each("/message/text").iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

async fn words(app: &App, who: usize, text: &str) -> Vec<String> {
    found(app, who, &format!("q={}", encoded(text))).await
}

#[test]
fn words_are_found_in_both_languages() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        let said =
            ["台风预警已发布", "请各村上报受灾面积", "Deploy the release tonight", "用 Excel 填报表", "风"];
        for text in said {
            app.say(ANNA, &chat, text).await;
        }
        app.settle().await;
        for (query, wanted) in [
            ("台风", vec![said[0]]),
            ("风", vec![said[4], said[0]]),
            ("受灾面积", vec![said[1]]),
            ("面积 上报", vec![said[1]]),
            ("release", vec![said[2]]),
            ("RELEASE Tonight", vec![said[2]]),
            ("excel 报表", vec![said[3]]),
            ("填报", vec![said[3]]),
            ("不存在", vec![]),
            ("release 台风", vec![]),
        ] {
            assert_eq!(words(&app, BOB, query).await, wanted, "{query}");
        }
        let hit = app.get(BOB, &format!("/search?q={}", encoded("上报"))).await.ok().items()[0].clone();
        assert_eq!(hit["snippet"], json!({ "text": said[1], "ranges": [[3, 5]] }));
        assert_eq!(hit["chat"]["title"], "项目组");
        app.get(BOB, "/search").await.refused(422, "chat.search_empty");
        app.get(BOB, "/search?q=%20").await.refused(422, "chat.search_empty");

        // What is edited is found by its new words.
        let message = app.say(ANNA, &chat, "原文").await;
        app.settle().await;
        app.patch(ANNA, &path(&message), json!({ "text": "新词" })).await.ok();
        app.settle().await;
        assert_eq!((words(&app, BOB, "原文").await.len(), words(&app, BOB, "新词").await.len()), (0, 1));
        // Whoever is named is found by name.
        app.say(ANNA, &chat, &format!("<@{}> 看看", app.id(BOB))).await;
        app.settle().await;
        assert_eq!(words(&app, ANNA, "曾博").await.len(), 1);
    });
}

#[test]
fn sender_time_kind_and_chat_narrow_it() {
    in_an_office(async |app| {
        let (one, two) = (app.group(&[ANNA, BOB, CARL]).await, app.group(&[ANNA, BOB]).await);
        let at = |message: &Value| message["created_at"].as_i64().unwrap();
        let first = app.say(ANNA, &one, "报告 甲").await;
        app.pass(Millis::HOUR);
        let second = app.say(BOB, &one, "报告 乙").await;
        app.pass(Millis::HOUR);
        let third = app.say(ANNA, &two, "报告 丙 https://a.example").await;
        let file = app.file(ANNA, "报告 丁.txt", b"four").await;
        let body = json!({ "files": [file], "text": "见附件" });
        app.post(ANNA, &format!("{two}/messages"), body).await.expect(StatusCode::CREATED);
        app.settle().await;
        let q = format!("q={}", encoded("报告"));
        let id = |chat: &str| chat.trim_start_matches("/chats/").to_owned();
        for (query, wanted) in [
            (q.clone(), vec!["见附件", "报告 丙 https://a.example", "报告 乙", "报告 甲"]),
            (format!("{q}&sender={}", app.id(BOB)), vec!["报告 乙"]),
            (format!("sender={}", app.id(BOB)), vec!["报告 乙"]),
            (format!("{q}&chat={}", id(&one)), vec!["报告 乙", "报告 甲"]),
            (format!("{q}&from={}", at(&second)), vec!["见附件", "报告 丙 https://a.example", "报告 乙"]),
            (format!("{q}&to={}", at(&second)), vec!["报告 甲"]),
            (format!("{q}&from={}&to={}", at(&second), at(&third)), vec!["报告 乙"]),
            (format!("{q}&kind=link"), vec!["报告 丙 https://a.example"]),
            (format!("{q}&kind=file"), vec!["见附件"]),
            ("kind=file".to_owned(), vec!["见附件"]),
            (format!("{q}&kind=image"), vec![]),
            (format!("{q}&from={}", i64::MAX), vec![]),
        ] {
            assert_eq!(found(&app, BOB, &query).await, wanted, "{query}");
        }
        assert_eq!(at(&first) + Millis::HOUR, at(&second));
        // In pages.
        let mut all = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = app.get(BOB, &format!("/search?{q}&limit=3{cursor}")).await.ok();
            all.extend(page.each("/message/seq"));
            let Some(next) = page.json["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(all.len(), 4);
        // Carl is in one of the chats, Dora in none.
        assert_eq!(found(&app, CARL, &q).await, ["报告 乙", "报告 甲"]);
        assert_eq!(found(&app, CARL, &format!("{q}&chat={}", id(&two))).await, Vec::<String>::new());
        assert_eq!(found(&app, DORA, &q).await, Vec::<String>::new());
    });
}
