//! Canonical JSON: one text for one value, by RFC 8785 (JCS), for values without fractions.

use serde_json::Value;

/// Largest whole number every JSON reader keeps exactly (2^53 − 1).
const MAX_NUMBER: i64 = (1 << 53) - 1;
/// Deepest nesting written; readers stop near 128, and an audit payload has three or four levels.
const MAX_DEPTH: usize = 64;

/// Why a value has no canonical text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CanonicalError {
    /// A fraction or a number beyond ±(2^53 − 1): readers would differ over it. Store it as a string.
    #[error("{0} is not a whole number within 2^53: store it as a string")]
    Number(String),
    /// Nested deeper than 64 levels.
    #[error("nested deeper than {MAX_DEPTH} levels")]
    Depth,
}

/// The canonical text: no spaces, keys sorted by UTF-16 units, shortest escapes.
///
/// # Errors
/// [`CanonicalError`] when readers could disagree over the value.
pub fn canonical_json(value: &Value) -> Result<String, CanonicalError> {
    let mut text = String::new();
    write_value(value, MAX_DEPTH, &mut text)?;
    Ok(text)
}

fn write_value(value: &Value, depth: usize, text: &mut String) -> Result<(), CanonicalError> {
    match value {
        Value::Number(number) => match number.as_i64() {
            Some(whole) if (-MAX_NUMBER..=MAX_NUMBER).contains(&whole) => text.push_str(&whole.to_string()),
            _ => return Err(CanonicalError::Number(number.to_string())),
        },
        Value::Array(items) => {
            let depth = depth.checked_sub(1).ok_or(CanonicalError::Depth)?;
            text.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    text.push(',');
                }
                write_value(item, depth, text)?;
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let depth = depth.checked_sub(1).ok_or(CanonicalError::Depth)?;
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by(|(left, _), (right, _)| left.encode_utf16().cmp(right.encode_utf16()));
            text.push('{');
            for (position, (name, item)) in fields.into_iter().enumerate() {
                if position > 0 {
                    text.push(',');
                }
                write_string(name, text);
                text.push(':');
                write_value(item, depth, text)?;
            }
            text.push('}');
        }
        Value::String(string) => write_string(string, text),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Null => text.push_str("null"),
    }
    Ok(())
}

/// RFC 8785 section 3.2.2.2: the seven short escapes, `\u00xx` in lower case for other control characters.
fn write_string(string: &str, text: &mut String) {
    text.push('"');
    for c in string.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            c if c < ' ' => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_by_utf16_units_at_every_level() {
        // The order of RFC 8785 section 3.2.3, where U+1F600 comes before U+FB33 though its code point is larger.
        let value = json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "ö": {"b": 1, "a": 2}});
        let text = canonical_json(&value).unwrap();
        assert_eq!(
            text,
            "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"ö\":{\"a\":2,\"b\":1},\"€\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}"
        );
    }

    #[test]
    fn strings_use_the_shortest_escapes() {
        // The string of the example in RFC 8785 section 3.2.2.
        let value = json!("\u{20ac}$\u{f}\nA'B\"\\\\\"/");
        assert_eq!(canonical_json(&value).unwrap(), "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    }

    #[test]
    fn numbers_readers_would_differ_over_are_refused() {
        assert_eq!(canonical_json(&json!([0, -1, MAX_NUMBER])).unwrap(), "[0,-1,9007199254740991]");
        for value in [json!(1.5), json!(-0.0), json!(MAX_NUMBER + 1), json!(i64::MIN), json!(u64::MAX)] {
            assert!(matches!(canonical_json(&value), Err(CanonicalError::Number(_))), "{value}");
        }
    }

    #[test]
    fn depth_is_limited() {
        let nested = |depth| (0..depth).fold(json!(null), |inner, _| json!([inner]));
        assert!(canonical_json(&nested(MAX_DEPTH)).is_ok());
        assert_eq!(canonical_json(&nested(MAX_DEPTH + 1)), Err(CanonicalError::Depth));
    }
}
