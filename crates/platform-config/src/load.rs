//! Putting the layers together, and telling what is wrong with them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde_json::Value;

use crate::Config;
use crate::keys::{Key, Shape, keys};

/// What variables of the environment start with.
const PREFIX: &str = "COURTYARD_";
/// Variables with that prefix that are not settings: they steer builds and tests.
const NOT_SETTINGS: [&str; 2] = ["COURTYARD_CACHE", "COURTYARD_TEST_"];
/// Names nearer than this are offered (0 is nothing in common, 1 is the same).
const NEAR: f64 = 0.6;

/// A file of settings.
#[derive(Clone, Debug)]
pub struct ConfigFile {
    /// Where it is, for messages.
    pub path: PathBuf,
    /// TOML.
    pub text: String,
}

/// A setting given on the command line.
#[derive(Clone, Debug)]
pub struct Flag {
    /// The setting: `server.listen`.
    pub key: String,
    /// The flag as people know it: `--listen`.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// The configuration, and where each setting came from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The configuration.
    pub config: Config,
    /// Every setting in the order of the types.
    pub settings: Vec<Setting>,
}

/// A setting as it is in force.
#[derive(Clone, Debug)]
pub struct Setting {
    /// `server.listen`.
    pub key: String,
    /// Its value; `(set)` for secrets.
    pub value: String,
    /// `default`, the file, the variable or the flag.
    pub source: String,
}

/// Something wrong with the configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {text}")]
pub struct Problem {
    /// File and line, variable or flag.
    pub place: String,
    /// What is wrong and what to do.
    pub text: String,
}

struct Layers {
    keys: Vec<Key>,
    value: Value,
    sources: BTreeMap<String, String>,
    problems: Vec<Problem>,
}

/// Puts defaults, file, environment and flags together. All problems are told at once.
pub fn load(
    file: Option<&ConfigFile>,
    environment: impl IntoIterator<Item = (String, String)>,
    flags: &[Flag],
) -> Result<Loaded, Vec<Problem>> {
    let mut layers = Layers {
        keys: keys(),
        value: serde_json::to_value(Config::default()).unwrap_or_default(),
        sources: BTreeMap::new(),
        problems: Vec::new(),
    };
    if let Some(file) = file {
        layers.file(file);
    }
    for (name, value) in environment {
        layers.variable(&name, &value);
    }
    for flag in flags {
        layers.text(&flag.key, &flag.name, &flag.value);
    }
    layers.finish()
}

impl Layers {
    fn file(&mut self, file: &ConfigFile) {
        let shown = file.path.display().to_string();
        let table: toml::Table = match file.text.parse() {
            Ok(table) => table,
            Err(error) => {
                let line = error.span().map_or(0, |span| line_of(&file.text, span.start));
                let text = format!("this is not TOML: {}", error.message());
                self.problems.push(Problem { place: format!("{shown}:{line}"), text });
                return;
            }
        };
        self.table(&table, "", file, &shown);
    }

    fn table(&mut self, table: &toml::Table, path: &str, file: &ConfigFile, shown: &str) {
        for (name, value) in table {
            let full = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let place = format!("{shown}:{}", find_line(&file.text, path, name));
            let inner = format!("{full}.");
            match value {
                toml::Value::Table(table) if self.keys.iter().any(|key| key.path.starts_with(&inner)) => {
                    self.table(table, &full, file, shown);
                }
                value if self.keys.iter().any(|key| key.path == full) => {
                    let value = serde_json::to_value(value).unwrap_or_default();
                    self.put(&full, &place, value);
                }
                _ => self.unknown(&full, &place),
            }
        }
    }

    fn variable(&mut self, name: &str, value: &str) {
        let Some(rest) = name.strip_prefix(PREFIX) else { return };
        if NOT_SETTINGS.iter().any(|other| name.starts_with(other)) {
            return;
        }
        let key = rest.to_lowercase().replace("__", ".");
        self.text(&key, name, value);
    }

    /// A value given as text: numbers, switches and lists (separated by commas) are read as what the setting is.
    fn text(&mut self, path: &str, place: &str, text: &str) {
        let Some(key) = self.keys.iter().find(|key| key.path == path) else {
            self.unknown(path, place);
            return;
        };
        let list = || text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let read = match key.shape {
            Shape::Text => Some(Value::from(text)),
            Shape::Number => text.trim().parse::<i64>().ok().map(Value::from),
            Shape::Switch => match text.trim() {
                "true" | "1" | "on" | "yes" => Some(Value::from(true)),
                "false" | "0" | "off" | "no" => Some(Value::from(false)),
                _ => None,
            },
            Shape::List => Some(list().map(Value::from).collect()),
        };
        match read {
            Some(value) => self.put(path, place, value),
            None => {
                let wanted = if key.shape == Shape::Number { "a whole number" } else { "true or false" };
                let text = format!("{path} must be {wanted}, not “{text}”");
                self.problems.push(Problem { place: place.to_owned(), text });
            }
        }
    }

    fn put(&mut self, path: &str, place: &str, value: Value) {
        let pointer = format!("/{}", path.replace('.', "/"));
        // Every known path exists in the defaults.
        if let Some(slot) = self.value.pointer_mut(&pointer) {
            *slot = value;
        }
        self.sources.insert(path.to_owned(), place.to_owned());
    }

