//! Putting the layers together, and telling what is wrong with them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde_json::Value;

use crate::Config;
use crate::check::check;
use crate::keys::{Key, Shape, keys};

/// What variables of the environment start with.
const PREFIX: &str = "COURTYARD_";
/// Variables with that prefix that are not settings: they steer builds and tests.
const NOT_SETTINGS: [&str; 2] = ["COURTYARD_CACHE", "COURTYARD_TEST_"];
/// Names nearer than this are offered (0 is nothing in common, 1 is the same).
const NEAR: f64 = 0.6;
/// As [`NEAR`], for names that begin alike.
const BEGINNING: f64 = 0.85;
/// How much less a like last part counts than a like whole name.
const PART: f64 = 0.9;

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
                value => match self.keys.iter().find(|key| key.path == full) {
                    Some(key) if key.shape.fits(value) => {
                        let value = serde_json::to_value(value).unwrap_or_default();
                        self.put(&full, &place, value);
                    }
                    // Never the value itself: it may be a secret.
                    Some(key) => {
                        let text = format!("{full} must be {}, not {}", key.shape.words(), sort_of(value));
                        self.problems.push(Problem { place, text });
                    }
                    None => self.unknown(&full, &place),
                },
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
                let text = format!("{path} must be {}, not “{text}”", key.shape.words());
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
        let text = format!("there is no setting “{path}”; {}", hint(&self.keys, path));
        self.problems.push(Problem { place: place.to_owned(), text });
    }

    fn finish(mut self) -> Result<Loaded, Vec<Problem>> {
        let settings = self.settings();
        let config = self.read();
        for (key, text) in config.as_ref().map(check).unwrap_or_default() {
            let place = self.sources.get(key).cloned().unwrap_or_else(|| key.to_owned());
            self.problems.push(Problem { place, text });
        }
        match config {
            Some(config) if self.problems.is_empty() => Ok(Loaded { config, settings }),
            _ => Err(self.problems),
        }
    }

    /// Turns the values into the types. A value that does not fit is told and replaced by the default, so that the
    /// next one is told too.
    fn read(&mut self) -> Option<Config> {
        let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
        loop {
            let error = match serde_path_to_error::deserialize::<_, Config>(self.value.clone()) {
                Ok(config) => return Some(config),
                Err(error) => error,
            };
            let path = error.path().to_string();
            let path = path.split('[').next().unwrap_or_default();
            let place = self.sources.remove(path);
            let secret = self.keys.iter().any(|key| key.path == path && key.secret);
            let why = if secret { String::new() } else { format!(": {}", error.inner()) };
            let text = format!("{path} has a value that does not fit{why}");
            let told = place.is_some();
            self.problems.push(Problem { place: place.unwrap_or_else(|| path.to_owned()), text });
            let pointer = format!("/{}", path.replace('.', "/"));
            match (self.value.pointer_mut(&pointer), defaults.pointer(&pointer)) {
                (Some(value), Some(default)) if told => *value = default.clone(),
                _ => return None,
            }
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

/// What to do about a name that does not exist.
fn hint(keys: &[Key], path: &str) -> String {
    let inner = format!("{path}.");
    if let Some(key) = keys.iter().find(|key| key.path.starts_with(&inner)) {
        return format!("it is a section, with settings such as “{}”", key.path);
    }
    // The whole name, or its last part where only the section is missing or wrong.
    let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let likeness = |key: &str| {
        let whole = strsim::normalized_damerau_levenshtein(key, path);
        let part = strsim::normalized_damerau_levenshtein(&last(key), &last(path));
        // A word cut short or written out: certificate, cert.
        let beginning = strsim::jaro_winkler(key, path);
        (whole.max(part * PART), beginning)
    };
    let sections = keys.iter().filter_map(|key| key.path.rsplit_once('.')).map(|(section, _)| section);
    keys.iter()
        .map(|key| key.path.as_str())
        .chain(sections)
        .map(|name| (likeness(name), name))
        .max_by(|((a, a_beginning), _), ((b, b_beginning), _)| {
            let near = |likeness: f64| if likeness < NEAR { 0.0 } else { likeness };
            near(*a).total_cmp(&near(*b)).then(a_beginning.total_cmp(b_beginning))
        })
        .map_or_else(
            || "see config.example.toml for all settings".to_owned(),
            |((likeness, beginning), name)| {
                if likeness >= NEAR || beginning >= BEGINNING {
                    format!("did you mean “{name}”?")
                } else {
                    format!("the nearest is “{name}”; see config.example.toml for all settings")
                }
            },
        )
}

/// What a value in a file is, in words.
fn sort_of(value: &toml::Value) -> &'static str {
    match value {
        toml::Value::String(_) => "text",
        toml::Value::Integer(_) => "a number",
        toml::Value::Float(_) => "a number with a fraction",
        toml::Value::Boolean(_) => "true or false",
        toml::Value::Datetime(_) => "a date",
        toml::Value::Array(_) => "a list",
        toml::Value::Table(_) => "a section",
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
        let file =
            file("[server]\nlisten = \"0.0.0.0:1\"\nnode = 3\n[blobs]\nstore = \"s3\"\ns3.bucket = \"b\"\n");
        let flag = Flag { key: "server.listen".into(), name: "--listen".into(), value: "127.0.0.1:3".into() };
        let env = env(&[
            ("COURTYARD_SERVER__LISTEN", "127.0.0.1:2"),
            ("COURTYARD_TLS__DOMAINS", "a.example, b"),
            ("PATH", "x"),
        ]);
        let loaded = load(Some(&file), env, &[flag]).unwrap();
        assert_eq!(loaded.config.server.listen.port(), 3);
        assert_eq!(loaded.config.server.node, Some(3));
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
        assert!(texts.iter().any(
            |t| t == "config.toml:3: there is no setting “server.listem”; did you mean “server.listen”?"
        ));
        assert!(
            texts
                .iter()
                .any(|t| t.starts_with("COURTYARD_DATABASE__POOL: database.pool must be a whole number"))
        );
    }

    #[test]
    fn wrong_types_and_broken_files_name_their_place() {
        let wrong = load(Some(&file("[server]\n\nnode = \"x\"\n")), [], &[]).unwrap_err();
        assert_eq!(wrong[0].to_string(), "config.toml:3: server.node must be a whole number, not text");
        let broken = load(Some(&file("[server]\nnode = = 1\n")), [], &[]).unwrap_err();
        assert!(broken[0].place == "config.toml:2", "{broken:?}");
    }

    #[test]
    fn secrets_are_not_shown() {
        let loaded = load(None, env(&[("COURTYARD_DATABASE__URL", "postgres://u:hidden@h/d")]), &[]).unwrap();
        assert_eq!(loaded.config.database.url.as_ref().map(Secret::reveal), Some("postgres://u:hidden@h/d"));
        assert!(!format!("{:?} {:?}", loaded.config, loaded.settings).contains("hidden"));
    }

    fn problems(text: &str) -> Vec<String> {
        load(Some(&file(text)), [], &[]).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_value_that_does_not_fit_is_told() {
        let text = "[server]\nlisten = \"here\"\nnode = 70000\ntrusted_proxies = \"::1\"\n[tls]\nmode = \"of\"\n[log]\nformat = true\n";
        let found = problems(text);
        assert_eq!(found.len(), 5, "{found:#?}");
        for start in [
            "config.toml:2: server.listen has a value that does not fit: invalid socket address",
            "config.toml:3: server.node has a value that does not fit",
            "config.toml:4: server.trusted_proxies must be a list, not text",
            "config.toml:6: tls.mode has a value that does not fit: unknown variant `of`, expected one of `off`",
            "config.toml:8: log.format must be text, not true or false",
        ] {
            assert!(
                found.iter().any(|problem| problem.starts_with(start)),
                "{start} is missing in {found:#?}"
            );
        }
    }

    #[test]
    fn a_secret_that_does_not_fit_is_not_shown() {
        for text in ["[blobs]\nmaster_keys = \"hidden\"\n", "[blobs]\nmaster_keys = [[\"hidden\"]]\n"] {
            let found = problems(text);
            assert!(found[0].starts_with("config.toml:2: blobs.master_keys"), "{found:?}");
            assert!(!found[0].contains("hidden"), "{found:?}");
        }
    }

    #[test]
    fn the_nearest_name_is_offered_wherever_it_belongs() {
        for (text, offer) in [
            ("listen = \"x\"\n", "did you mean “server.listen”?"),
            ("[sever]\nlisten = \"x\"\n", "did you mean “server”?"),
            ("[limits]\nfile_mb = 1\n", "did you mean “limits.file_mib”?"),
            ("[database]\nlisten = \"x\"\n", "did you mean “server.listen”?"),
            ("data = \"/srv\"\n", "it is a section, with settings such as “data.dir”"),
            ("[tls]\ncertificate = 1\n", "did you mean “tls.cert”?"),
            ("[colours]\nsky = 1\n", "see config.example.toml"),
        ] {
            let found = problems(text);
            assert!(found[0].contains(offer), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_is_incomplete_names_the_setting_that_asks_for_it() {
        let found = problems("[tls]\nmode = \"files\"\n\n[blobs]\nstore = \"s3\"\n[server]\nnode = 1024\n");
        assert_eq!(found.len(), 3, "{found:#?}");
        assert!(
            found
                .iter()
                .any(|problem| problem.starts_with("config.toml:2: ") && problem.contains("tls.cert"))
        );
        assert!(
            found
                .iter()
                .any(|problem| problem.starts_with("config.toml:5: ") && problem.contains("blobs.s3.bucket"))
        );
        assert!(
            found.iter().any(|problem| problem.starts_with("config.toml:7: ") && problem.contains("1022"))
        );
        assert!(load(None, env(&[("COURTYARD_SERVER__PUBLIC_URL", "office.example")]), &[]).is_err());
        assert!(load(None, env(&[("COURTYARD_SERVER__PUBLIC_URL", "https://office.example/")]), &[]).is_ok());
    }
}
