//! Prints how long a search takes among 30,000 generated people, query by query:
//! `cargo run --release -p engine-pinyin --example search_bench`.
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use std::time::{Duration, Instant};

use engine_pinyin::field::Field;
use engine_pinyin::index::{Entry, Index};

const PEOPLE: u64 = 30_000;
const ROUNDS: u32 = 50;
const LIMIT: usize = 20;

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈\
姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤单区仇解查盖朴";
const GIVEN: &str = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玉萍红娥玲芬燕彩春菊凤洁梅琳素云莲真环雪荣爱妹香月莺\
媛瑞凡佳嘉琼勤珍贞莉桂叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺\
咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思文竞子轩浩然宇航梓涵";
const DEPARTMENTS: [&str; 12] = [
    "财务部",
    "办公室",
    "信息中心",
    "人力资源和社会保障局",
    "农业农村局",
    "水利局",
    "应急管理局",
    "教育局",
    "卫生健康局",
    "街道办事处",
    "审计处",
    "法务部",
];
const TITLES: [&str; 6] = ["科员", "主任", "副主任", "科长", "工程师", "会计"];
const QUERIES: [&str; 20] = [
    "l",
    "w",
    "lj",
    "ljw",
    "liu",
    "liuj",
    "liujw",
    "liujingwen",
    "jingwen",
    "刘",
    "刘竞文",
    "竞文",
    "刘jw",
    "138",
    "0042",
    "13800000042",
    "财务",
    "王 财务",
    "zhang wei",
    "xyzzy",
];

fn main() {
    let started = Instant::now();
    let mut index = Index::new();
    for id in 0..PEOPLE {
        index.upsert(person(id));
    }
    println!("{PEOPLE} people indexed in {} ms", started.elapsed().as_millis());
    println!("{:>14} {:>9} {:>9} {:>6}  best", "query", "µs", "worst µs", "hits");
    let mut total = Duration::ZERO;
    for query in QUERIES {
        let (mut sum, mut worst) = (Duration::ZERO, Duration::ZERO);
        let mut hits = Vec::new();
        for _ in 0..ROUNDS {
            let started = Instant::now();
            hits = index.search(query, |_| true, |id| i32::from(id % 97 == 0) * 50, LIMIT);
            let took = started.elapsed();
            sum += took;
            worst = worst.max(took);
        }
        total += sum / ROUNDS;
        let best = hits.first().map(|hit| format!("{} ({:?})", hit.text, hit.field)).unwrap_or_default();
        let (mean, worst) = ((sum / ROUNDS).as_micros(), worst.as_micros());
        println!("{query:>14} {mean:>9} {worst:>9} {:>6}  {best}", hits.len());
    }
    let queries = u32::try_from(QUERIES.len()).unwrap_or(u32::MAX);
    println!("{:>14} {:>9}", "mean", (total / queries).as_micros());
}

fn person(id: u64) -> Entry<u64> {
    let mut state = id.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut pick = |from: &[char]| from[usize::try_from(next(&mut state)).unwrap_or(0) % from.len()];
    let (surnames, given) = (SURNAMES.chars().collect::<Vec<_>>(), GIVEN.chars().collect::<Vec<_>>());
    let mut name = String::from(pick(&surnames));
    name.push(pick(&given));
    if !id.is_multiple_of(5) {
        name.push(pick(&given));
    }
    if id == 42 {
        "刘竞文".clone_into(&mut name);
    }
    let at = usize::try_from(id).unwrap_or(0);
    Entry {
        id,
        name,
        reading: None,
        extra: vec![
            (Field::Title, TITLES[at % TITLES.len()].to_owned()),
            (Field::Department, format!("第{}分局/{}", id % 40, DEPARTMENTS[at % DEPARTMENTS.len()])),
            (Field::Phone, format!("138{:08}", id)),
            (Field::EmployeeNo, format!("GH{:06}", id * 7)),
            (Field::Email, format!("user{id}@courtyard.example")),
        ],
    }
}

/// SplitMix64: enough to make names differ, and the same on every machine.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ (mixed >> 31)) >> 1
}
