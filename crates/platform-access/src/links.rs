//! Links to objects: `/o/<id>`.

use kernel::Id;

/// The link of an object, without the address of the office.
pub(crate) fn link(id: Id) -> String {
    format!("/o/{id}")
}

/// The address of the office, taken apart: the authority without the scheme's own port, the path without a slash at
/// its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    authority: String,
    base: String,
}

impl Address {
    /// `None` when it is not an http or https address.
    pub(crate) fn parse(url: &str) -> Option<Self> {
        let (authority, path) = split(url)?;
        Some(Self { authority, base: path.trim_end_matches('/').to_owned() })
    }

    /// The path within this office that a path or an address leads to.
    pub(crate) fn path<'t>(&self, text: &'t str) -> Option<&'t str> {
        let text = text.trim();
        let path = if text.starts_with('/') {
            text
        } else {
            let (authority, path) = split(text)?;
            if authority != self.authority {
                return None;
            }
            path.strip_prefix(self.base.as_str())?
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        Some(path.strip_suffix('/').unwrap_or(path))
    }
}

/// The id in the link of an object.
pub(crate) fn object_in(path: &str) -> Option<Id> {
    path.strip_prefix("/o/")?.parse().ok()
}

/// Authority and path of an http or https address. Which of the two does not matter: behind a proxy both lead here.
fn split(url: &str) -> Option<(String, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let port = match scheme.to_ascii_lowercase().as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let authority = authority.to_ascii_lowercase();
    let authority = authority.strip_suffix(port).unwrap_or(&authority);
    (!authority.is_empty()).then(|| (authority.to_owned(), path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(office: &Address, text: &str) -> Option<Id> {
        office.path(text).and_then(object_in)
    }

    #[test]
    fn paths_and_own_addresses_lead_to_objects() {
        let office = Address::parse("https://Office.example/").unwrap();
        for text in [
            "/o/42",
            " /o/42/ ",
            "/o/42?from=chat#top",
            "https://office.example/o/42",
            "http://OFFICE.example:80/o/42",
            "https://office.example:443/o/42#x",
        ] {
            assert_eq!(resolve(&office, text), Some(Id(42)), "{text}");
        }
        assert_eq!(link(Id(42)), "/o/42");
    }

    #[test]
    fn nothing_else_does() {
        let office = Address::parse("https://office.example").unwrap();
        for text in [
            "",
            "/",
            "/o/",
            "/o/0",
            "/o/042",
            "/o/-1",
            "/o/42/edit",
            "/o/42a",
            "o/42",
            "42",
            "//office.example/o/42",
            "https://office.example.evil/o/42",
            "https://office.example@evil/o/42",
            "https://evil/o/42",
            "https://office.example:8443/o/42",
            "https://office.example?/o/42",
            "ftp://office.example/o/42",
            "javascript:/o/42",
            "https:///o/42",
        ] {
            assert_eq!(resolve(&office, text), None, "{text}");
        }
    }

    #[test]
    fn an_office_may_live_under_a_path_and_a_port() {
        let office = Address::parse("http://intranet:8080/office/").unwrap();
        assert_eq!(resolve(&office, "http://intranet:8080/office/o/7"), Some(Id(7)));
        assert_eq!(resolve(&office, "http://intranet:8080/o/7"), None);
        assert_eq!(resolve(&office, "http://intranet:8080/officer/o/7"), None);
        assert_eq!(Address::parse("office.example"), None);
    }
}