    fn unknown(&mut self, path: &str, place: &str) {
        let near = self
            .keys
            .iter()
            .map(|key| (strsim::normalized_damerau_levenshtein(&key.path, path), &key.path))
            .filter(|(likeness, _)| *likeness >= NEAR)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let hint = near.map_or_else(
            || "see config.example.toml for all settings".to_owned(),
            |(_, name)| format!("did you mean “{name}”?"),
        );
        let text = format!("there is no setting “{path}”; {hint}");
        self.problems.push(Problem { place: place.to_owned(), text });
    }

    fn finish(mut self) -> Result<Loaded, Vec<Problem>> {
        let settings = self.settings();
        let config = match serde_path_to_error::deserialize::<_, Config>(self.value) {
            Ok(config) => Some(config),
            Err(error) => {
                let path = error.path().to_string();
                let path = path.split('[').next().unwrap_or_default();
                let place = self.sources.get(path).cloned().unwrap_or_else(|| path.to_owned());
                let text = format!("{path} has a value that does not fit: {}", error.inner());
                self.problems.push(Problem { place, text });
                None
            }
        };
        match config {
            Some(config) if self.problems.is_empty() => Ok(Loaded { config, settings }),
            _ => Err(self.problems),
        }
    }

    fn settings(&self) -> Vec<Setting> {
        self.keys
            .iter()
            .map(|key| {
                let value = key.path.split('.').fold(&self.value, |value, name| &value[name]);
                let empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
                let shown = match value {
                    _ if key.secret && !empty => "(set)".to_owned(),
                    Value::Null => String::new(),
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                let source = self.sources.get(&key.path).cloned().unwrap_or_else(|| "default".to_owned());
                Setting { key: key.path.clone(), value: shown, source }
            })
            .collect()
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// The line where a name stands within its section; the section's own line when it is written in another way.
fn find_line(text: &str, section: &str, name: &str) -> usize {
    let mut current = String::new();
    let mut header = 1;
    for (i, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(title) = line.strip_prefix('[').and_then(|line| line.split(']').next()) {
            current = title.trim_matches('[').trim().to_owned();
            if current == section || current == format!("{section}.{name}") || current == name {
                header = i + 1;
            }
        } else if current == section
            && line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='))
        {
            return i + 1;
        }
    }
    header
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {} ({})", self.key, self.value, self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Secret, Store};

    fn file(text: &str) -> ConfigFile {
        ConfigFile { path: "config.toml".into(), text: text.to_owned() }
    }

    fn env(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn later_layers_win() {
        let file = file("[server]\nlisten = \"0.0.0.0:1\"\nnode = 3\n[blobs]\nstore = \"s3\"\n");
        let flag = Flag { key: "server.listen".into(), name: "--listen".into(), value: "127.0.0.1:3".into() };
        let env = env(&[("COURTYARD_SERVER__LISTEN", "127.0.0.1:2"), ("COURTYARD_TLS__DOMAINS", "a.example, b"), ("PATH", "x")]);
        let loaded = load(Some(&file), env, &[flag]).unwrap();
        assert_eq!(loaded.config.server.listen.port(), 3);
        assert_eq!(loaded.config.server.node, 3);
        assert_eq!(loaded.config.blobs.store, Store::S3);
        assert_eq!(loaded.config.tls.domains, ["a.example", "b"]);
        let source = |key: &str| loaded.settings.iter().find(|s| s.key == key).unwrap().source.clone();
        assert_eq!(source("server.listen"), "--listen");
        assert_eq!(source("server.node"), "config.toml:3");
        assert_eq!(source("log.filter"), "default");
    }

    #[test]
    fn all_problems_are_told_with_place_and_remedy() {
        let file = file("[server]\nlisten = \"0.0.0.0:1\"\nlistem = 1\n\n[blob]\nx = 1\n");
        let problems = load(Some(&file), env(&[("COURTYARD_DATABASE__POOL", "many")]), &[]).unwrap_err();
        let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(texts.len(), 3, "{texts:#?}");
        assert!(texts.iter().any(|t| t == "config.toml:3: there is no setting “server.listem”; did you mean “server.listen”?"));
        assert!(texts.iter().any(|t| t.starts_with("COURTYARD_DATABASE__POOL: database.pool must be a whole number")));
    }

    #[test]
    fn wrong_types_and_broken_files_name_their_place() {
        let wrong = load(Some(&file("[server]\n\nnode = \"x\"\n")), [], &[]).unwrap_err();
        assert!(wrong[0].to_string().starts_with("config.toml:3: server.node has a value that does not fit"), "{wrong:?}");
        let broken = load(Some(&file("[server]\nnode = = 1\n")), [], &[]).unwrap_err();
        assert!(broken[0].place == "config.toml:2", "{broken:?}");
    }

    #[test]
    fn secrets_are_not_shown() {
        let loaded = load(None, env(&[("COURTYARD_DATABASE__URL", "postgres://u:hidden@h/d")]), &[]).unwrap();
        assert_eq!(loaded.config.database.url.as_ref().map(Secret::reveal), Some("postgres://u:hidden@h/d"));
        assert!(!format!("{:?} {:?}", loaded.config, loaded.settings).contains("hidden"));
    }
}
