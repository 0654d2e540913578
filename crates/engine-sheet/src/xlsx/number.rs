//! Numbers as a person sees them in the cell, or typed them.
//!
//! Excel keeps dates, percentages and employee numbers with leading zeros all as floating point numbers; what they
//! are is only in the number format.

/// What a number format makes of a number. Colours, currency signs and thousands separators are left out: the digits
/// are what a program wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NumberFormat {
    /// Just the number.
    General,
    /// A day, a time of day or both.
    Date,
    /// Hours, minutes and seconds that may pass 24 hours.
    Duration,
    /// Hundredths.
    Percent,
    /// At least this many digits, with fixed text around (`"GH"00000`).
    Padded { before: String, digits: usize, after: String },
}

/// A number as text.
pub(crate) struct Shown {
    pub(crate) text: String,
    /// More digits than Excel keeps; the last ones are lost.
    pub(crate) is_long: bool,
}

/// The first whole number of which Excel, with its 15 digits, may have lost some.
const LONG: f64 = 1e15;

/// Shows the stored text of a number.
pub(crate) fn show(stored: &str, format: &NumberFormat, epoch_1904: bool) -> Shown {
    let short = |text| Shown { text, is_long: false };
    let Some(value) = stored.parse::<f64>().ok().filter(|value| value.is_finite()) else {
        return short(stored.to_owned());
    };
    let text = match format {
        NumberFormat::Date => date(value, epoch_1904),
        NumberFormat::Duration => duration(value),
        NumberFormat::Percent => Some(format!("{}%", digits(value * 100.0))),
        NumberFormat::Padded { before, digits: width, after } => (value.fract() == 0.0
            && (0.0..LONG).contains(&value))
        .then(|| format!("{before}{value:0width$.0}{after}")),
        NumberFormat::General => None,
    };
    match text {
        Some(text) => short(text),
        None => Shown { text: digits(value), is_long: value.fract() == 0.0 && value.abs() >= LONG },
    }
}

/// The number with at most 15 significant digits, as Excel shows it; never with an exponent where people use the
/// number (below 10²¹).
fn digits(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    if (1e-9..1e21).contains(&rounded.abs()) { format!("{rounded}") } else { format!("{rounded:E}") }
}

/// A serial date in ISO; none if it is no date (negative, or beyond the year 9999).
fn date(serial: f64, epoch_1904: bool) -> Option<String> {
    let serial = if epoch_1904 { serial + 1462.0 } else { serial };
    // 2,958,466 is the first of January 10000.
    if !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let seconds = (serial * 86_400.0).round() as i64;
    let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let time = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    match (day, second) {
        (0, _) => Some(time),
        (_, 0) => Some(calendar(day)),
        _ => Some(format!("{}T{time}", calendar(day))),
    }
}

/// The day with this number. Excel counts a 29 February 1900 that never was (day 60), so earlier days are one off.
fn calendar(day: i64) -> String {
    if day == 60 {
        return "1900-02-29".to_owned();
    }
    // Days since 0000-03-01, then years of 400-year eras (the civil calendar by counting from March).
    let days = day + 693_899 + i64::from(day < 60);
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day_of_month:02}")
}

