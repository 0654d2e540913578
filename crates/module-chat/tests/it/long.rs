//! A chat of a hundred thousand messages.

use kernel::Id;
use platform_db::args;
use serde_json::{Value, json};

use crate::office::{ANNA, App, BOB, Reply, in_an_office};

const MESSAGES: i64 = 100_000;

/// Writes messages beneath everything: as rows.
async fn fill(app: &App, chat: &str) {
    let chat: Id = chat.trim_start_matches("/chats/").parse().unwrap();
    let (sender, at, first) = (app.people[ANNA], app.store.clock.now(), app.core.ids.next().0);
    app.core
        .db
        .write(move |tx| {
            Box::pin(async move {
                tx.exec(
                    "WITH RECURSIVE n(seq) AS (SELECT CAST(2 AS BIGINT) UNION ALL SELECT seq + 1 FROM n WHERE seq < $5)
                     INSERT INTO chat_messages (id, chat_id, seq, sender_id, kind, body, mentions_all, created_at, pinned,
                       reactions)
                     SELECT $4 + seq, CAST($1 AS BIGINT), seq, CAST($2 AS BIGINT), 'text', 'm', FALSE, CAST($3 AS BIGINT), FALSE, 0
                     FROM n",
                    args![chat, sender, at, first, MESSAGES],
                )
                .await?;
                tx.exec("UPDATE chat_chats SET last_seq = $2 WHERE id = $1", args![chat, MESSAGES]).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    // Ids made from here on are later than those.
    app.pass(1);
}

/// First and last place, whether there is more before and after, and where to go on.
fn stretch(page: &Reply) -> (i64, i64, bool, bool, Option<i64>) {
    let seqs: Vec<i64> = page.each("/seq").iter().map(|seq| seq.as_i64().unwrap()).collect();
    assert!(seqs.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{seqs:?}");
    let flag = |name: &str| page.json[name].as_bool().unwrap();
    let next = page.json["next"].as_str().map(|next| next.parse().unwrap());
    let (first, last) = (seqs.first().copied().unwrap_or(0), seqs.last().copied().unwrap_or(0));
    (first, last, flag("has_before"), flag("has_after"), next)
}

#[test]
fn pages_are_right_at_both_ends_and_in_the_middle() {
    in_an_office(async |app| {
        let chat = app.group(&[ANNA, BOB]).await;
        fill(&app, &chat).await;
        for (query, wanted) in [
            ("", (99_951, 100_000, true, false, Some(99_951))),
            ("before=99951", (99_901, 99_950, true, true, Some(99_901))),
            ("before=51", (1, 50, false, true, None)),
            ("before=52", (2, 51, true, true, Some(2))),
            ("before=2", (1, 1, false, true, None)),
            ("before=1", (0, 0, false, true, None)),
            ("before=0", (0, 0, false, true, None)),
            ("before=-9223372036854775808", (0, 0, false, true, None)),
            ("before=9223372036854775807", (99_951, 100_000, true, false, Some(99_951))),
            ("after=0", (1, 50, false, true, Some(50))),
            ("after=-7", (1, 50, false, true, Some(50))),
            ("after=50", (51, 100, true, true, Some(100))),
            ("after=99950", (99_951, 100_000, true, false, None)),
            ("after=99999", (100_000, 100_000, true, false, None)),
            ("after=100000", (0, 0, true, false, None)),
            ("after=9223372036854775807", (0, 0, true, false, None)),
            ("around=50000", (49_975, 50_024, true, true, Some(49_975))),
            ("around=1", (1, 25, false, true, None)),
            ("around=10", (1, 34, false, true, None)),
            ("around=99999", (99_974, 100_000, true, false, Some(99_974))),
            ("around=100000", (99_975, 100_000, true, false, Some(99_975))),
            ("around=9223372036854775807", (99_976, 100_000, true, false, Some(99_976))),
            ("around=-5", (1, 25, false, true, None)),
            ("around=7&limit=1", (7, 7, true, true, Some(7))),
            ("limit=200", (99_801, 100_000, true, false, Some(99_801))),
            ("limit=100000", (99_801, 100_000, true, false, Some(99_801))),
        ] {
            let page = app.get(BOB, &format!("{chat}/messages?{query}")).await.ok();
            assert_eq!(stretch(&page), wanted, "{query}");
        }
        let list = app.get(BOB, "/chats").await.ok();
        // The first is the note that the group was made.
        assert_eq!(list.items()[0]["me"]["unread"], MESSAGES - 1);
        assert_eq!(app.get(BOB, "/unread").await.ok().json["unread"], MESSAGES - 1);
        let said = app.say(BOB, &chat, "接着说").await;
        assert_eq!(said["seq"], json!(MESSAGES + 1));
        assert_eq!(app.me(BOB, &chat).await["unread"], 0);

        // Who may read only the end meets it as if nothing were before.
        let closed = json!({ "settings": {
            "history_for_new": false, "who_can_post": "all", "who_can_add": "all", "who_can_mention_all": "all",
        }});
        app.patch(ANNA, &chat, closed).await.ok();
        let members = format!("{chat}/members");
        app.post(ANNA, &members, json!({ "users": [app.id(crate::office::CARL)] })).await.ok();
        let first = MESSAGES + 2;
        for (query, wanted) in [
            ("", (first, first, false, false, None)),
            ("before=100002", (0, 0, false, true, None)),
            ("around=50000", (first, first, false, false, None)),
            ("after=0", (first, first, false, false, None)),
        ] {
            let page = app.get(crate::office::CARL, &format!("{chat}/messages?{query}")).await.ok();
            assert_eq!(stretch(&page), wanted, "{query}");
        }
        assert_eq!(
            app.get(crate::office::CARL, &chat).await.ok().json["me"]["history_from"],
            Value::from(first)
        );
    });
}
