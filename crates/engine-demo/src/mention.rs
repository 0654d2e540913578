//! Mentions within a text: `<@12>` and `<@all>`.

use crate::office::PersonKey;

/// Who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mention {
    /// One person.
    Person(PersonKey),
    /// All members of the chat.
    All,
}

/// The mentions in a text, in order; one person may come twice.
#[must_use]
pub fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    replace_mentions(text, |mention| {
        found.push(mention);
        String::new()
    });
    found
}

/// The text with every mention replaced by what `with` gives for it, such as `<@` and the id of an account and `>`.
pub fn replace_mentions(text: &str, mut with: impl FnMut(Mention) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<@") {
        let (before, mention) = rest.split_at(at);
        out.push_str(before);
        let inner = mention[2..].split_once('>').map(|(inner, _)| inner);
        let meant = inner.and_then(|inner| match inner {
            "all" => Some(Mention::All),
            key => key.parse().ok().map(|key| Mention::Person(PersonKey(key))),
        });
        match (meant, inner) {
            (Some(meant), Some(inner)) => {
                out.push_str(&with(meant));
                rest = &mention[inner.len() + 3..];
            }
            _ => {
                out.push_str("<@");
                rest = &mention[2..];
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_found_and_replaced() {
        let text = "<@12> 和 <@all>，<@x> 不是，<@7";
        assert_eq!(mentions(text), [Mention::Person(PersonKey(12)), Mention::All]);
        assert_eq!(
            replace_mentions(text, |mention| match mention {
                Mention::All => "@所有人".to_owned(),
                Mention::Person(key) => format!("<@9{key}>"),
            }),
            "<@912> 和 @所有人，<@x> 不是，<@7"
        );
    }
}
