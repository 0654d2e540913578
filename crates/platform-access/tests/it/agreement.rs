//! The check, its explanation, and a plain model of both say the same of any tree.

use std::collections::BTreeMap;

use kernel::{Id, Millis};
use platform_access::{Level, Subject, SubjectKind, Viewer};
use platform_db::{Val, args};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::support::{ORG, OTHER_ORG, Office, in_an_office};

const CASES: u32 = 96;
const OBJECTS: usize = 6;
const USERS: i64 = 4;

#[derive(Clone, Debug)]
struct Node {
    owner: i64,
    parent: Option<usize>,
    locked: bool,
    grants: Vec<(Subject, Level)>,
}

#[derive(Clone, Debug)]
struct Case {
    nodes: Vec<Node>,
    members: Vec<(usize, i64, i64)>,
    viewer: Viewer,
}

const ASKED: [SubjectKind; 3] = [SubjectKind::Department, SubjectKind::Chat, SubjectKind::Role];

fn case() -> impl Strategy<Value = Case> {
    let subject = (0..SubjectKind::ALL.len(), 1..=USERS).prop_map(|(kind, id)| {
        let kind = SubjectKind::ALL[kind];
        let id = if kind == SubjectKind::Organisation { (id % 2) + 1 } else { id };
        Subject::new(kind, Id(id))
    });
    let level = (0..Level::ALL.len()).prop_map(|i| Level::ALL[i]);
    let node =
        (1..=USERS, proptest::option::of(0..OBJECTS), prop::bool::weighted(0.2), vec((subject, level), 0..4))
            .prop_map(|(owner, parent, locked, grants)| Node { owner, parent, locked, grants });
    let viewer =
        (proptest::option::weighted(0.9, (1..=USERS, prop::bool::weighted(0.85))), vec(1..=USERS, 0..2))
            .prop_map(|(person, links)| Viewer {
                person: person.map(|(user, inside)| (Id(user), if inside { ORG } else { OTHER_ORG })),
                links: links.into_iter().map(Id).collect(),
            });
    // Parents are drawn freely, so rings come up as well.
    (vec(node, OBJECTS), vec((0..ASKED.len(), 1..=USERS, 1..=USERS), 0..8), viewer)
        .prop_map(|(nodes, members, viewer)| Case { nodes, members, viewer })
}

/// The rules in their plainest form.
fn expected(case: &Case, of: usize) -> Option<Level> {
    let insider = case.viewer.person.filter(|(_, org)| *org == ORG).map(|(user, _)| user);
    let mut best = None;
    let mut seen = Vec::new();
    let mut at = Some(of);
    while let Some(i) = at.filter(|i| !seen.contains(i)) {
        seen.push(i);
        let node = &case.nodes[i];
        if insider == Some(Id(node.owner)) {
            best = Some(Level::Manage);
        }
        for (subject, level) in &node.grants {
            let among = match subject.kind {
                SubjectKind::Public => true,
                SubjectKind::Link => case.viewer.links.contains(&subject.id),
                SubjectKind::User => insider == Some(subject.id),
                SubjectKind::Organisation => insider.is_some() && subject.id == ORG,
                kind => insider.is_some_and(|user| {
                    case.members
                        .iter()
                        .any(|(k, s, u)| ASKED[*k] == kind && Id(*s) == subject.id && Id(*u) == user)
                }),
            };
            if among {
                best = best.max(Some(*level));
            }
        }
        at = if node.locked { None } else { node.parent };
    }
    best
}

#[test]
fn check_explanation_and_model_agree() {
    in_an_office(agree);
}

async fn agree(office: Office) {
    let handle = tokio::runtime::Handle::current();
    // The property runs on a thread of its own and waits there for the store.
    tokio::task::spawn_blocking(move || {
        let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
        TestRunner::new(config)
            .run(&case(), |case| {
                handle.block_on(check(&office, case))?;
                Ok(())
            })
            .unwrap();
    })
    .await
    .unwrap();
}

async fn check(office: &Office, mut case: Case) -> Result<(), TestCaseError> {
    // One grant a subject, as the table holds it.
    for node in &mut case.nodes {
        let unique: BTreeMap<Subject, Level> = node.grants.drain(..).collect();
        node.grants = unique.into_iter().collect();
    }
    let ids: Vec<Id> = case.nodes.iter().map(|_| office.ids.next()).collect();
    store(office, &case, &ids).await;
    office.directory.forget_members();
    for (kind, subject, user) in &case.members {
        office.directory.join(ASKED[*kind], Id(*subject), Id(*user));
    }
    for (i, id) in ids.iter().enumerate() {
        let (access, viewer, id) = (office.access.clone(), case.viewer.clone(), *id);
        let (fresh, remembered, explained) = office
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let fresh = access.level(tx, viewer.clone(), id).await?;
                    let remembered = access.level(tx, viewer.clone(), id).await?;
                    let explained = access.explain(tx, viewer, id, kernel::Locale::En).await?;
                    Ok((fresh, remembered, explained))
                })
            })
            .await
            .unwrap();
        let level = expected(&case, i);
        prop_assert_eq!(fresh, level);
        prop_assert_eq!(remembered, level);
        prop_assert_eq!(explained.level, level);
        prop_assert_eq!(explained.reasons.iter().map(|reason| reason.level).max(), level);
        prop_assert_eq!(explained.refusal(kernel::Locale::En).is_none(), level.is_some());
    }
    Ok(())
}

/// Writes the tree past the operations, which would refuse the rings.
async fn store(office: &Office, case: &Case, ids: &[Id]) {
    let (case, ids) = (case.clone(), ids.to_vec());
    office
        .db
        .write(move |tx| {
            Box::pin(async move {
                for (node, id) in case.nodes.iter().zip(&ids) {
                    tx.exec(
                        "INSERT INTO access_objects (id, org_id, kind, owner_id, parent_id, locked, title, created_at,
                           updated_at) VALUES ($1, $2, 'document', $3, NULL, $4, '', 0, 0)",
                        args![*id, ORG, node.owner, node.locked],
                    )
                    .await?;
                    for (subject, level) in &node.grants {
                        tx.exec(
                            "INSERT INTO access_grants (object_id, subject_kind, subject_id, level, granted_by, at)
                             VALUES ($1, $2, $3, $4, $5, $6)",
                            args![*id, subject.kind.as_str(), subject.id, level.as_str(), Val::Null, Millis(0)],
                        )
                        .await?;
                    }
                }
                for (node, id) in case.nodes.iter().zip(&ids) {
                    tx.exec(
                        "UPDATE access_objects SET parent_id = $2 WHERE id = $1",
                        args![*id, node.parent.map(|i| ids[i])],
                    )
                    .await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
}
