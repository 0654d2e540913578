//! Chats and messages as the API and live frames show them.

use std::collections::{HashMap, HashSet};

use contracts::people::UserCard;
use kernel::{Actor, Id, Millis, Result};
use platform_blob::Blobs;
use platform_core::FileInfo;
use platform_db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::model::chat::{Chat, ChatKind, ChatSettings};
use crate::model::member::{Draft, Member, MemberRole, NotifyLevel};
use crate::model::message::{Message, MessageKind, SystemNote};
use crate::model::text::plain;
use crate::state::ChatState;
use crate::store;

/// Characters of a quoted message that travel with the answer.
const QUOTE_CHARS: usize = 160;

/// A message.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Message)]
pub(crate) struct MessageView {
    /// The message.
    pub(crate) id: Id,
    /// Its chat.
    pub(crate) chat: Id,
    /// Its place in the chat, from 1 without gaps.
    pub(crate) seq: i64,
    /// Who sent it.
    pub(crate) sender: Id,
    /// The sender's name when this was rendered.
    pub(crate) sender_name: String,
    /// What sort of message.
    pub(crate) kind: MessageKind,
    /// Markdown; people are named `<@ID>`, everyone `<@all>`. Empty once recalled.
    pub(crate) text: String,
    /// People named.
    pub(crate) mentions: Vec<Id>,
    /// Whether everyone is named.
    pub(crate) mentions_all: bool,
    /// The message it answers; null also where the reader may not read that one.
    pub(crate) reply_to: Option<Quote>,
    /// Whether it answers a message from before the reader may read.
    pub(crate) reply_hidden: bool,
    /// Files posted with it.
    pub(crate) files: Vec<FileInfo>,
    /// Objects of the office that it links to; ask `/api/v1/core/objects/{id}` for their cards.
    pub(crate) objects: Vec<Id>,
    /// Reactions, the earliest first.
    pub(crate) reactions: Vec<ReactionView>,
    /// When it was posted.
    pub(crate) created_at: Millis,
    /// When its words last changed.
    pub(crate) edited_at: Option<Millis>,
    /// When it was taken back.
    pub(crate) recalled_at: Option<Millis>,
    /// Who took it back: its sender, or an admin of the group.
    pub(crate) recalled_by: Option<Id>,
    /// Whether it is pinned.
    pub(crate) pinned: bool,
    /// The sender's own name for it, for whoever sent it.
    pub(crate) client_id: Option<String>,
    /// What happened to the chat, for messages of the kind `system`.
    pub(crate) system: Option<SystemNote>,
}

/// A message that another one answers.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct Quote {
    /// The message.
    pub(crate) id: Id,
    /// Its place in the chat.
    pub(crate) seq: i64,
    /// Who sent it.
    pub(crate) sender: Id,
    /// The sender's name.
    pub(crate) sender_name: String,
    /// What sort of message.
    pub(crate) kind: MessageKind,
    /// Its first words; empty once recalled.
    pub(crate) text: String,
    /// Whether it was taken back.
    pub(crate) recalled: bool,
}

/// A reaction under a message.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Reaction)]
pub(crate) struct ReactionView {
    /// One emoji.
    pub(crate) emoji: String,
    /// How many people.
    pub(crate) count: i64,
    /// The first twenty of them.
    pub(crate) users: Vec<Id>,
    /// Whether the reader is among them. Always false in live frames, which all members share.
    pub(crate) mine: bool,
}

/// A chat as one of its members sees it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Chat)]
pub(crate) struct ChatView {
    /// The chat.
    pub(crate) id: Id,
    /// What sort of chat.
    pub(crate) kind: ChatKind,
    /// Its name; the other person's for direct chats.
    pub(crate) title: String,
    /// Address of its picture.
    pub(crate) avatar: Option<String>,
    /// The other person of a direct chat.
    pub(crate) peer: Option<UserCard>,
    /// The department it follows.
    pub(crate) department: Option<Id>,
    /// Announcement; empty when there is none.
    pub(crate) announcement: String,
    /// The owner of a group.
    pub(crate) owner: Option<Id>,
    /// How many members.
    pub(crate) members: i64,
    /// Place of the last message.
    pub(crate) last_seq: i64,
    /// Place of the last event: what live frames of the topic `chat:<id>` count by.
    pub(crate) event_seq: i64,
    /// When the last message came.
    pub(crate) last_at: Millis,
    /// The last message, if this member may read it.
    pub(crate) last_message: Option<MessageView>,
    /// What owner and admins decided.
    pub(crate) settings: ChatSettings,
    /// When it was made.
    pub(crate) created_at: Millis,
    /// The reader as a member.
    pub(crate) me: MyMembership,
}

