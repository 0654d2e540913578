//! Who may do what.

use kernel::{Id, Kind, Locale};
use platform_access::{ACCESS_DENIED, Because, Level, Place, Subject, SubjectKind, Viewer};
use platform_db::args;

use crate::support::{ANNA, BELA, ORG, OTHER_ORG, OWNER, STRANGER, actor, in_an_office};

#[test]
fn every_kind_of_subject_opens() {
    in_an_office(async |office| {
        for kind in SubjectKind::ALL {
            let object = office.add("预算", None).await;
            assert_eq!(office.level(&actor(ANNA), &object).await, None, "{kind:?}");
            let subject = match kind {
                SubjectKind::User => ANNA,
                SubjectKind::Organisation => ORG,
                SubjectKind::Public => Id(0),
                _ => Id(500),
            };
            office.grant(&object, kind, subject, Level::Edit).await;
            if matches!(kind, SubjectKind::Department | SubjectKind::Chat | SubjectKind::Role) {
                assert_eq!(office.level(&actor(ANNA), &object).await, None, "{kind:?}");
                office.directory.join(kind, subject, ANNA);
                office.access.invalidate();
            }
            let (mut anna, mut bela) = (Viewer::from(&actor(ANNA)), Viewer::from(&actor(BELA)));
            if kind == SubjectKind::Link {
                anna = anna.with_link(subject);
                bela = bela.with_link(Id(501));
            }
            assert_eq!(office.level(anna.clone(), &object).await, Some(Level::Edit), "{kind:?}");
            let everybody = matches!(kind, SubjectKind::Organisation | SubjectKind::Public);
            assert_eq!(office.level(bela, &object).await, everybody.then_some(Level::Edit), "{kind:?}");
            let anyone = kind == SubjectKind::Public;
            assert_eq!(
                office.level(Viewer::visitor(), &object).await,
                anyone.then_some(Level::Edit),
                "{kind:?}"
            );
            assert_eq!(office.level(&actor(OWNER), &object).await, Some(Level::Manage), "{kind:?}");

            assert!(office.revoke(&object, kind, subject).await);
            assert_eq!(office.level(anna, &object).await, None, "{kind:?}");
            assert!(!office.revoke(&object, kind, subject).await);
        }
        let object = office.add("预算", None).await;
        office.grant(&object, SubjectKind::Link, Id(500), Level::View).await;
        assert_eq!(office.level(Viewer::visitor().with_link(Id(500)), &object).await, Some(Level::View));
    });
}

#[test]
fn the_highest_grant_counts() {
    in_an_office(async |office| {
        let object = office.add("预算", None).await;
        office.directory.join(SubjectKind::Chat, Id(20), ANNA);
        office.directory.join(SubjectKind::Department, Id(30), ANNA);
        office.grant(&object, SubjectKind::Organisation, ORG, Level::View).await;
        office.grant(&object, SubjectKind::Chat, Id(20), Level::Edit).await;
        office.grant(&object, SubjectKind::Department, Id(30), Level::Comment).await;
        office.grant(&object, SubjectKind::Role, Id(40), Level::Manage).await;
        assert_eq!(office.level(&actor(ANNA), &object).await, Some(Level::Edit));
        assert_eq!(office.level(&actor(BELA), &object).await, Some(Level::View));
        // A grant that exists is replaced, also by a lower one.
        office.grant(&object, SubjectKind::Chat, Id(20), Level::View).await;
        assert_eq!(office.level(&actor(ANNA), &object).await, Some(Level::Comment));
    });
}

