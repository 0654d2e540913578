//! Search in many messages, and until a new one is found.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use super::live::group;
use super::search::{escape, timed};
use crate::client::Client;
use crate::office::Office;
use crate::table::{Table, Times, ms, times};
use crate::{Options, Result};

/// People who wrote them, each in a chat of their own; the first is in all chats.
const SENDERS: usize = 64;
/// What messages are made of.
const WHO: [&str; 16] = [
    "各科室",
    "各村（社区）",
    "党政办公室",
    "财政所",
    "综合执法队",
    "便民服务中心",
    "驻村工作队",
    "网格员",
    "新来的同事",
    "值班人员",
    "信访办",
    "统计站",
    "林业站",
    "民政办",
    "社保所",
    "水利站",
];
const WHAT: [&str; 24] = [
    "防汛值班表",
    "消防安全检查台账",
    "乡村振兴项目清单",
    "低保户复核材料",
    "森林防火巡查记录",
    "人居环境整治照片",
    "年度考核登记表",
    "公车使用申请",
    "会议纪要",
    "党费收缴明细",
    "危房改造花名册",
    "惠农补贴公示",
    "疫苗接种名单",
    "征兵宣传横幅",
    "医保参保名单",
    "粮食直补数据",
    "河长制巡河记录",
    "安全生产责任书",
    "信访积案化解情况",
    "残疾人两项补贴名单",
    "高标准农田图纸",
    "农村公路养护计划",
    "村务公开栏照片",
    "退役军人优待证",
];
const WHEN: [&str; 12] = [
    "今天下班前",
    "明天上午十点前",
    "本周五之前",
    "月底前",
    "会后",
    "节前",
    "下周一早上",
    "收到后立即",
    "汛期结束后",
    "报表截止前",
    "领导到之前",
    "午饭后",
];
const WHERE: [&str; 8] = ["办公室", "三楼会议室", "邮箱", "共享文件夹", "县里", "档案室", "窗口", "群里"];
/// What people look for: in many messages, in some, in few, in none.
const WANTED: [&str; 10] = [
    "办公室",
    "消防安全",
    "防汛 今天",
    "低保",
    "森林防火巡查记录 窗口",
    "档案",
    "汛期",
    "第4817号",
    "疫苗 名单 邮箱",
    "没有人写过",
];
const ROUNDS: usize = 30;
/// New messages that are looked for until they are found.
const NEW: usize = 20;
/// How often one is looked for.
const LOOK: Duration = Duration::from_millis(20);
/// Longest that one is looked for, and that the index is waited for after all were written.
const PATIENCE: Duration = Duration::from_secs(600);

pub(super) async fn measure(office: &Office, options: &Options, table: &mut Table) -> Result<()> {
    let clients = office.clients(SENDERS).await?;
    let mut chats = Vec::new();
    for (at, client) in clients.iter().enumerate() {
        let others: Vec<&Client> =
            if at == 0 { vec![&clients[1]] } else { vec![&clients[0], &clients[(at + 1) % SENDERS]] };
        chats.push(group(client, &others).await?);
    }
    let (everywhere, elsewhere) = (&clients[0], &clients[SENDERS / 2]);
    let before = office.process.memory_mb()?;
    let started = Instant::now();
    let number = Arc::new(AtomicU64::new(0));
    let mut senders = tokio::task::JoinSet::new();
    for (client, chat) in clients.iter().zip(&chats) {
        let (client, path) = (client.clone(), format!("/chat/chats/{chat}/messages"));
        let (number, of) = (Arc::clone(&number), options.messages);
        senders.spawn(async move {
            loop {
                let number = number.fetch_add(1, Ordering::Relaxed);
                if number >= of {
                    return Ok::<(), String>(());
                }
                client.post(&path, &json!({ "text": text(number) })).await?;
            }
        });
    }
    while let Some(done) = senders.join_next().await {
        done.map_err(|error| error.to_string())??;
    }
    let wrote = started.elapsed();
    let behind = until_found(everywhere, &chats[0], "全部写完").await?;
    let count = options.messages;
    table.note(
        &format!("{count} messages written"),
        format!("{:.0}/s", rate(count, wrote)),
        format!("memory {before:.0} MB before, {:.0} MB after", office.process.memory_mb()?),
        "",
    );
    table.note("until the last of them is found", ms(behind), "under the heaviest load".to_owned(), "");
    for (who, client) in [("somebody in all chats", everywhere), ("somebody in a few chats", elsewhere)] {
        let (mut empty, mut found) = (Times::default(), Times::default());
        for _ in 0..ROUNDS {
            for wanted in WANTED {
                empty.push(timed(client, "/people/me").await?);
                found.push(timed(client, &format!("/chat/search?q={}&limit=20", escape(wanted))).await?);
            }
        }
        let against =
            format!("p95 {} that of asking who one is", times(found.quantile(0.95), empty.quantile(0.95)));
        table.note(
            &format!("search in {count} messages, {who}"),
            format!("p50 {}, p95 {}", ms(found.quantile(0.5)), ms(found.quantile(0.95))),
            against,
            "p95 ≤ 50 ms",
        );
    }
    let mut findable = Times::default();
    for (at, chat) in chats.iter().take(NEW).enumerate() {
        findable.push(until_found(everywhere, chat, &format!("新消息编号{at}")).await?);
    }
    table.note(
        "a new message is found after",
        format!("p50 {}, longest {}", ms(findable.quantile(0.5)), ms(findable.quantile(1.0))),
        format!("looked for every {} ms", LOOK.as_millis()),
        "≤ 2 s",
    );
    Ok(())
}

/// Posts a message and looks for it until it is found.
async fn until_found(client: &Client, chat: &str, text: &str) -> Result<Duration> {
    let started = Instant::now();
    client.post(&format!("/chat/chats/{chat}/messages"), &json!({ "text": text })).await?;
    let path = format!("/chat/search?q={}&limit=5", escape(text));
    while started.elapsed() < PATIENCE {
        let page = client.get(&path).await?;
        if page["items"].as_array().is_some_and(|items| !items.is_empty()) {
            return Ok(started.elapsed());
        }
        tokio::time::sleep(LOOK).await;
    }
    Err(format!("“{text}” was not found within {} s", PATIENCE.as_secs()))
}

/// A message like those of an office; each is another.
fn text(number: u64) -> String {
    let pick = |from: &[&'static str], step: u64| -> &'static str {
        let at = usize::try_from(number / step).unwrap_or(0) % from.len();
        from[at]
    };
    let (who, what) = (pick(&WHO, 1), pick(&WHAT, 3));
    let (when, place) = (pick(&WHEN, 7), pick(&WHERE, 11));
    format!("请{who}{when}把{what}（第{number}号）报到{place}，有问题随时联系。")
}

#[expect(clippy::cast_precision_loss, reason = "a count of messages")]
fn rate(count: u64, in_time: Duration) -> f64 {
    count as f64 / in_time.as_secs_f64()
}
