//! JSON Schema as OpenAPI 3.1 documents of this project use it.
//!
//! Small on purpose: a keyword that is not known here is a fault, so that nothing of a document goes unchecked.

use std::collections::BTreeSet;

use regex_lite::Regex;
use serde_json::{Map, Value};

/// Where the schemas that have a name are referred to.
const NAMED: &str = "#/components/schemas/";
/// What tells people something and programs nothing.
const TOLD: [&str; 9] = [
    "description",
    "title",
    "default",
    "example",
    "examples",
    "format",
    "deprecated",
    "readOnly",
    "writeOnly",
];

/// The schemas of a document, by name.
pub(super) struct Schemas(pub(super) Map<String, Value>);

impl Schemas {
    /// What is wrong with a value, each with its place.
    pub(super) fn faults(&self, schema: &Value, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.check(schema, value, "", false, &mut faults);
        faults
    }

    /// `part` says that the schema is a member of `allOf`: which fields there may be is for the whole to say.
    fn check(&self, schema: &Value, value: &Value, at: &str, part: bool, faults: &mut Vec<String>) {
        let Some(keywords) = schema.as_object() else {
            return fault(faults, at, format!("{schema} is no schema"));
        };
        for (keyword, wanted) in keywords {
            match keyword.as_str() {
                "$ref" => match self.named(wanted) {
                    Some(named) => self.check(named, value, at, part, faults),
                    None => fault(faults, at, format!("{wanted} is not in the document")),
                },
                "allOf" => {
                    for each in list(wanted) {
                        self.check(each, value, at, true, faults);
                    }
                }
                "oneOf" | "anyOf" => self.check_choice(keyword, wanted, value, at, part, faults),
                "type" => {
                    if !types(wanted).any(|kind| is(value, kind)) {
                        fault(faults, at, format!("{value} is not of type {wanted}"));
                    }
                }
                "enum" => {
                    if !list(wanted).contains(value) {
                        fault(faults, at, format!("{value} is not one of {wanted}"));
                    }
                }
                "required" => {
                    let given = |name: &Value| name.as_str().is_some_and(|name| value.get(name).is_some());
                    for name in list(wanted).iter().filter(|name| value.is_object() && !given(name)) {
                        fault(faults, at, format!("{name} is a required property"));
                    }
                }
                "properties" => {
                    for (name, field) in wanted.as_object().into_iter().flatten() {
                        if let Some(value) = value.get(name) {
                            self.check(field, value, &format!("{at}/{name}"), false, faults);
                        }
                    }
                }
                "additionalProperties" if wanted.is_object() => {
                    let named =
                        |name: &String| keywords.get("properties").is_some_and(|all| all.get(name).is_some());
                    for (name, value) in
                        value.as_object().into_iter().flatten().filter(|(name, _)| !named(name))
                    {
                        self.check(wanted, value, &format!("{at}/{name}"), false, faults);
                    }
                }
                // Whether there may be others is told by `fields`.
                "additionalProperties" => {}
                "propertyNames" => {
                    for name in value.as_object().into_iter().flat_map(Map::keys) {
                        self.check(wanted, &Value::from(name.as_str()), at, false, faults);
                    }
                }
                "items" => {
                    for (place, value) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(wanted, value, &format!("{at}/{place}"), false, faults);
                    }
                }
                "minItems" | "maxItems" | "minLength" | "maxLength" | "minimum" | "maximum" => {
                    if !within(keyword, wanted, value) {
                        fault(faults, at, format!("{value} goes against {keyword} {wanted}"));
                    }
                }
                "pattern" => {
                    let pattern = wanted.as_str().and_then(|pattern| Regex::new(pattern).ok());
                    let Some(pattern) = pattern else {
                        fault(faults, at, format!("{wanted} is not a pattern"));
                        continue;
                    };
                    if value.as_str().is_some_and(|text| !pattern.is_match(text)) {
                        fault(faults, at, format!("{value} does not match {wanted}"));
                    }
                }
                other if TOLD.contains(&other) => {}
                other => fault(faults, at, format!("the keyword {other} is not known to this check")),
            }
        }
        let whole = !part && (keywords.contains_key("properties") || keywords.contains_key("allOf"));
        if whole && let Some(known) = self.fields(schema) {
            for name in value.as_object().into_iter().flat_map(Map::keys) {
                if !known.contains(name.as_str()) {
                    fault(faults, at, format!("the field {name} is not described"));
                }
            }
        }
    }

    fn check_choice(
        &self,
        keyword: &str,
        choices: &Value,
        value: &Value,
        at: &str,
        part: bool,
        faults: &mut Vec<String>,
    ) {
        let against = |choice: &Value| {
            let mut faults = Vec::new();
            self.check(choice, value, at, part, &mut faults);
            faults
        };
        let each: Vec<Vec<String>> = list(choices).iter().map(against).collect();
        let fitting = each.iter().filter(|faults| faults.is_empty()).count();
        if fitting == 0 {
            let nearest = each.into_iter().min_by_key(Vec::len).unwrap_or_default();
            fault(faults, at, format!("none of {keyword} fits; nearest: {}", nearest.join("; ")));
        } else if fitting > 1 && keyword == "oneOf" {
            fault(faults, at, format!("{fitting} of oneOf fit"));
        }
    }

    /// The fields that an object of this schema may have; `None` when it may have any.
    fn fields<'s>(&'s self, schema: &'s Value) -> Option<BTreeSet<&'s str>> {
        let mut known = BTreeSet::new();
        if schema.get("additionalProperties").is_some_and(|more| *more != Value::Bool(false)) {
            return None;
        }
        known.extend(schema["properties"].as_object().into_iter().flat_map(Map::keys).map(String::as_str));
        if let Some(named) = self.named(&schema["$ref"]) {
            known.extend(self.fields(named)?);
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            for each in list(&schema[keyword]) {
                known.extend(self.fields(each)?);
            }
        }
        Some(known)
    }

    fn named(&self, reference: &Value) -> Option<&Value> {
        self.0.get(reference.as_str()?.strip_prefix(NAMED)?)
    }
}

fn fault(faults: &mut Vec<String>, at: &str, words: String) {
    faults.push(format!("at {at:?}: {words}"));
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// `"type"` is one name or a list of them.
fn types(wanted: &Value) -> impl Iterator<Item = &str> {
    wanted.as_str().into_iter().chain(list(wanted).iter().filter_map(Value::as_str))
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

/// Whether a value keeps a bound; one of another type has none to keep.
fn within(keyword: &str, bound: &Value, value: &Value) -> bool {
    let size = match keyword {
        "minItems" | "maxItems" => value.as_array().map(|items| items.len() as f64),
        "minLength" | "maxLength" => value.as_str().map(|text| text.chars().count() as f64),
        _ => value.as_f64(),
    };
    let (Some(size), Some(bound)) = (size, bound.as_f64()) else { return true };
    if keyword.starts_with("min") { size >= bound } else { size <= bound }
}