/// `30:15:00`; none if negative or senseless.
fn duration(days: f64) -> Option<String> {
    if !(0.0..1e9).contains(&days) {
        return None;
    }
    let seconds = (days * 86_400.0).round() as u64;
    Some(format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

impl NumberFormat {
    /// A format that is not written in the file. 27–36 and 50–58 are dates in the Chinese, Japanese and Korean Excel.
    pub(crate) fn built_in(id: u32) -> Self {
        match id {
            9 | 10 => Self::Percent,
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Date,
            46 => Self::Duration,
            _ => Self::General,
        }
    }

    /// A format by its code, such as `yyyy"年"m"月"d"日";@`. The first section counts.
    pub(crate) fn parse(code: &str) -> Self {
        let tokens = tokens(code);
        let letters =
            || tokens.iter().filter_map(|token| if let Token::Sign(c) = token { Some(*c) } else { None });
        if tokens.iter().any(|token| matches!(token, Token::Elapsed)) {
            Self::Duration
        } else if letters().collect::<String>().eq_ignore_ascii_case("general") {
            Self::General
        } else if letters().any(|c| matches!(c.to_ascii_lowercase(), 'y' | 'm' | 'd' | 'h' | 's')) {
            Self::Date
        } else if letters().any(|c| c == '%') {
            Self::Percent
        } else {
            padded(&tokens).unwrap_or(Self::General)
        }
    }
}

enum Token {
    /// Text shown as it is: quoted, escaped, or a sign that means nothing.
    Literal(String),
    /// `[h]`, `[mm]`, `[s]`.
    Elapsed,
    /// A sign with a meaning.
    Sign(char),
}

fn tokens(code: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign {
            ';' => break,
            '"' => tokens.push(Token::Literal(signs.by_ref().take_while(|c| *c != '"').collect())),
            '\\' => tokens.extend(signs.next().map(|c| Token::Literal(c.to_string()))),
            // The width of a sign as space, and a sign repeated to the width of the cell.
            '_' | '*' => drop(signs.next()),
            '[' => {
                let inner: String = signs.by_ref().take_while(|c| *c != ']').collect();
                let first = inner.chars().next().map(|c| c.to_ascii_lowercase());
                let same = inner.chars().all(|c| Some(c.to_ascii_lowercase()) == first);
                if same && matches!(first, Some('h' | 'm' | 's')) {
                    tokens.push(Token::Elapsed);
                }
            }
            '-' | '/' | '(' | ')' | ' ' | ':' => tokens.push(Token::Literal(sign.to_string())),
            sign if !sign.is_ascii() => tokens.push(Token::Literal(sign.to_string())),
            sign => tokens.push(Token::Sign(sign)),
        }
    }
    tokens
}

/// A run of zeros with text before and after it, and nothing else. A single zero without text is a plain number.
fn padded(tokens: &[Token]) -> Option<NumberFormat> {
    let (mut before, mut digits, mut after) = (String::new(), 0, String::new());
    for token in tokens {
        match token {
            Token::Sign('0') if after.is_empty() => digits += 1,
            Token::Literal(text) if digits == 0 => before.push_str(text),
            Token::Literal(text) => after.push_str(text),
            _ => return None,
        }
    }
    let plain = digits == 1 && before.trim().is_empty() && after.trim().is_empty();
    // No list numbers its people with more than 15 digits, and Excel could not hold them.
    (!plain && (1..=15).contains(&digits)).then_some(NumberFormat::Padded { before, digits, after })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stored: &str, code: &str, expect: &str) {
        assert_eq!(show(stored, &NumberFormat::parse(code), false).text, expect, "{stored} as {code}");
    }

    #[test]
    fn numbers_are_digits() {
        check("13800138000", "General", "13800138000");
        check("1.3800138E10", "0.00E+00", "13800138000");
        check("0.1", "#,##0.00", "0.1");
        check("0.30000000000000004", "General", "0.3");
        check("-5", "0", "-5");
        check("-0.25", "0.00", "-0.25");
        check("0", "General", "0");
        check("-0", "General", "0");
        check("-100", "General", "-100");
        check("1E+300", "General", "1E300");
        check("0.15", "0%", "15%");
        check("0.1234", "0.0%", "12.34%");
        check("1e400", "General", "1e400");
        check("abc", "General", "abc");
    }

    #[test]
    fn leading_zeros_of_the_format_are_shown() {
        check("123", "00000", "00123");
        check("123", "\"GH\"00000", "GH00123");
        check("123", "0000\\号", "0123号");
        check("1234567", "00000", "1234567");
        check("1.5", "00000", "1.5");
        check("-1", "00000", "-1");
        check("7", "0 ", "7");
    }

    #[test]
    fn dates_are_iso() {
        check("45356", "yyyy/m/d", "2024-03-05");
        check("45356", "yyyy\"年\"m\"月\"d\"日\";@", "2024-03-05");
        check("45356.354166666664", "[$-804]yyyy-mm-dd hh:mm", "2024-03-05T08:30:00");
        check("0.354166666666667", "h:mm", "08:30:00");
        check("1", "yyyy-m-d", "1900-01-01");
        check("59", "yyyy-m-d", "1900-02-28");
        check("60", "yyyy-m-d", "1900-02-29");
        check("61", "yyyy-m-d", "1900-03-01");
        check("2958465", "yyyy-m-d", "9999-12-31");
        check("2958466", "yyyy-m-d", "2958466");
        check("-1", "yyyy-m-d", "-1");
        check("1.25", "[h]:mm:ss", "30:00:00");
        assert_eq!(show("43894", &NumberFormat::Date, true).text, "2024-03-05");
        assert_eq!(show("45356", &NumberFormat::built_in(31), false).text, "2024-03-05");
        assert_eq!(show("45356", &NumberFormat::built_in(0), false).text, "45356");
    }

    #[test]
    fn words_in_a_format_are_no_dates() {
        check("5", "0\"day\"", "5day");
        check("5", "#,##0\" 名\"", "5");
        check("5", "[Red]0.0", "5");
        check("5", "#,##0_ ;[Red]\\-#,##0\\ ", "5");
    }

    #[test]
    fn numbers_beyond_15_digits_are_marked() {
        let long = |stored: &str| show(stored, &NumberFormat::General, false).is_long;
        assert!(long("1.10101199003077E+17"));
        assert!(!long("13800138000"));
        assert!(!long("123456789012345"));
        assert!(!long("0.1234567890123456789"));
        assert_eq!(show("1.10101199003077E+17", &NumberFormat::General, false).text, "110101199003077000");
    }
}