#[test]
fn what_lies_in_something_inherits_until_a_lock() {
    in_an_office(async |office| {
        let space = office.add("空间", None).await;
        let folder = office.add_of(ORG, BELA, "文件夹", Some(&space)).await.unwrap();
        let document = office.add("文档", Some(&folder)).await;
        office.grant(&space, SubjectKind::User, ANNA, Level::Edit).await;
        assert_eq!(office.level(&actor(ANNA), &document).await, Some(Level::Edit));
        assert_eq!(office.level(&actor(BELA), &document).await, Some(Level::Manage), "owns what it lies in");

        office.lock(&folder, true).await;
        assert_eq!(office.level(&actor(ANNA), &folder).await, None);
        assert_eq!(office.level(&actor(ANNA), &document).await, None);
        assert_eq!(office.level(&actor(BELA), &document).await, Some(Level::Manage), "the lock is above");
        office.grant(&document, SubjectKind::User, ANNA, Level::View).await;
        assert_eq!(office.level(&actor(ANNA), &document).await, Some(Level::View));
        office.lock(&document, true).await;
        assert_eq!(office.level(&actor(BELA), &document).await, None);
        office.lock(&document, false).await;
        office.lock(&folder, false).await;
        assert_eq!(office.level(&actor(ANNA), &document).await, Some(Level::Edit));

        // Moved out, it inherits nothing; moved back, everything.
        let moved = office.move_to(&document, None).await.unwrap();
        assert_eq!(office.level(&actor(ANNA), &document).await, Some(Level::View));
        assert_eq!(office.level(&actor(BELA), &document).await, None);
        office.move_to(&moved, Some(&space)).await.unwrap();
        assert_eq!(office.level(&actor(ANNA), &document).await, Some(Level::Edit));
    });
}

#[test]
fn rings_and_depth_end() {
    in_an_office(async |office| {
        let mut chain = vec![office.add("0", None).await];
        for _ in 1..platform_access::MAX_DEPTH {
            chain.push(office.add("…", chain.last()).await);
        }
        let last = chain.last().unwrap();
        office.grant(&chain[0], SubjectKind::User, ANNA, Level::View).await;
        assert_eq!(office.level(&actor(ANNA), last).await, Some(Level::View));
        let error = office.add_of(ORG, OWNER, "33", Some(last)).await.unwrap_err();
        assert!(error.is(&platform_access::OBJECT_TOO_DEEP), "{error:?}");

        // No operation makes a ring, but a check must end even in one.
        let (first, tenth) = (chain[0].id, chain[9].id);
        let rings = [(first, tenth), (tenth, tenth), (first, first)];
        for (inner, outer) in rings {
            office
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let sql = "UPDATE access_objects SET parent_id = $2 WHERE id = $1";
                        Ok(tx.exec(sql, args![inner, outer]).await?)
                    })
                })
                .await
                .unwrap();
            office.access.invalidate();
            for object in [&chain[0], &chain[9], &chain[20]] {
                let explained = office.explain(&actor(ANNA), object).await;
                assert_eq!(explained.level, office.level(&actor(ANNA), object).await);
                assert!(explained.reasons.len() <= 1, "each object counts once");
            }
        }
    });
}

#[test]
fn organisations_are_apart() {
    in_an_office(async |office| {
        let object = office.add("预算", None).await;
        office.directory.join(SubjectKind::Chat, Id(20), STRANGER);
        office.grant(&object, SubjectKind::Chat, Id(20), Level::Edit).await;
        office.grant(&object, SubjectKind::User, STRANGER, Level::Edit).await;
        office.grant(&object, SubjectKind::Organisation, OTHER_ORG, Level::Edit).await;
        let stranger = actor(STRANGER);
        assert_eq!(office.level(&stranger, &object).await, None);
        let explained = office.explain(&stranger, &object).await;
        assert!(explained.outside && explained.reasons.is_empty());
        assert!(explained.refusal(Locale::En).unwrap().contains("organisation"));
        // The owner acting in another organisation is a stranger there.
        assert_eq!(office.level(Viewer::person(OWNER, OTHER_ORG), &object).await, None);
        office.grant(&object, SubjectKind::Public, Id(0), Level::View).await;
        assert_eq!(office.level(&stranger, &object).await, Some(Level::View));
        // Nothing lies in what belongs to others.
        let error = office.add_of(OTHER_ORG, STRANGER, "x", Some(&object)).await.unwrap_err();
        assert_eq!(error.code().kind, Kind::NotFound);
    });
}

