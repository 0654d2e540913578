//! One name against what people type.

use std::ops::Range;

use engine_pinyin::field::Field;
use engine_pinyin::name::{Name, score};
use engine_pinyin::reading::Reading;

/// Score, field and ranges of a find.
type Answer = (i32, Field, Vec<(usize, usize)>);

fn find(name: &str, query: &str) -> Option<Answer> {
    let pairs = |ranges: Vec<Range<usize>>| ranges.into_iter().map(|r| (r.start, r.end)).collect();
    Name::new(name).find(query).map(|found| (found.score, found.field, pairs(found.ranges)))
}

#[test]
fn what_is_typed_finds_the_name_and_shows_where() {
    for (name, query, ranges) in [
        // as written
        ("刘竞文", "刘竞文", &[(0, 3)][..]),
        ("刘竞文", "刘竞", &[(0, 2)]),
        ("刘竞文", "竞文", &[(1, 3)]),
        ("刘竞文", "文", &[(2, 3)]),
        ("刘竞文", "刘 竞", &[(0, 2)]),
        // syllables
        ("刘竞文", "liujingwen", &[(0, 3)]),
        ("刘竞文", "LiuJingWen", &[(0, 3)]),
        ("刘竞文", "ｌｉｕｊｉｎｇ", &[(0, 2)]),
        ("刘竞文", "liu jing wen", &[(0, 3)]),
        ("刘竞文", "liu'jing", &[(0, 2)]),
        ("刘竞文", "liújìng", &[(0, 2)]),
        ("刘竞文", "liujingw", &[(0, 3)]),
        ("刘竞文", "liujin", &[(0, 2)]),
        ("刘竞文", "li", &[(0, 1)]),
        ("刘竞文", "jingwen", &[(1, 3)]),
        ("刘竞文", "wen", &[(2, 3)]),
        // initials and mixtures
        ("刘竞文", "l", &[(0, 1)]),
        ("刘竞文", "ljw", &[(0, 3)]),
        ("刘竞文", "LJW", &[(0, 3)]),
        ("刘竞文", "jw", &[(1, 3)]),
        ("刘竞文", "liujw", &[(0, 3)]),
        ("刘竞文", "ljingw", &[(0, 3)]),
        ("刘竞文", "ljwen", &[(0, 3)]),
        ("刘竞文", "刘jw", &[(0, 3)]),
        ("刘竞文", "liu竞w", &[(0, 3)]),
        ("刘竞文", "l竞", &[(0, 2)]),
        ("张中社", "zhzhsh", &[(0, 3)]),
        ("张中社", "zzs", &[(0, 3)]),
        ("张中社", "zhz", &[(0, 2)]),
        ("欧阳安娜", "oyan", &[(0, 2)]),
        ("欧阳安娜", "oyana", &[(0, 4)]),
        ("欧阳安娜", "oyann", &[(0, 4)]),
        ("西安", "xian", &[(0, 2)]),
        ("艾娥", "aie", &[(0, 2)]),
        // polyphones, and surnames read as surnames
        ("单雄信", "shanxx", &[(0, 3)]),
        ("单雄信", "danxiong", &[(0, 2)]),
        ("曾国藩", "zengguofan", &[(0, 3)]),
        ("曾国藩", "cengguo", &[(0, 2)]),
        ("乐嘉", "lejia", &[(0, 2)]),
        ("乐嘉", "yuejia", &[(0, 2)]),
        ("尉迟恭", "yuchi", &[(0, 2)]),
        ("尉迟恭", "weichi", &[(0, 2)]),
        ("万俟洛", "moqiluo", &[(0, 3)]),
        ("长孙无忌", "zhangsunwj", &[(0, 4)]),
        ("重阳", "cy", &[(0, 2)]),
        ("重阳", "zy", &[(0, 2)]),
        // ü
        ("吕布", "lvbu", &[(0, 2)]),
        ("吕布", "lubu", &[(0, 2)]),
        ("吕布", "lübu", &[(0, 2)]),
        ("吕布", "lǚ bù", &[(0, 2)]),
        ("吕布", "LYU BU", &[(0, 2)]),
        ("吕布", "lb", &[(0, 2)]),
        ("聂略", "nielve", &[(0, 2)]),
        // other scripts
        ("Kevin Zhang", "kevin", &[(0, 5)]),
        ("Kevin Zhang", "kev", &[(0, 3)]),
        ("Kevin Zhang", "kz", &[(0, 1), (6, 7)]),
        ("Kevin Zhang", "kevinz", &[(0, 7)]),
        ("Kevin Zhang", "kzh", &[(0, 1), (6, 8)]),
        ("Kevin Zhang", "zhang", &[(6, 11)]),
        ("Kevin Zhang", "kevin zhang", &[(0, 11)]),
        ("Kevin Zhang", "evin", &[(1, 5)]),
        ("KevinZhang", "kz", &[(0, 1), (5, 6)]),
        ("José Müller", "jose mu", &[(0, 7)]),
        ("José Müller", "müll", &[(5, 9)]),
        ("Jose\u{301}", "josé", &[(0, 5)]),
        ("张 Kevin", "zhangk", &[(0, 1), (2, 3)]),
        ("阿卜杜·拉赫曼", "abdl", &[(0, 3), (4, 5)]),
        ("阿卜杜·拉赫曼", "abudula", &[(0, 3), (4, 5)]),
        ("阿卜杜·拉赫曼", "杜拉", &[(2, 5)]),
        ("김민준", "민준", &[(1, 3)]),
        ("Ярослав", "яр", &[(0, 2)]),
        ("🐼小王", "🐼", &[(0, 1)]),
        ("王二3号", "wang er 3", &[(0, 3)]),
    ] {
        let found = find(name, query).map(|(_, _, ranges)| ranges);
        assert_eq!(found.as_deref(), Some(ranges), "{query} in {name}");
    }
}

