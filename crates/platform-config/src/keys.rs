//! The names of all settings, taken from the types.

use schemars::schema_for;
use serde_json::Value;

use crate::Config;

/// What a value looks like in the environment and in flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Text,
    Number,
    Switch,
    List,
}

impl Shape {
    /// What must be written, in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a whole number",
            Self::Switch => "true or false",
            Self::List => "a list",
        }
    }

    /// Whether a value in a file is of that shape.
    pub(crate) fn fits(self, value: &toml::Value) -> bool {
        match self {
            Self::Text => value.is_str(),
            Self::Number => value.is_integer(),
            Self::Switch => value.is_bool(),
            Self::List => value.is_array(),
        }
    }
}

/// A setting.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// `blobs.s3.bucket`.
    pub(crate) path: String,
    pub(crate) doc: String,
    pub(crate) shape: Shape,
    pub(crate) default: Value,
    pub(crate) secret: bool,
}

/// A section or the whole, with its comment.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    pub(crate) path: String,
    pub(crate) doc: String,
    pub(crate) keys: Vec<Key>,
}

/// Names whose values are never shown.
const SECRETS: [&str; 6] = [
    "database.url",
    "database.replica_url",
    "nats.url",
    "blobs.master_keys",
    "blobs.s3.secret_key",
    "metrics.token",
];

/// All sections in the order of the types.
pub(crate) fn sections() -> Vec<Section> {
    let schema = schema_for!(Config).to_value();
    let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    let mut sections = Vec::new();
    walk(&schema, &schema, &defaults, "", "", &mut sections);
    sections
}

/// All settings.
pub(crate) fn keys() -> Vec<Key> {
    sections().into_iter().flat_map(|section| section.keys).collect()
}

fn walk(root: &Value, schema: &Value, defaults: &Value, path: &str, doc: &str, sections: &mut Vec<Section>) {
    let place = sections.len();
    sections.push(Section { path: path.to_owned(), doc: doc.to_owned(), keys: Vec::new() });
    // The defaults keep the order of the types; the schema knows the comments.
    for (name, default) in defaults.as_object().into_iter().flatten() {
        let property = &schema["properties"][name];
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let doc = text(property).replace('\n', " ");
        if default.is_object() {
            let target = property["$ref"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default();
            let section = &root["$defs"][target];
            let doc = if doc.is_empty() { text(section) } else { doc };
            walk(root, section, default, &path, &doc, sections);
        } else {
            let secret = SECRETS.contains(&path.as_str());
            sections[place].keys.push(Key {
                shape: shape(property),
                default: default.clone(),
                doc,
                path,
                secret,
            });
        }
    }
}

fn text(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().to_owned()
}

fn shape(schema: &Value) -> Shape {
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        kind => kind.as_str(),
    };
    match kind {
        Some("integer" | "number") => Shape::Number,
        Some("boolean") => Shape::Switch,
        Some("array") => Shape::List,
        _ => Shape::Text,
    }
}