/// A member's own side of a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct MyMembership {
    /// Role in the chat.
    pub(crate) role: MemberRole,
    /// Place of the last message read.
    pub(crate) read_seq: i64,
    /// Messages after it; what the office notes by itself does not count.
    pub(crate) unread: i64,
    /// Place of the chat's last message when `unread` was counted.
    pub(crate) last_seq: i64,
    /// Unread messages that name the member or everyone.
    pub(crate) mentions: i64,
    /// Place of the first of them.
    pub(crate) first_mention_seq: Option<i64>,
    /// Which messages are worth a notification.
    pub(crate) level: NotifyLevel,
    /// Whether notifications are off (`level` is `none`).
    pub(crate) muted: bool,
    /// Whether it stays on top of the list.
    pub(crate) pinned: bool,
    /// A text not sent yet.
    pub(crate) draft: Option<Draft>,
    /// First message this member may read.
    pub(crate) history_from: i64,
}

impl MyMembership {
    /// The member's side, with what is unread.
    pub(crate) async fn of(tx: &mut Tx, chat: &Chat, me: &Member) -> Result<Self> {
        let from = me.read_seq.max(me.history_from - 1);
        let unread = match (chat.last_seq - from).max(0) {
            0 => 0,
            after => after - store::mentions::notes(tx, chat.id, from, chat.last_seq).await?,
        };
        let (mentions, first_mention_seq) = if unread > 0 {
            store::mentions::unread(tx, chat.id, me.user, from, chat.last_seq).await?
        } else {
            (0, None)
        };
        Ok(Self {
            role: me.role,
            read_seq: me.read_seq,
            unread,
            last_seq: chat.last_seq,
            mentions,
            first_mention_seq,
            level: me.level,
            muted: me.level == NotifyLevel::None,
            pinned: me.pinned,
            draft: me.draft.clone(),
            history_from: me.history_from,
        })
    }
}

/// What rendering messages needs besides their rows, read in the same transaction.
pub(crate) struct Rows {
    pub(crate) messages: Vec<Message>,
    /// Messages answered, and whether the reader may read them.
    quoted: HashMap<Id, (Message, bool)>,
    reactions: HashMap<Id, Vec<store::reactions::Reaction>>,
    files: HashMap<Id, FileInfo>,
}

/// Reads what belongs to these messages.
pub(crate) async fn gather(tx: &mut Tx, reader: Id, messages: Vec<Message>) -> Result<Rows> {
    let mut quoted = HashMap::new();
    let mut reactions = HashMap::new();
    for message in &messages {
        if let Some(id) = message.reply_to
            && !quoted.contains_key(&id)
            && let Some(found) = store::messages::find(tx, id).await?
        {
            let from = store::members::history_from(tx, found.chat, reader).await?;
            let may_read = from.is_some_and(|from| found.seq >= from);
            quoted.insert(id, (found, may_read));
        }
        if message.has_reactions {
            reactions.insert(message.id, store::reactions::of_message(tx, message.id, reader).await?);
        }
    }
    let ids: Vec<Id> = messages.iter().flat_map(|message| message.files.iter().copied()).collect();
    let files = if ids.is_empty() {
        HashMap::new()
    } else {
        Blobs::files_in(tx, &ids).await?.iter().map(|file| (file.id, FileInfo::from(file))).collect()
    };
    Ok(Rows { messages, quoted, reactions, files })
}

/// Renders messages with the names of now.
pub(crate) async fn render(state: &ChatState, org: Id, rows: Rows) -> Result<Vec<MessageView>> {
    let wanted: HashSet<Id> = rows
        .messages
        .iter()
        .chain(rows.quoted.values().map(|(quoted, _)| quoted))
        .flat_map(|message| std::iter::once(message.sender).chain(message.mentions.iter().copied()))
        .collect();
    let wanted: Vec<Id> = wanted.into_iter().collect();
    let names: HashMap<Id, String> = state.ports.people()?.names(org, &wanted).await?.into_iter().collect();
    let Rows { messages, quoted, mut reactions, files } = rows;
    Ok(messages
        .into_iter()
        .map(|message| {
            let quote = match message.reply_to.and_then(|id| quoted.get(&id)) {
                None => Answered::Nothing,
                Some((_, false)) => Answered::Hidden,
                Some((quoted, true)) => Answered::Shown(quote(quoted, &names)),
            };
            let reactions = reactions.remove(&message.id).unwrap_or_default();
            let shown = message.files.iter().filter_map(|id| files.get(id).cloned()).collect();
            view(message, &names, quote, reactions, shown)
        })
        .collect())
}

/// What a message answers, to its reader.
enum Answered {
    Nothing,
    Hidden,
    Shown(Quote),
}

fn view(
    message: Message,
    names: &HashMap<Id, String>,
    answered: Answered,
    reactions: Vec<store::reactions::Reaction>,
    files: Vec<FileInfo>,
) -> MessageView {
    MessageView {
        sender_name: names.get(&message.sender).cloned().unwrap_or_default(),
        id: message.id,
        chat: message.chat,
        seq: message.seq,
        sender: message.sender,
        kind: message.kind,
        text: message.body,
        mentions: message.mentions,
        mentions_all: message.mentions_all,
        reply_hidden: matches!(answered, Answered::Hidden),
        reply_to: match answered {
            Answered::Shown(quote) => Some(quote),
            Answered::Nothing | Answered::Hidden => None,
        },
        files,
        objects: message.objects,
        reactions: reactions
            .into_iter()
            .map(|r| ReactionView { emoji: r.emoji, count: r.count, users: r.users, mine: r.mine })
            .collect(),
        created_at: message.created_at,
        edited_at: message.edited_at,
        recalled_at: message.recalled_at,
        recalled_by: message.recalled_by,
        pinned: message.pinned,
        client_id: message.client_id,
        system: message.system,
    }
}