#[test]
fn what_does_not_fit_finds_nothing() {
    for (name, query) in [
        ("刘竞文", "liuwen"),
        ("刘竞文", "lw"),
        ("刘竞文", "wj"),
        ("刘竞文", "liujingwens"),
        ("刘竞文", "竞刘"),
        ("刘竞文", "iu"),
        ("张三", "zangsan"),
        ("Kevin Zhang", "kevinx"),
        ("Kevin Zhang", "zhangkevin"),
        ("吕布", "ly"),
        ("王芳", "y"),
        ("", "a"),
        ("刘竞文", ""),
        ("刘竞文", " ' "),
        ("···", "·"),
    ] {
        assert_eq!(find(name, query), None, "{query} in {name}");
    }
}

#[test]
fn better_finds_rank_higher() {
    // Each line: finds from the best to the worst.
    for line in [
        &[("刘竞文", "刘竞文"), ("刘竞文", "刘竞"), ("刘竞文", "竞文")][..],
        &[
            ("刘竞文", "liujingwen"),
            ("刘竞文", "liujw"),
            ("刘竞文", "ljw"),
            ("刘竞文", "jingwen"),
            ("刘竞文", "jw"),
        ],
        &[
            ("刘竞文", "刘竞"),
            ("刘竞文", "liujing"),
            ("刘竞文", "lj"),
            ("刘竞文", "竞文"),
            ("刘竞文", "jingwen"),
        ],
        // a whole syllable before one only begun; a whole name before part of one
        &[("李芳", "li"), ("刘芳", "li")],
        &[("李伟", "liwei"), ("李伟伟", "liwei")],
        &[("刘竞", "lj"), ("刘竞文", "lj")],
        // the reading as a surname before the everyday one
        &[("单芳", "shan"), ("单芳", "dan")],
        &[("卢布", "lu"), ("吕布", "lu")],
        &[("吕布", "lü"), ("卢布", "lu"), ("刘布", "lu")],
        // a reading out of use comes last
        &[("于芳", "yu"), ("周玉", "yu"), ("王芳", "yu")],
        &[("李洋", "ly"), ("李小洋", "ly")],
        &[("Li", "li"), ("Li Wei", "li"), ("李伟", "li"), ("Lily", "li")],
    ] {
        let scores: Vec<i32> =
            line.iter().map(|(name, query)| find(name, query).map_or(0, |(score, _, _)| score)).collect();
        for (pair, at) in scores.windows(2).zip(line.windows(2)) {
            assert!(pair[0] > pair[1] || at[1].1 == "lu" && pair[0] >= pair[1], "{at:?}: {pair:?}");
        }
    }
}

#[test]
fn the_steps_of_rank_are_as_named() {
    let score_of = |name, query| find(name, query).map(|(score, _, _)| score / 10 * 10);
    assert_eq!(score_of("刘竞文", "刘竞文"), Some(score::WHOLE));
    assert_eq!(score_of("刘竞文", "liujingwen"), Some(score::SYLLABLES + 40));
    assert_eq!(score_of("刘竞文", "ljw"), Some(score::INITIALS + 40));
    assert_eq!(score_of("王芳", "yu"), Some(score::OLD_READING + 10));
}

#[test]
fn names_matched_as_read_say_so() {
    assert_eq!(find("刘竞文", "竞").map(|found| found.1), Some(Field::Name));
    assert_eq!(find("刘竞文", "jing").map(|found| found.1), Some(Field::Pinyin));
    assert_eq!(find("刘竞文", "刘j").map(|found| found.1), Some(Field::Pinyin));
    assert_eq!(find("Kevin", "kev").map(|found| found.1), Some(Field::Name));
}

#[test]
fn a_person_may_read_the_name_in_another_way() {
    let reading = Reading::parse("liu jin|jing wen").expect("a reading");
    let name = Name::with_reading("刘竞文", &reading);
    assert!(name.find("liujinwen").is_some());
    assert!(name.find("liujingwen").is_some());
    // A reading that does not fit the name is not used.
    let name = Name::with_reading("刘竞", &reading);
    assert!(name.find("liujin").is_some() && name.find("liujinwen").is_none());
}

#[test]
fn a_pasted_text_finds_nothing() {
    assert_eq!(find("刘竞文", &"刘竞文".repeat(100)), None);
}
