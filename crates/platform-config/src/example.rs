//! The example file: every setting with its comment and default, all commented out.

use std::fmt::Write;

use serde_json::Value;

use crate::keys::sections;

/// The text of `config.example.toml`.
#[must_use]
pub fn example() -> String {
    let mut out = String::from(
        "# Configuration of Courtyard. Every line that is commented out shows the default.\n\
         # Order of precedence: defaults < this file < environment < flags.\n\
         # In the environment, server.listen is COURTYARD_SERVER__LISTEN.\n",
    );
    for section in sections().into_iter().filter(|section| !section.path.is_empty()) {
        let _ = write!(out, "\n# {}\n[{}]\n", wrap(&section.doc), section.path);
        for key in section.keys {
            let name = key.path.rsplit('.').next().unwrap_or_default();
            let _ = write!(out, "\n# {}\n", wrap(&key.doc));
            match value(&key.default) {
                Some(text) => {
                    let _ = writeln!(out, "# {name} = {text}");
                }
                None => {
                    let _ = writeln!(out, "# {name} =");
                }
            }
        }
    }
    out
}

fn value(value: &Value) -> Option<String> {
    (!value.is_null()).then(|| value.to_string())
}

/// Breaks a comment into lines of at most 100 characters.
fn wrap(text: &str) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].len() + word.len() > 98 {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines.join("\n# ")
}

#[cfg(test)]
mod tests {
    use crate::{ConfigFile, load};

    #[test]
    fn the_example_is_a_valid_configuration_with_every_setting() {
        let text = super::example();
        for name in ["listen", "public_url", "master_keys", "bucket", "argon2_memory_mib", "chat"] {
            assert!(text.contains(&format!("\n# {name} =")), "{name} is missing:\n{text}");
        }
        // The settings that have a default, with their comment signs taken away, read as what they are.
        let mut live = String::new();
        for line in text.lines() {
            let setting =
                line.strip_prefix("# ").filter(|l| l.split(' ').nth(1) == Some("=") && !l.ends_with('='));
            if let Some(line) = setting.or_else(|| line.starts_with('[').then_some(line)) {
                live.push_str(line);
                live.push('\n');
            }
        }
        let file = ConfigFile { path: "example".into(), text: live };
        let loaded = load(Some(&file), [], &[]).unwrap_or_else(|problems| panic!("{problems:#?}"));
        assert_eq!(loaded.config, crate::Config::default());
    }
}
