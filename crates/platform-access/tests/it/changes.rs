//! Changing objects and grants: rules and events.

use kernel::{Id, Result};
use platform_access::{
    Level, MAX_GRANTS, OBJECT_CYCLE, OBJECT_NOT_EMPTY, Object, Subject, SubjectKind, TOO_MANY_GRANTS, events,
};
use platform_events::read_stream;

use crate::support::{ANNA, BELA, OWNER, Office, actor, in_an_office};

async fn remove(office: &Office, object: &Object) -> Result<()> {
    let (access, object) = (office.access.clone(), object.clone());
    office.db.write(move |tx| Box::pin(async move { access.remove(tx, &object, Some(OWNER)).await })).await
}

#[test]
fn nothing_is_moved_into_itself() {
    in_an_office(async |office| {
        let a = office.add("甲", None).await;
        let b = office.add("乙", Some(&a)).await;
        let c = office.add("丙", Some(&b)).await;
        for target in [&a, &b, &c] {
            let error = office.move_to(&a, Some(target)).await.unwrap_err();
            assert!(error.is(&OBJECT_CYCLE), "{error:?}");
        }
        office.move_to(&c, Some(&a)).await.unwrap();
        office.move_to(&b, Some(&c)).await.unwrap();
    });
}

#[test]
fn only_empty_objects_are_removed() {
    in_an_office(async |office| {
        let folder = office.add("文件夹", None).await;
        let document = office.add("文档", Some(&folder)).await;
        office.grant(&document, SubjectKind::User, ANNA, Level::Edit).await;
        let error = remove(&office, &folder).await.unwrap_err();
        assert!(error.is(&OBJECT_NOT_EMPTY), "{error:?}");
        remove(&office, &document).await.unwrap();
        assert_eq!(office.level(&actor(ANNA), &document).await, None);
        assert!(office.require(&actor(OWNER), document.id, Level::View).await.is_err());
        remove(&office, &document).await.unwrap();
        remove(&office, &folder).await.unwrap();
    });
}

#[test]
fn grants_are_few_and_links_do_not_manage() {
    in_an_office(async |office| {
        let object = office.add("预算", None).await;
        for kind in [SubjectKind::Link, SubjectKind::Public] {
            let error =
                office.try_grant(&object, Subject::new(kind, Id(5)), Level::Manage).await.unwrap_err();
            assert!(error.is(&platform_access::LEVEL_TOO_HIGH), "{error:?}");
        }
        let (access, shared) = (office.access.clone(), object.clone());
        office
            .db
            .write(move |tx| {
                Box::pin(async move {
                    for user in 0..i64::from(MAX_GRANTS) {
                        let subject = Subject::new(SubjectKind::User, Id(1_000 + user));
                        access.grant(tx, &shared, subject, Level::View, None).await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
        let error =
            office.try_grant(&object, Subject::new(SubjectKind::User, ANNA), Level::View).await.unwrap_err();
        assert!(error.is(&TOO_MANY_GRANTS), "{error:?}");
        // One that is there may still change.
        assert!(
            office.try_grant(&object, Subject::new(SubjectKind::User, Id(1_000)), Level::Edit).await.unwrap()
        );
    });
}

#[test]
fn every_change_of_access_is_told_once() {
    in_an_office(async |mut office| {
        let folder = office.add("文件夹", None).await;
        let document = office.add("文档", None).await;
        assert!(office.told().is_empty(), "a new object changes nobody's access");
        office.grant(&document, SubjectKind::User, ANNA, Level::View).await;
        let again =
            office.try_grant(&document, Subject::new(SubjectKind::User, ANNA), Level::View).await.unwrap();
        assert!(!again, "nothing changed");
        office.grant(&document, SubjectKind::User, ANNA, Level::Edit).await;
        office.move_to(&document, Some(&folder)).await.unwrap();
        office.lock(&document, true).await;
        office.revoke(&document, SubjectKind::User, ANNA).await;
        office.revoke(&document, SubjectKind::User, ANNA).await;
        remove(&office, &document).await.unwrap();
        remove(&office, &document).await.unwrap();
        let kinds = [
            events::GRANT_ADDED,
            events::GRANT_ADDED,
            events::OBJECT_CHANGED,
            events::OBJECT_CHANGED,
            events::GRANT_REMOVED,
            events::OBJECT_REMOVED,
        ];
        assert_eq!(office.told(), kinds);

        let stream = format!("object:{}", document.id);
        let log = office
            .db
            .read(move |tx| Box::pin(async move { Ok(read_stream(tx, &stream, 0, 100).await?) }))
            .await
            .unwrap();
        assert_eq!(log.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), kinds);
        assert_eq!(log[1].body["subject"], ANNA.to_string());
        assert_eq!(log[1].body["subject_kind"], "user");
        assert_eq!((&log[1].body["was"], &log[1].body["level"]), (&"view".into(), &"edit".into()));
        assert_eq!(log[2].body["parent"], folder.id.to_string());
        assert_eq!(log[3].body["locked"], true);
        assert!(log.iter().all(|event| event.actor == Some(OWNER)));
    });
}

#[test]
fn titles_and_owners_change() {
    in_an_office(async |office| {
        let object = office.add("旧名", None).await;
        office.clock.advance(1_000);
        let (access, before) = (office.access.clone(), object.clone());
        let after = office
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let renamed = access.rename(tx, &before, "新名").await?;
                    access.set_owner(tx, &renamed, BELA, Some(OWNER)).await
                })
            })
            .await
            .unwrap();
        let stored = office.require(&actor(BELA), object.id, Level::Manage).await.unwrap();
        assert_eq!(stored, after);
        assert_eq!((stored.title.as_str(), stored.owner), ("新名", BELA));
        assert_eq!(stored.updated_at.since(stored.created_at), 1_000);
        assert_eq!(office.level(&actor(OWNER), &object).await, None);
    });
}
