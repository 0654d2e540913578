//! What people are reached and recognised by: phones, e-mail addresses, logins, employee numbers. Each has a form that
//! is shown and a key that is compared.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{EMAIL_INVALID, LOGIN_INVALID, PHONE_INVALID, PHONE_LABEL_INVALID, TEXT_TOO_LONG};
use crate::model::limits;
use crate::model::text::{Checked, Fault, optional_line};

/// A phone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Phone {
    /// The number; kept without spaces and hyphens.
    pub(crate) number: String,
    /// `mobile`, `office`, `home`, `fax` or another short word. By a mobile number its owner can sign in.
    #[serde(default = "mobile")]
    pub(crate) label: String,
}

/// The label of numbers that belong to one person only.
pub(crate) const MOBILE: &str = "mobile";

fn mobile() -> String {
    MOBILE.to_owned()
}

impl Phone {
    /// The number and label as they are kept.
    pub(crate) fn check(&self) -> Checked<Self> {
        let label = self.label.trim().to_lowercase();
        let fits = (1..=20).contains(&label.chars().count())
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        if !fits {
            return Err((&PHONE_LABEL_INVALID).into());
        }
        let number = phone_number(&self.number).ok_or(&PHONE_INVALID)?;
        Ok(Self { number, label })
    }

    /// What is compared: only mobile numbers belong to one person.
    pub(crate) fn mobile_key(&self) -> Option<&str> {
        (self.label == MOBILE).then_some(self.number.as_str())
    }
}

/// A phone number without what stands between the digits; `None` when it is none. Chinese mobile numbers lose the
/// country's prefix, so that however a number is written it is one number. A hyphen before an extension stays.
pub(crate) fn phone_number(text: &str) -> Option<String> {
    let mut number = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '0'..='9' => number.push(c),
            '０'..='９' => {
                number.push(char::from(b'0' + u8::try_from(u32::from(c) - u32::from('０')).ok()?))
            }
            '+' | '＋' if number.is_empty() => number.push('+'),
            '#' | 'x' | 'X' | ',' | '转' if !number.is_empty() && !number.contains('-') => number.push('-'),
            ' ' | '\u{a0}' | '\u{3000}' | '-' | '－' | '—' | '–' | '(' | ')' | '（' | '）' | '.' | '/' =>
                {}
            _ => return None,
        }
    }
    let bare = number
        .strip_prefix("+86")
        .or_else(|| number.strip_prefix("0086"))
        .or_else(|| number.strip_prefix("86"));
    if let Some(bare) = bare
        && is_chinese_mobile(bare)
    {
        return Some(bare.to_owned());
    }
    let digits = number.chars().filter(char::is_ascii_digit).count();
    ((3..=20).contains(&digits) && !number.ends_with('-')).then_some(number)
}

fn is_chinese_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A login name as it is kept; its key is the same in small letters. `None` when the field is empty.
pub(crate) fn login(text: &str) -> Checked<Option<String>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let fits = (2..=limits::LOGIN).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    if fits { Ok(Some(text.to_owned())) } else { Err((&LOGIN_INVALID).into()) }
}

/// An e-mail address as it is kept; `None` when the field is empty. Whether it exists only sending can tell.
pub(crate) fn email(text: &str) -> Checked<Option<String>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > limits::EMAIL {
        return Err(Fault::with(&TEXT_TOO_LONG, "max", limits::EMAIL));
    }
    let fits = text.rsplit_once('@').is_some_and(|(local, domain)| {
        let visible =
            |c: char| c.is_alphanumeric() || (c.is_ascii_graphic() && !"()<>[]:;,\\\"@".contains(c));
        !local.is_empty()
            && local.len() <= 64
            && local.chars().all(visible)
            && domain.contains('.')
            && domain.split('.').all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            })
    });
    if fits { Ok(Some(text.to_owned())) } else { Err((&EMAIL_INVALID).into()) }
}

/// An employee number as it is kept; `None` when the field is empty.
pub(crate) fn employee_no(text: &str) -> Checked<Option<String>> {
    optional_line(text, limits::EMPLOYEE_NO)
}

/// What is compared of a login, an e-mail address or an employee number.
pub(crate) fn key(text: &str) -> String {
    text.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_one_however_it_is_written() {
        for text in [
            "13812345678",
            "138 1234 5678",
            "+86 138-1234-5678",
            "0086 13812345678",
            "８６１３８１２３４５６７８",
        ] {
            assert_eq!(phone_number(text).as_deref(), Some("13812345678"), "{text}");
        }
        assert_eq!(phone_number("(010) 8888-6666").as_deref(), Some("01088886666"));
        assert_eq!(phone_number("0571-87654321转8012").as_deref(), Some("057187654321-8012"));
        assert_eq!(phone_number("+44 20 7946 0958").as_deref(), Some("+442079460958"));
        assert_eq!(phone_number("110").as_deref(), Some("110"));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "12",
            "abc",
            "1+2345",
            "+",
            "123456789012345678901",
            "138\u{202e}12345678",
            "138\0",
            "8012转",
        ] {
            assert_eq!(phone_number(text), None, "{text:?}");
        }
    }

    #[test]
    fn labels_are_short_words() {
        let phone = |label: &str| Phone { number: "13812345678".to_owned(), label: label.to_owned() };
        assert_eq!(phone(" Mobile ").check().unwrap().mobile_key(), Some("13812345678"));
        assert_eq!(phone("短号").check().unwrap().mobile_key(), None);
        assert!(phone("").check().is_err() && phone("a b").check().is_err() && phone("<b>").check().is_err());
    }

    #[test]
    fn logins_are_typed_on_any_keyboard() {
        assert_eq!(login(" Li.Wei_2 ").unwrap().as_deref(), Some("Li.Wei_2"));
        assert_eq!(login("  ").unwrap(), None);
        for bad in ["a", "13812345678", "李伟", "li wei", "li@wei", "-li", &"a".repeat(65), "li\u{200b}wei"]
        {
            assert!(login(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn addresses_have_two_sides() {
        for good in ["a@b.cn", "li.wei+x@mail.example.com", "张三@例子.中国", "o'neill@x-y.org"] {
            assert_eq!(email(good).unwrap().as_deref(), Some(good), "{good}");
        }
        for bad in [
            "a",
            "a@b",
            "@b.cn",
            "a@.cn",
            "a@b..cn",
            "a b@c.cn",
            "a@b@c.cn",
            "<a@b.cn>",
            "a@-b.cn",
            "a\u{202e}@b.cn",
        ] {
            assert!(email(bad).is_err(), "{bad:?}");
        }
        assert!(email(&format!("{}@b.cn", "a".repeat(300))).is_err());
    }
}
