//! What changes of the directory look like to live clients: ids only, everyone asks for what they show.

use platform_live::{Audience, LiveFrame, Renderer, event_frame};

/// Renders events of the directory for everyone in the organisation who is connected.
pub(crate) fn renderer() -> Renderer {
    Renderer::new("people.", |event| {
        Box::pin(async move {
            let data = event.body.to_string();
            let text = event_frame(&event.stream, event.seq, &event.kind, event.at, &data);
            Ok(vec![LiveFrame { audience: Audience::Org(event.org), text }])
        })
    })
}