fn quote(message: &Message, names: &HashMap<Id, String>) -> Quote {
    // Everyone is left as it is: the reader's client knows the language.
    let text = plain(&message.body, |id| names.get(&id).cloned(), "<@all>");
    Quote {
        id: message.id,
        seq: message.seq,
        sender: message.sender,
        sender_name: names.get(&message.sender).cloned().unwrap_or_default(),
        kind: message.kind,
        text: text.chars().take(QUOTE_CHARS).collect(),
        recalled: message.recalled_at.is_some(),
    }
}

/// Renders chats as this person sees them, each with its last message.
pub(crate) async fn chats(
    state: &ChatState,
    actor: &Actor,
    found: Vec<(Chat, Member)>,
) -> Result<Vec<ChatView>> {
    let reader = actor.user;
    let (sides, rows) = state
        .db
        .read(move |tx| {
            Box::pin(async move {
                let mut sides = Vec::with_capacity(found.len());
                let mut messages = Vec::new();
                for (chat, me) in found {
                    let mine = MyMembership::of(tx, &chat, &me).await?;
                    if chat.last_seq >= me.history_from {
                        messages.extend(store::messages::at(tx, chat.id, chat.last_seq).await?);
                    }
                    sides.push((chat, mine));
                }
                Ok((sides, gather(tx, reader, messages).await?))
            })
        })
        .await?;
    let mut last: HashMap<Id, MessageView> =
        render(state, actor.org, rows).await?.into_iter().map(|message| (message.chat, message)).collect();
    let peers: Vec<Id> = sides.iter().filter_map(|(chat, _)| chat.peer_of(actor.user)).collect();
    let mut cards: HashMap<Id, UserCard> = state
        .ports
        .people()?
        .cards(actor.org, &peers)
        .await?
        .into_iter()
        .map(|card| (card.id, card))
        .collect();
    Ok(sides
        .into_iter()
        .map(|(chat, me)| {
            let peer = chat.peer_of(actor.user).and_then(|id| cards.remove(&id));
            ChatView {
                title: peer
                    .as_ref()
                    .map_or_else(|| chat.title_in(actor.locale).to_owned(), |peer| peer.name.clone()),
                avatar: avatar(&chat).or_else(|| peer.as_ref().and_then(|peer| peer.avatar.clone())),
                peer,
                last_message: last.remove(&chat.id),
                id: chat.id,
                kind: chat.kind,
                department: chat.department,
                announcement: chat.announcement,
                owner: chat.owner,
                members: chat.members,
                last_seq: chat.last_seq,
                event_seq: chat.event_seq,
                last_at: chat.last_at,
                settings: chat.settings,
                created_at: chat.created_at,
                me,
            }
        })
        .collect())
}

/// Renders one chat.
pub(crate) async fn chat(state: &ChatState, actor: &Actor, chat: Chat, me: Member) -> Result<ChatView> {
    let mut views = chats(state, actor, vec![(chat, me)]).await?;
    views.pop().ok_or_else(kernel::Error::not_found)
}

/// Address of a chat's picture.
pub(crate) fn avatar(chat: &Chat) -> Option<String> {
    chat.avatar_file.map(|file| format!("/api/v1/core/files/{file}/thumbnail?size=small"))
}

/// What a chat looks like, and is called if somebody named it, for who hears that it changed.
pub(crate) fn changed(chat: &Chat) -> serde_json::Value {
    let mut changed = serde_json::json!({
        "chat": chat.id, "kind": chat.kind, "avatar": avatar(chat),
        "announcement": chat.announcement, "settings": chat.settings, "owner": chat.owner,
    });
    // A name that depends on the reader's language does not change.
    if !chat.has_own_title() {
        return changed;
    }
    changed["title"] = chat.title.clone().into();
    changed
}

/// A note of the office, as all members see it.
pub(crate) fn system_note(message: Message, name: &str) -> MessageView {
    let names = HashMap::from([(message.sender, name.to_owned())]);
    view(message, &names, Answered::Nothing, Vec::new(), Vec::new())
}

/// A message just posted, as all members see it.
pub(crate) fn fresh(
    message: Message,
    names: &HashMap<Id, String>,
    quoted: Option<&Message>,
    files: Vec<FileInfo>,
) -> MessageView {
    let answered = quoted.map_or(Answered::Nothing, |quoted| Answered::Shown(quote(quoted, names)));
    view(message, names, answered, Vec::new(), files)
}
