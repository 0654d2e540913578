//! What is remembered, and when it is forgotten.

use kernel::{Error, Id, Millis};
use platform_access::{Level, Subject, SubjectKind};
use platform_events::Event;

use crate::support::{ANNA, ORG, actor, in_an_office};

const CHAT: Id = Id(20);

#[test]
fn reads_ask_once_until_something_changes() {
    in_an_office(async |office| {
        let object = office.add("预算", None).await;
        let other = office.add("其他", None).await;
        office.grant(&object, SubjectKind::Chat, CHAT, Level::Edit).await;
        office.directory.join(SubjectKind::Chat, CHAT, ANNA);
        for _ in 0..3 {
            assert_eq!(office.level(&actor(ANNA), &object).await, Some(Level::Edit));
        }
        assert_eq!(office.directory.questions(), 1);

        // A grant anywhere forgets; so does an event after which members may differ, and nothing else.
        office.grant(&other, SubjectKind::User, ANNA, Level::View).await;
        office.level(&actor(ANNA), &object).await;
        assert_eq!(office.directory.questions(), 2);
        let event = |kind: &str| Event {
            id: Id(1),
            org: ORG,
            stream: "people".to_owned(),
            seq: 1,
            kind: kind.to_owned(),
            actor: None,
            at: Millis(0),
            body: serde_json::Value::Null,
            live: None,
        };
        office.access.observe(&event("people.policy.changed.v1"));
        office.level(&actor(ANNA), &object).await;
        assert_eq!(office.directory.questions(), 2);
        office.access.observe(&event("people.user.moved.v1"));
        office.level(&actor(ANNA), &object).await;
        assert_eq!(office.directory.questions(), 3);

        // Nothing is believed for ever.
        office.directory.leave(SubjectKind::Chat, CHAT, ANNA);
        assert_eq!(office.level(&actor(ANNA), &object).await, Some(Level::Edit));
        office.clock.advance(3_000);
        assert_eq!(office.level(&actor(ANNA), &object).await, None);
    });
}

#[test]
fn writes_see_the_present_and_leave_no_trace_when_undone() {
    in_an_office(async |office| {
        let object = office.add("预算", None).await;
        assert_eq!(office.level(&actor(ANNA), &object).await, None);
        let (access, shared) = (office.access.clone(), object.clone());
        let undone = office
            .db
            .write::<(), _>(move |tx| {
                Box::pin(async move {
                    let anna = actor(ANNA);
                    let subject = Subject::new(SubjectKind::User, ANNA);
                    access.grant(tx, &shared, subject, Level::Edit, None).await?;
                    assert_eq!(access.level(tx, &anna, shared.id).await?, Some(Level::Edit));
                    Err(Error::not_found())
                })
            })
            .await;
        assert!(undone.is_err());
        assert_eq!(office.level(&actor(ANNA), &object).await, None);
    });
}
