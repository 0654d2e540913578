//! What live clients hear of the directory: that something changed, and what. They ask for the rest.

use std::sync::Arc;

use platform_events::{BoxFuture, Event};
use platform_live::{Audience, LiveFrame, Renderer, event_frame, signal_frame};
use serde_json::{Value, json};

use crate::model::import::run::Import;
use crate::state::PeopleState;

/// Frames of the directory's events, for everybody of the organisation.
pub(crate) fn renderer() -> Renderer {
    Renderer::new("people.", |event: Arc<Event>| -> BoxFuture<'static, kernel::Result<Vec<LiveFrame>>> {
        Box::pin(async move { Ok(vec![frame(&event)]) })
    })
}

/// The frame of an event.
pub(crate) fn frame(event: &Event) -> LiveFrame {
    let id = [&event.body["user"], &event.body["department"]].into_iter().find(|id| !id.is_null());
    let data = json!({ "id": id.unwrap_or(&Value::Null) }).to_string();
    LiveFrame {
        audience: Audience::Org(event.org),
        text: event_frame(crate::STREAM, event.seq, &event.kind, event.at, &data),
    }
}

/// Tells whoever began an import how far it is.
pub(crate) fn import(state: &PeopleState, import: &Import) {
    let data = json!({ "id": import.id, "state": import.state, "progress": import.progress }).to_string();
    let audience = Audience::User(import.created_by);
    state.core.live.signal(LiveFrame { audience, text: signal_frame("people.import", &data) });
}

#[cfg(test)]
mod tests {
    use contracts::people::events;
    use kernel::{Id, Millis};

    use super::*;

    #[test]
    fn a_frame_names_what_changed_and_nothing_more() {
        let event = Event {
            id: Id(1),
            org: Id(2),
            stream: crate::STREAM.to_owned(),
            seq: 7,
            kind: events::USER_MOVED.to_owned(),
            actor: Some(Id(3)),
            at: Millis(5),
            body: json!({ "user": Id(4), "before": [Id(9)] }),
            live: None,
        };
        let frame = frame(&event);
        assert!(matches!(frame.audience, Audience::Org(Id(2))));
        assert_eq!(
            frame.text.as_str(),
            r#"{"type":"event","topic":"people","seq":7,"kind":"people.user.moved.v1","at":5,"data":{"id":"4"}}"#
        );
    }
}
