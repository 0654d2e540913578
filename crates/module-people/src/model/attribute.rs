//! Fields that an organisation adds to its people.

use kernel::Id;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::{
    ATTRIBUTE_KEY_INVALID, ATTRIBUTE_NOT_CHOICE, ATTRIBUTE_NOT_DATE, ATTRIBUTE_NOT_NUMBER, CHOICES_NEEDED,
    CHOICES_UNUSED, TOO_MANY,
};
use crate::model::limits;
use crate::model::text::{Checked, Fault, optional_line};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AttributeKind {
    /// A line of text.
    Text,
    /// A number.
    Number,
    /// A day, `2026-01-31`.
    Date,
    /// One of the choices.
    Choice,
}

impl AttributeKind {
    /// As stored.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Choice => "choice",
        }
    }

    /// The kind of that name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Text, Self::Number, Self::Date, Self::Choice].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Who sees a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Visibility {
    /// Everybody in the organisation.
    All,
    /// Those who administer the person.
    Admins,
}

impl Visibility {
    /// As stored.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Admins => "admins",
        }
    }

    /// The visibility of that name.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::All, Self::Admins].into_iter().find(|visibility| visibility.as_str() == text)
    }
}

/// A field that the organisation added to its people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Attribute {
    /// The field.
    pub(crate) id: Id,
    /// Its name for programs; never changes.
    pub(crate) key: String,
    /// Its name for people.
    pub(crate) label: String,
    /// What it holds.
    pub(crate) kind: AttributeKind,
    /// What can be chosen, for a field of choices.
    pub(crate) choices: Vec<String>,
    /// Who sees it.
    pub(crate) visible_to: Visibility,
    /// Orders the fields: lower first.
    pub(crate) order: i64,
}

impl Attribute {
    /// A value for this field as it is kept; `None` when it is empty.
    pub(crate) fn check(&self, value: &str) -> Checked<Option<String>> {
        let Some(value) = optional_line(value, limits::ATTRIBUTE_VALUE)? else { return Ok(None) };
        let fault = match self.kind {
            AttributeKind::Text => None,
            AttributeKind::Number => (!is_number(&value)).then_some(&ATTRIBUTE_NOT_NUMBER),
            AttributeKind::Date => (!is_date(&value)).then_some(&ATTRIBUTE_NOT_DATE),
            AttributeKind::Choice => (!self.choices.contains(&value)).then_some(&ATTRIBUTE_NOT_CHOICE),
        };
        fault.map_or(Ok(Some(value)), |code| Err(code.into()))
    }
}

/// A key of a field, if it is one.
pub(crate) fn key(text: &str) -> Checked<String> {
    let fits = (1..=40).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if fits { Ok(text.to_owned()) } else { Err((&ATTRIBUTE_KEY_INVALID).into()) }
}

/// The choices of a field of this kind, cleaned, each once.
pub(crate) fn choices(kind: AttributeKind, texts: &[String]) -> Checked<Vec<String>> {
    let mut choices: Vec<String> = Vec::new();
    for text in texts {
        if let Some(choice) = optional_line(text, limits::ATTRIBUTE_LABEL)?
            && !choices.contains(&choice)
        {
            choices.push(choice);
        }
    }
    match (kind, choices.len()) {
        (AttributeKind::Choice, 0) => Err((&CHOICES_NEEDED).into()),
        (AttributeKind::Choice, n) if n > limits::CHOICES => {
            Err(Fault::with(&TOO_MANY, "max", limits::CHOICES))
        }
        (AttributeKind::Choice, _) | (_, 0) => Ok(choices),
        _ => Err((&CHOICES_UNUSED).into()),
    }
}

fn is_number(text: &str) -> bool {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    plain && text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let number = |part: &str, digits: usize| {
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())
            .flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(kind: AttributeKind) -> Attribute {
        Attribute {
            id: Id(1),
            key: "grade".to_owned(),
            label: "职级".to_owned(),
            kind,
            choices: vec!["科员".to_owned(), "副科".to_owned()],
            visible_to: Visibility::All,
            order: 0,
        }
    }

    #[test]
    fn values_fit_their_field() {
        let fits = |kind, value: &str| attribute(kind).check(value).is_ok();
        assert!(fits(AttributeKind::Text, "任意 text"));
        assert!(fits(AttributeKind::Number, "-12.5") && !fits(AttributeKind::Number, "12 人"));
        assert!(!fits(AttributeKind::Number, "inf") && !fits(AttributeKind::Number, "NaN"));
        assert!(fits(AttributeKind::Date, "2024-02-29") && !fits(AttributeKind::Date, "2023-02-29"));
        assert!(!fits(AttributeKind::Date, "2024-13-01") && !fits(AttributeKind::Date, "24-1-1"));
        assert!(fits(AttributeKind::Choice, "副科") && !fits(AttributeKind::Choice, "正科"));
        assert_eq!(attribute(AttributeKind::Number).check("  ").unwrap(), None);
    }

    #[test]
    fn keys_and_choices_are_checked() {
        assert!(key("grade_2").is_ok());
        for bad in ["", "2grade", "Grade", "职级", "a b", &"a".repeat(41)] {
            assert!(key(bad).is_err(), "{bad:?}");
        }
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            choices(AttributeKind::Choice, &texts(&["甲", " 甲 ", "乙", " "])).unwrap(),
            texts(&["甲", "乙"])
        );
        assert!(choices(AttributeKind::Choice, &texts(&[" "])).is_err());
        assert!(choices(AttributeKind::Text, &texts(&["甲"])).is_err());
    }
}
