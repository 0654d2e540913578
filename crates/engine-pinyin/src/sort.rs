//! Alphabetical order of names.

use crate::fold::Folded;
use crate::reading::{MAX_NAME_CHARS, pieces};
use crate::syllable::usual;

/// Longest key. Well below the 2.7 KB that a row of a PostgreSQL index may have, whatever else stands in the index.
pub const MAX_KEY_BYTES: usize = 1024;

/// A key whose byte order is the order of a Chinese address book: by syllable, then tone, then character, one
/// character of the name after another; words of other scripts are sorted in between by their letters.
///
/// Store it and order by bytes (`COLLATE "C"` in PostgreSQL, the default in SQLite). It begins with a letter a–z
/// for names under that letter, a digit for names that begin with one, and anything above for the rest. Surnames
/// are sorted by their reading as surnames. At most [`MAX_KEY_BYTES`] long.
///
/// ```
/// use engine_pinyin::sort::sort_key;
/// assert!(sort_key("单雄信") < sort_key("王芳") && sort_key("Kevin") < sort_key("李雷"));
/// ```
pub fn sort_key(name: &str) -> String {
    let folded = Folded::new(name, MAX_NAME_CHARS);
    let mut key = String::with_capacity(folded.chars.len() * 10);
    for piece in pieces(&folded) {
        let text = &folded.chars[piece.start..piece.start + piece.len];
        match usual(text[0], piece.place) {
            Some(toned) => {
                // ü sorts behind u and before ua: `:` stands between the tone digits and the letters.
                key.push_str(&toned.syllable.as_str().replacen('v', "u:", 1));
                key.push(char::from(b'0' + toned.tone));
                key.push(text[0]);
            }
            None => {
                // A space sorts before everything, so that shorter words come first.
                if key.ends_with(|c: char| c.is_alphanumeric()) {
                    key.push(' ');
                }
                key.extend(text);
            }
        }
    }
    key.truncate(key.floor_char_boundary(MAX_KEY_BYTES));
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_order_of_an_address_book() {
        let expected = [
            "3号车间",
            "阿卜杜·拉",
            "Ada Wong",
            "安宁",
            "鲍勃",
            "Bob",
            "Chen Li",
            "陈晨",
            "Kevin",
            "Li Wei",
            "李芳",
            "李伟",
            "李伟",
            "李伟伟",
            "Liam",
            "林丹",
            "刘竞文",
            "卢俊义",
            "吕布",
            "栾平",
            "仇英",
            "单雄信",
            "尉迟恭",
            "曾国藩",
            "张三",
            "Ярослав",
            "🐼",
        ];
        let mut sorted = expected;
        sorted.reverse();
        sorted.sort_by_key(|name| sort_key(name));
        assert_eq!(sorted, expected);
    }

    #[test]
    fn the_same_name_typed_differently_has_the_same_key() {
        assert_eq!(sort_key("刘竞文"), "liu2刘jing4竞wen2文");
        assert_eq!(sort_key("Kevin  ZHANG"), sort_key("ｋｅｖｉｎ zhang"));
        assert_eq!(sort_key(""), "");
        assert!(sort_key(&"装".repeat(400)).len() <= MAX_KEY_BYTES);
        assert!(sort_key(&"\u{FDFA}".repeat(400)).len() <= MAX_KEY_BYTES);
    }
}
