//! Reading a chat up to a message.

use kernel::{Actor, Id, Result};
use platform_live::{Audience, LiveFrame, signal_frame};
use serde_json::json;

use crate::access::{Need, access_chat};
use crate::model::limits::SMALL_CHAT;
use crate::on::mentioned::told_no_more;
use crate::state::ChatState;
use crate::store;
use crate::view::MyMembership;

/// Moves the read mark forward, never back; the member's side after it. `seq` beyond the last message means all.
pub(crate) async fn read_chat(state: &ChatState, actor: &Actor, chat: Id, seq: i64) -> Result<MyMembership> {
    let (this, who) = (state.clone(), actor.clone());
    let (moved, me) = state
        .db
        .write(move |tx| {
            Box::pin(async move {
                let mut seen = access_chat(tx, &who, chat, Need::Read).await?;
                let seq = seq.min(seen.chat.last_seq);
                // Who has read where they were named need not be told of it any more.
                let named = store::mentions::named_in(tx, chat, who.user, seen.me.read_seq, seq).await?;
                told_no_more(&this, tx, who.org, who.user, &named).await?;
                let moved = store::members::read(tx, chat, who.user, seq, this.clock.now()).await?;
                seen.me.read_seq = seen.me.read_seq.max(seq);
                Ok((moved, MyMembership::of(tx, &seen.chat, &seen.me).await?))
            })
        })
        .await?;
    if moved {
        tell(state, actor, chat, &me).await?;
    }
    Ok(me)
}

/// Tells the reader's other devices, and in a small chat everyone, who has read how far.
async fn tell(state: &ChatState, actor: &Actor, chat: Id, me: &MyMembership) -> Result<()> {
    let members = state.audience(chat).await?.ids;
    let data = json!({
        "chat": chat, "user": actor.user, "read_seq": me.read_seq, "unread": me.unread, "last_seq": me.last_seq,
        "mentions": me.mentions,
    });
    let text = signal_frame("chat.read", &data.to_string());
    let audience =
        if members.len() <= SMALL_CHAT { Audience::Users(members) } else { Audience::User(actor.user) };
    state.live.signal(LiveFrame { audience, text });
    Ok(())
}