#[test]
fn require_hides_or_names_whom_to_ask() {
    in_an_office(async |office| {
        let object = office.add("预算", None).await;
        let error = office.require(&actor(ANNA), object.id, Level::View).await.unwrap_err();
        assert_eq!(error.code().kind, Kind::NotFound);
        let missing = office.require(&actor(ANNA), Id(77), Level::View).await.unwrap_err();
        assert_eq!(missing.text(Locale::En), error.text(Locale::En), "the two cannot be told apart");

        office.grant(&object, SubjectKind::User, ANNA, Level::Comment).await;
        assert_eq!(office.require(&actor(ANNA), object.id, Level::Comment).await.unwrap(), object);
        // Twice: also the remembered answer refuses.
        for _ in 0..2 {
            let error = office.require(&actor(ANNA), object.id, Level::Edit).await.unwrap_err();
            assert!(error.is(&ACCESS_DENIED));
            assert_eq!(
                error.text(Locale::En),
                "You can see “预算”, but you may not do this with it. Ask 王芳 for access."
            );
            assert!(error.text(Locale::ZhCn).contains("请联系 王芳"));
            assert!(error.params().contains(&("needed", "edit".to_owned())));
            assert!(error.params().contains(&("level", "comment".to_owned())));
            assert!(error.params().contains(&("owner_id", OWNER.to_string())));
        }
    });
}

#[test]
fn explain_shows_every_way() {
    in_an_office(async |office| {
        let space = office.add("空间", None).await;
        let document = office.add("文档", Some(&space)).await;
        office.directory.join(SubjectKind::Department, Id(30), ANNA);
        office.directory.call(SubjectKind::Department, Id(30), "财务部");
        office.grant(&space, SubjectKind::Department, Id(30), Level::Edit).await;
        office.grant(&document, SubjectKind::User, ANNA, Level::View).await;
        office.grant(&document, SubjectKind::User, BELA, Level::Manage).await;

        let explained = office.explain(&actor(ANNA), &document).await;
        assert_eq!(explained.level, Some(Level::Edit));
        assert_eq!(explained.refusal(Locale::ZhCn), None);
        let [department, personal] = explained.reasons.as_slice() else { panic!("{explained:?}") };
        assert_eq!(department.because, Because::Granted(Subject::new(SubjectKind::Department, Id(30))));
        assert_eq!(department.via, Place { id: space.id, title: "空间".to_owned() });
        assert_eq!(department.text(Locale::ZhCn), "属于部门“财务部”，可以编辑（继承自上级“空间”）");
        assert_eq!(
            department.text(Locale::En),
            "belongs to the department “财务部” and may edit (inherited from “空间”)"
        );
        assert_eq!(personal.text(Locale::ZhCn), "被单独授权，可以查看");
        assert!(!personal.inherited);

        let owner = office.explain(&actor(OWNER), &document).await;
        assert_eq!(owner.reasons.len(), 2, "owns both");
        assert_eq!(owner.reasons[0].text(Locale::En), "is the owner and may manage");

        office.lock(&document, true).await;
        office.revoke(&document, SubjectKind::User, ANNA).await;
        let refused = office.explain(&actor(ANNA), &document).await;
        assert_eq!(
            (refused.level, refused.locked_at.as_ref().map(|place| place.id)),
            (None, Some(document.id))
        );
        assert_eq!(refused.refusal(Locale::ZhCn).unwrap(), "没有任何授权包含此人。“文档”不继承上级的权限。");
    });
}

#[test]
fn grants_are_listed_with_what_is_inherited() {
    in_an_office(async |office| {
        let space = office.add("空间", None).await;
        let document = office.add("文档", Some(&space)).await;
        office.directory.call(SubjectKind::Chat, Id(20), "项目群");
        office.grant(&space, SubjectKind::Organisation, ORG, Level::View).await;
        office.grant(&document, SubjectKind::Chat, Id(20), Level::Edit).await;
        office.grant(&document, SubjectKind::User, BELA, Level::View).await;
        let (access, object) = (office.access.clone(), document.clone());
        let list = office
            .db
            .read(move |tx| Box::pin(async move { access.list_grants(tx, &object, Locale::En).await }))
            .await
            .unwrap();
        let seen: Vec<_> =
            list.iter().map(|g| (g.subject.kind, g.name.as_deref(), g.level, g.inherited)).collect();
        assert_eq!(
            seen,
            vec![
                (SubjectKind::Chat, Some("项目群"), Level::Edit, false),
                (SubjectKind::User, None, Level::View, false),
                (SubjectKind::Organisation, Some("everyone in the organisation"), Level::View, true),
            ]
        );
        assert_eq!(list[2].via.id, space.id);
        assert_eq!(list[0].by, Some(OWNER));
    });
}
