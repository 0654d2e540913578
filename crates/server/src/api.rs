//! What the office promises to programs, as text: OpenAPI documents and the list of failures.

use std::collections::BTreeMap;
use std::fmt::Write;

use kernel::ErrorCode;
use platform_core::Module;
use platform_http::document;

use crate::office::VERSION;

/// Name and JSON of each module's OpenAPI document.
#[must_use]
pub fn documents(modules: &[Module]) -> BTreeMap<&'static str, String> {
    modules
        .iter()
        .map(|module| {
            let (routes, public) = (module.routes.get_openapi(), module.public.get_openapi());
            let document = document(module.name, VERSION, routes, public);
            let mut json = serde_json::to_string_pretty(&document).unwrap_or_default();
            json.push('\n');
            (module.name, json)
        })
        .collect()
}

/// Every failure that the office may answer with, by code.
#[must_use]
pub fn errors(modules: &[Module]) -> BTreeMap<&'static str, &'static ErrorCode> {
    let platform =
        [platform_http::error::ALL, platform_access::ALL, platform_blob::error::ALL, platform_notify::ALL];
    let all = platform.into_iter().chain(modules.iter().map(|module| module.errors));
    all.flatten().map(|code| (code.id, *code)).collect()
}

/// The page `docs/api/errors.md`.
#[must_use]
pub fn errors_page(modules: &[Module]) -> String {
    let mut page = String::from(
        "# Failures\n\nEvery failure is `application/problem+json` (RFC 9457) with one of these codes, which never change. \
         The words come in the language of `Accept-Language`.\n\n| code | status | 中文 | English |\n|---|---|---|---|\n",
    );
    for (id, code) in errors(modules) {
        let _ = writeln!(page, "| `{id}` | {} | {} | {} |", code.kind.status(), code.zh, code.en);
    }
    page
}
