//! What other modules ask of the directory.

use std::sync::Arc;

use kernel::{Actor, Id};
use platform_access::{Level, NewObject, Subject, SubjectKind, Viewer};
use serde_json::json;

use crate::support::{App, EDUCATION, HEALTH, HEALTH_MEDICAL, LIU, OWNER, SCOPED, SHAN, in_an_office};

async fn actor(app: &App, who: usize) -> Arc<Actor> {
    let token = app.token(who).await;
    app.node.core.ports.authenticate().unwrap().authenticate(&token).await.unwrap().unwrap()
}

#[test]
fn cards_names_and_departments_are_answered_from_memory() {
    in_an_office(async |app| {
        let people = Arc::clone(app.node.core.ports.people().unwrap());
        let (liu, owner) = (app.people[LIU], app.people[OWNER]);
        let cards = people.cards(app.org, &[liu, Id(7), owner]).await.unwrap();
        assert_eq!(cards.iter().map(|card| card.name.as_str()).collect::<Vec<_>>(), ["刘竞文", "王芳"]);
        assert_eq!(cards[0].departments[0].path, ["区政府", "教育局", "办公室"]);
        assert_eq!(people.names(app.org, &[owner]).await.unwrap(), [(owner, "王芳".to_owned())]);
        assert_eq!(
            people.department_people(app.org, app.departments[EDUCATION]).await.unwrap(),
            [app.people[SCOPED], liu]
        );
        assert_eq!(people.everyone(app.org).await.unwrap().len(), 5);
        let (name, path) =
            people.department(app.org, app.departments[HEALTH_MEDICAL]).await.unwrap().unwrap();
        assert_eq!((name.as_str(), path.len()), ("医政科", 3));
        assert_eq!(people.departments_of(app.org, liu).await.unwrap().len(), 3);
        // Another organisation sees nothing of it.
        assert_eq!(people.cards(Id(1), &[liu]).await.unwrap(), []);
        assert_eq!(people.everyone(Id(1)).await.unwrap(), [] as [Id; 0]);
        let found =
            people.search(&actor(&app, OWNER).await.as_ref().clone(), "x", Some(&[liu]), 10).await.unwrap();
        assert!(found.iter().all(|card| card.id == liu));
        let found = people
            .search(&actor(&app, OWNER).await.as_ref().clone(), "liu", Some(&[owner]), 10)
            .await
            .unwrap();
        assert_eq!(found, []);
    });
}

#[test]
fn people_are_the_first_group_of_the_search_over_everything() {
    in_an_office(async |app| {
        let provider = app.node.core.providers.all().into_iter().next().unwrap();
        assert_eq!(provider.kind, "person");
        let hits = (provider.search)(actor(&app, OWNER).await, "ljw".to_owned(), 5).await.unwrap();
        assert_eq!((hits[0].title.text.as_str(), &hits[0].title.ranges), ("刘竞文", &vec![[0, 3]]));
        assert_eq!(hits[0].snippet.as_ref().unwrap().text, "办公室 · 科员");
        assert_eq!(hits[0].url, format!("/people/user/{}", app.people[LIU]));
    });
}

#[test]
fn links_to_people_and_departments_unfurl() {
    in_an_office(async |app| {
        let actor = actor(&app, OWNER).await;
        let (access, db) = (&app.node.core.access, &app.node.core.db);
        let (other_department, other_person) = app.other_organisation().await;
        let ids = [app.people[LIU], app.departments[HEALTH], other_department, other_person];
        let cards = access.cards(db, &actor, &ids).await.unwrap();
        assert_eq!(cards.len(), 2);
        assert_eq!(
            (cards[0].title.as_str(), cards[0].subtitle.as_deref()),
            ("刘竞文", Some("办公室 · 科员"))
        );
        assert_eq!((cards[1].title.as_str(), cards[1].preview.as_deref()), ("卫健局", Some("1 人")));
        assert_eq!(cards[1].url, format!("/people/dept/{}", app.departments[HEALTH]));
    });
}

#[test]
fn departments_and_roles_are_subjects_that_follow_the_directory() {
    in_an_office(async |app| {
        let core = app.node.core.clone();
        let (org, owner) = (app.org, app.people[OWNER]);
        let id = core.ids.next();
        let (access, education) = (core.access.clone(), app.departments[EDUCATION]);
        core.db
            .write(move |tx| {
                Box::pin(async move {
                    let new = NewObject { id, org, kind: "doc", owner, parent: None, title: "通知" };
                    let object = access.register(tx, new).await?;
                    let subject = Subject::new(SubjectKind::Department, education);
                    access.grant(tx, &object, subject, Level::View, Some(owner)).await?;
                    // The second role: admins of everything.
                    let admins = Subject::new(SubjectKind::Role, Id(2));
                    access.grant(tx, &object, admins, Level::Edit, Some(owner)).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        let level = async |who: usize| {
            let (access, viewer) = (core.access.clone(), Viewer::person(app.people[who], org));
            core.db.read(move |tx| Box::pin(async move { access.level(tx, viewer, id).await })).await.unwrap()
        };
        assert_eq!(level(LIU).await, Some(Level::View));
        assert_eq!(level(SHAN).await, None);
        assert_eq!(level(crate::support::ADMIN).await, Some(Level::Edit));
        let token = app.token(OWNER).await;
        let moved = json!({ "departments": [{ "id": app.departments[EDUCATION] }] });
        app.node.patch(&app.user(SHAN), &token, moved).await.ok();
        assert_eq!(level(SHAN).await, Some(Level::View), "at once");
    });
}
