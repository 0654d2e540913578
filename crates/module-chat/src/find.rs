//! Finding messages: the index says which, the rows say what, the text says where.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use engine_pinyin::highlight::utf16_ranges;
use engine_pinyin::name::Name;
use kernel::{Actor, Id, Millis, Result, Scope};
use platform_core::{MarkedText, SearchHit, SearchProvider};
use platform_search::{Query, SearchSource};

use crate::model::chat::Chat;
use crate::model::text::plain;
use crate::on::index_messages::KIND;
use crate::state::ChatState;
use crate::store;
use crate::view::{self, MessageView};

/// Characters of a snippet.
const SNIPPET_CHARS: usize = 120;
/// Chats looked through by name: nobody is in more.
const TITLES: u32 = 2_000;

/// Who may find a message: members of its chat, from where they may read.
pub(crate) const SOURCE: SearchSource = SearchSource { kind: KIND, access: store::members::MAY_FIND };

/// What is wanted.
pub(crate) struct Found {
    pub(crate) text: String,
    pub(crate) chat: Option<Id>,
    pub(crate) sender: Option<Id>,
    pub(crate) from: Option<Millis>,
    pub(crate) to: Option<Millis>,
    pub(crate) facet: Option<String>,
    pub(crate) cursor: Option<String>,
    pub(crate) limit: u32,
}

/// Messages that this person may read, the latest first, with the words marked; and the cursor of the next page.
pub(crate) async fn find_messages(
    state: &ChatState,
    actor: &Actor,
    wanted: Found,
) -> Result<(Vec<(MessageView, MarkedText)>, Option<String>)> {
    let words = wanted.text.clone();
    let page = state
        .search
        .query(Query {
            org: actor.org,
            user: actor.user,
            text: wanted.text,
            kinds: vec![KIND.to_owned()],
            scope: wanted.chat,
            author: wanted.sender,
            from: wanted.from,
            to: wanted.to,
            facet: wanted.facet,
            cursor: wanted.cursor,
            limit: wanted.limit,
        })
        .await?;
    let reader = actor.user;
    let ids: Vec<Id> = page.items.iter().map(|hit| hit.id).collect();
    let rows = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut messages = Vec::with_capacity(ids.len());
                for id in ids {
                    // The index runs behind: what was taken back meanwhile is not shown.
                    let found = store::messages::find(tx, id).await?;
                    messages.extend(found.filter(|message| message.recalled_at.is_none()));
                }
                view::gather(tx, reader, messages).await
            })
        })
        .await?;
    let messages = view::render(state, actor.org, rows).await?;
    let mentioned: Vec<Id> = messages.iter().flat_map(|message| message.mentions.iter().copied()).collect();
    let names: HashMap<Id, String> =
        state.ports.people()?.names(actor.org, &mentioned).await?.into_iter().collect();
    let everyone = actor.locale.pick("所有人", "everyone");
    let hits = messages
        .into_iter()
        .map(|message| {
            let mut text = plain(&message.text, |id| names.get(&id).cloned(), everyone);
            for file in &message.files {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&file.name);
            }
            let snippet = engine_text::snippet(&text, &words, SNIPPET_CHARS);
            (message, MarkedText { text: snippet.text, ranges: snippet.ranges })
        })
        .collect();
    Ok((hits, page.next))
}

/// Chats by name, for the search over everything.
pub(crate) fn chat_provider(state: ChatState) -> SearchProvider {
    let search = move |actor: Arc<Actor>, text: String, limit: u32| {
        let state = state.clone();
        let future: platform_events::BoxFuture<'static, Result<Vec<SearchHit>>> =
            Box::pin(async move { find_chats(&state, &actor, &text, limit).await });
        future
    };
    SearchProvider {
        kind: contracts::chat::objects::CHAT,
        order: 20,
        scope: Scope::ChatRead,
        search: Arc::new(search),
    }
}

/// Messages by words, for the search over everything.
pub(crate) fn message_provider(state: ChatState) -> SearchProvider {
    let search = move |actor: Arc<Actor>, text: String, limit: u32| {
        let state = state.clone();
        let future: platform_events::BoxFuture<'static, Result<Vec<SearchHit>>> =
            Box::pin(async move { message_hits(&state, &actor, text, limit).await });
        future
    };
    SearchProvider { kind: KIND, order: 30, scope: Scope::ChatRead, search: Arc::new(search) }
}

async fn find_chats(state: &ChatState, actor: &Actor, text: &str, limit: u32) -> Result<Vec<SearchHit>> {
    let (org, user) = (actor.org, actor.user);
    let groups = state
        .db
        .read(move |tx| Box::pin(async move { Ok(store::chats::groups_of(tx, org, user, TITLES).await?) }))
        .await?;
    let mut hits: Vec<(i64, SearchHit)> = groups
        .into_iter()
        .filter_map(|chat| {
            let title = chat.title_in(actor.locale).to_owned();
            let found = Name::new(&title).find(text)?;
            let ranges = utf16_ranges(&title, &found.ranges);
            let hit = SearchHit {
                id: chat.id,
                kind: contracts::chat::objects::CHAT.to_owned(),
                avatar: view::avatar(&chat),
                title: MarkedText { text: title, ranges },
                place: None,
                snippet: None,
                url: format!("/chat/{}", chat.id),
                at: Some(chat.last_at),
            };
            Some((i64::from(found.score), hit))
        })
        .collect();
    // Stable: equally good ones stay in the order of their latest message.
    hits.sort_by_key(|(score, _)| -score);
    Ok(hits.into_iter().take(limit as usize).map(|(_, hit)| hit).collect())
}

async fn message_hits(state: &ChatState, actor: &Actor, text: String, limit: u32) -> Result<Vec<SearchHit>> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let wanted =
        Found { text, chat: None, sender: None, from: None, to: None, facet: None, cursor: None, limit };
    let (hits, _) = find_messages(state, actor, wanted).await?;
    let places = places(state, actor, hits.iter().map(|(message, _)| message.chat).collect()).await?;
    Ok(hits
        .into_iter()
        .map(|(message, snippet)| SearchHit {
            id: message.id,
            kind: KIND.to_owned(),
            // In a chat of two its name is that of the other, who may have sent it.
            place: places.get(&message.chat).filter(|place| **place != message.sender_name).cloned(),
            title: MarkedText { text: message.sender_name, ranges: Vec::new() },
            snippet: Some(snippet),
            url: format!("/chat/{}?seq={}", message.chat, message.seq),
            avatar: None,
            at: Some(message.created_at),
        })
        .collect())
}

/// What these chats are called for this person.
async fn places(state: &ChatState, actor: &Actor, chats: HashSet<Id>) -> Result<HashMap<Id, String>> {
    let (org, user) = (actor.org, actor.user);
    let chats = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut found = Vec::with_capacity(chats.len());
                for id in chats {
                    found.extend(
                        store::chats::find_for_member(tx, org, id, user).await?.map(|(chat, _)| chat),
                    );
                }
                Ok(found)
            })
        })
        .await?;
    let peers: Vec<Id> = chats.iter().filter_map(|chat| chat.peer_of(user)).collect();
    let names: HashMap<Id, String> = state.ports.people()?.names(org, &peers).await?.into_iter().collect();
    let name = |chat: &Chat| chat.peer_of(user).and_then(|peer| names.get(&peer).cloned());
    Ok(chats
        .into_iter()
        .map(|chat| (chat.id, name(&chat).unwrap_or_else(|| chat.title_in(actor.locale).to_owned())))
        .collect())
}
