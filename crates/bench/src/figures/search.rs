//! Search as one types, and pages of departments, one after another by one person.

use std::time::Instant;

use bytes::Bytes;
use http::Method;

use crate::Result;
use crate::client::Client;
use crate::office::Office;
use crate::table::{Table, Times, times};

/// What people type, letter by letter: names, pinyin, initials, titles, departments, digits.
const TYPED: [&str; 8] = ["zhangwei", "lixm", "王", "陈建国", "办公室", "主任", "13800", "zq"];
/// How often all of it is typed.
const ROUNDS: usize = 25;
/// Departments whose members are listed.
const DEPARTMENTS: usize = 300;

pub(super) async fn measure(office: &Office, table: &mut Table) -> Result<()> {
    let owner = office.client(0).await?;
    let mut empty = Times::default();
    for _ in 0..500 {
        let started = Instant::now();
        owner.send(Method::GET, "/healthz", Bytes::new()).await?;
        empty.push(started.elapsed());
    }
    let mut search = Times::default();
    for _ in 0..ROUNDS {
        for typed in TYPED {
            for end in typed.char_indices().map(|(at, char)| at + char.len_utf8()) {
                let path = format!("/people/users?q={}&limit=20", escape(&typed[..end]));
                search.push(timed(&owner, &path).await?);
            }
        }
    }
    let tree = owner.get("/people/departments/tree").await?;
    let departments = tree["items"].as_array().into_iter().flatten().filter_map(|one| one["id"].as_str());
    let mut pages = Times::default();
    for id in departments.take(DEPARTMENTS) {
        pages.push(timed(&owner, &format!("/people/departments/{id}/members?deep=true&limit=50")).await?);
    }
    let against = |of: &mut Times, empty: &mut Times| {
        format!("p99 {} that of an empty request", times(of.quantile(0.99), empty.quantile(0.99)))
    };
    let (first, second) = (against(&mut search, &mut empty), against(&mut pages, &mut empty));
    table.note("search as one types, round trip", search.words(), first, "p99 ≤ 15 ms");
    table.note("a page of a department, round trip", pages.words(), second, "≤ 20 ms");
    Ok(())
}

pub(super) async fn timed(client: &Client, path: &str) -> Result<std::time::Duration> {
    let started = Instant::now();
    client.get(path).await?;
    Ok(started.elapsed())
}

/// A text for a query: every byte that is no letter or digit as `%XX`.
pub(super) fn escape(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn texts_are_escaped() {
        assert_eq!(super::escape("zq王 1"), "zq%E7%8E%8B%201");
    }
}
