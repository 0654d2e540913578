//! From a question to one statement.

use std::fmt::Write;

use kernel::{Id, MAX_LIMIT, Millis};
use platform_db::{Engine, IntoVal, Val};

use crate::SearchSource;

/// What is looked for. Only what `user` may find is found.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// The organisation.
    pub org: Id,
    /// Who asks.
    pub user: Id,
    /// Words, as typed. All of them must be there; a run of Chinese characters must be there as it stands; the last
    /// word may be unfinished. Empty lists what the filters leave; without any filter it finds nothing.
    pub text: String,
    /// Kinds wanted; empty for every registered one.
    pub kinds: Vec<String>,
    /// Only within this scope, such as a chat.
    pub scope: Option<Id>,
    /// Only by this person.
    pub author: Option<Id>,
    /// Not before this moment.
    pub from: Option<Millis>,
    /// Before this moment.
    pub to: Option<Millis>,
    /// Only with this facet.
    pub facet: Option<String>,
    /// `next` of the page before. One that is not ours starts at the newest.
    pub cursor: Option<String>,
    /// Most hits in the page, 1–200.
    pub limit: u32,
}

/// Something found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The document, as [`crate::Doc::id`].
    pub id: Id,
    /// Its kind.
    pub kind: String,
    /// The object to open.
    pub object: Id,
    /// Where it is.
    pub scope: Id,
    /// Its place there.
    pub ord: i64,
    /// Who wrote it.
    pub author: Option<Id>,
    /// When.
    pub at: Millis,
    /// Its facet.
    pub facet: String,
}

impl Query {
    /// The limit to use.
    pub(crate) fn limit(&self) -> u32 {
        self.limit.clamp(1, MAX_LIMIT)
    }

    fn is_filtered(&self) -> bool {
        !self.kinds.is_empty()
            || self.scope.is_some()
            || self.author.is_some()
            || self.from.is_some()
            || self.to.is_some()
            || self.facet.is_some()
    }

    /// The statement and its parameters, for one hit more than the limit; `None` when nothing can be found.
    /// `sources` are those of the kinds wanted.
    pub(crate) fn statement(&self, sources: &[SearchSource], engine: Engine) -> Option<(String, Vec<Val>)> {
        let words = match self.text.trim() {
            "" if self.is_filtered() => None,
            "" => return None,
            text => Some(words(text, engine)?),
        };
        if sources.is_empty() {
            return None;
        }
        let mut made = Statement::default();
        let id = made.from(words, self, engine);
        let org = made.arg(self.org);
        made.and(&format!("d.org_id = {org}"));
        made.sources(sources, self.user);
        if let Some(scope) = self.scope {
            let scope = made.arg(scope);
            made.and(&format!("d.scope = {scope}"));
        }
        if let Some(author) = self.author {
            let author = made.arg(author);
            made.and(&format!("d.author_id = {author}"));
        }
        if let Some(from) = self.from {
            let from = made.arg(from);
            made.and(&format!("d.at >= {from}"));
        }
        if let Some(to) = self.to {
            let to = made.arg(to);
            made.and(&format!("d.at < {to}"));
        }
        if let Some(facet) = &self.facet {
            let facet = made.arg(facet);
            made.and(&format!("d.facet = {facet}"));
        }
        if let Some(before) = self.cursor.as_deref().and_then(|cursor| cursor.parse::<Id>().ok()) {
            let before = made.arg(before);
            made.and(&format!("{id} < {before}"));
        }
        let limit = made.arg(self.limit() + 1);
        let _ = write!(made.sql, " ORDER BY {id} DESC LIMIT {limit}");
        Some((made.sql, made.args))
    }
}

/// The words as the engine's own query; `None` when there is no word in the text.
fn words(text: &str, engine: Engine) -> Option<String> {
    match engine {
        Engine::Sqlite => engine_text::fts5_query(text),
        Engine::Postgres => engine_text::tsquery_literal(text),
    }
}

/// The tags of a document or a query on SQLite: where it is and who wrote it.
pub(crate) fn tags(scope: Option<Id>, author: Option<Id>) -> Vec<String> {
    scope
        .map(|scope| format!("s{scope}"))
        .into_iter()
        .chain(author.map(|author| format!("a{author}")))
        .collect()
}

#[derive(Default)]
struct Statement {
    sql: String,
    args: Vec<Val>,
}

impl Statement {
    /// Adds a parameter; how it is written.
    fn arg(&mut self, value: impl IntoVal) -> String {
        self.args.push(value.into_val());
        format!("${}", self.args.len())
    }

    fn and(&mut self, condition: &str) {
        let _ = write!(self.sql, " AND {condition}");
    }

    /// Columns and tables with the first condition; the column to page by.
    fn from(&mut self, words: Option<String>, query: &Query, engine: Engine) -> &'static str {
        const COLUMNS: &str =
            "SELECT d.id, d.kind, d.object_id, d.scope, d.ord, d.author_id, d.at, d.facet FROM ";
        self.sql.push_str(COLUMNS);
        match (words, engine) {
            (None, _) => {
                self.sql.push_str("search_docs d WHERE TRUE");
                "d.id"
            }
            (Some(words), Engine::Sqlite) => {
                let tags: Vec<String> = tags(query.scope, query.author)
                    .iter()
                    .map(|tag| format!(" AND tags : \"{tag}\""))
                    .collect();
                let wanted = self.arg(format!("words : ({words}){}", tags.concat()));
                // CROSS JOIN keeps the order: the words give ids newest first, and reading ends with the page.
                let _ = write!(
                    self.sql,
                    "search_words CROSS JOIN search_docs d ON d.id = search_words.rowid
                     WHERE search_words MATCH {wanted}"
                );
                "search_words.rowid"
            }
            (Some(words), Engine::Postgres) => {
                let wanted = self.arg(words);
                let _ = write!(
                    self.sql,
                    "search_docs d WHERE d.words @@ CAST(CAST({wanted} AS TEXT) AS tsquery)"
                );
                "d.id"
            }
        }
    }

    /// Each kind only for those whom its source lets find it.
    fn sources(&mut self, sources: &[SearchSource], user: Id) {
        let person = sources.iter().any(|source| source.access.contains("{user}")).then(|| self.arg(user));
        let rules: Vec<String> = sources
            .iter()
            .map(|source| {
                let kind = self.arg(source.kind);
                let rule = match &person {
                    Some(person) => source.access.replace("{user}", person),
                    None => source.access.to_owned(),
                };
                format!("(d.kind = {kind} AND ({rule}))")
            })
            .collect();
        self.and(&format!("({})", rules.join(" OR ")));
    }
}
