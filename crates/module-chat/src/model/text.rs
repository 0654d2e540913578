//! What a message's text names: people and everyone.

use std::collections::BTreeSet;

use kernel::Id;

/// People named as `<@ID>`, and whether everyone is (`<@all>`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mentions {
    pub(crate) users: BTreeSet<Id>,
    pub(crate) all: bool,
}

/// Finds the mentions of a text. What only looks like one stays text.
pub(crate) fn mentions(text: &str) -> Mentions {
    let mut found = Mentions::default();
    for part in text.split("<@").skip(1) {
        let Some((name, _)) = part.split_once('>') else { continue };
        if name == "all" {
            found.all = true;
        } else if let Ok(id) = name.parse() {
            found.users.insert(id);
        }
    }
    found
}

/// Web addresses in a text, in order, without punctuation that ends a sentence.
pub(crate) fn links(text: &str) -> Vec<&str> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`') || !c.is_ascii();
    let mut links = Vec::new();
    let mut rest = text;
    while let Some(start) = ["http://", "https://", "/o/"].iter().filter_map(|scheme| rest.find(scheme)).min()
    {
        let link = &rest[start..];
        let end = link.find(is_end).unwrap_or(link.len());
        let (link, after) = link.split_at(end);
        links.push(link.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '*', '_', '\'']));
        rest = after;
    }
    links
}

/// The text as words: mentions replaced by names, for search and previews.
pub(crate) fn plain(text: &str, name_of: impl Fn(Id) -> Option<String>, everyone: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split("<@");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let replaced = part.split_once('>').and_then(|(name, rest)| {
            let name =
                if name == "all" { Some(everyone.to_owned()) } else { name.parse().ok().and_then(&name_of) }?;
            Some((name, rest))
        });
        match replaced {
            Some((name, rest)) => {
                out.push('@');
                out.push_str(&name);
                out.push_str(rest);
            }
            None => {
                out.push_str("<@");
                out.push_str(part);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_found_and_lookalikes_are_text() {
        let found = mentions("<@12> 和 <@all>，还有 <@12> <@x> <@ 3> <@9");
        assert_eq!(found, Mentions { users: [Id(12)].into(), all: true });
        assert_eq!(mentions("a<@"), Mentions::default());
    }

    #[test]
    fn links_end_where_a_reader_thinks() {
        assert_eq!(
            links("看 https://a.example/x?y=1，还有(http://b.example/z). /o/55 `https://c.example`"),
            ["https://a.example/x?y=1", "http://b.example/z", "/o/55", "https://c.example"]
        );
        assert_eq!(links("无"), Vec::<&str>::new());
    }

    #[test]
    fn plain_text_has_names() {
        let name = |id: Id| (id == Id(1)).then(|| "单晓".to_owned());
        assert_eq!(plain("<@1> 请看 <@2> <@all>", name, "所有人"), "@单晓 请看 <@2> @所有人");
    }
}
