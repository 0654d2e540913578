//! People and departments as objects: what a link to one shows, and who belongs to a subject of a grant.
//!
//! They have no rows among the objects: everybody of the organisation sees them, and this module knows them.

use std::sync::Arc;

use contracts::people::UserCard;
use contracts::people::objects::{DEPARTMENT, PERSON};
use kernel::{Actor, Id, Locale, Result, Role};
use platform_access::{ObjectCard, ObjectKind, SubjectKind, SubjectResolver};
use platform_core::Core;
use platform_db::{BoxFuture, Tx};

use crate::model::role::is_within;
use crate::state::PeopleState;
use crate::store;

/// What stands between a department and a title on a card.
const BETWEEN: &str = " · ";

/// Why somebody sees a person or a department.
const FOR_ALL: (&str, &str) =
    ("通讯录对组织内所有人可见", "Everybody of the organisation sees the directory");

/// Gives the core both kinds of objects, and the subjects that the directory knows.
pub(crate) fn register(core: &Core, state: &PeopleState) {
    let people = state.clone();
    let person = ObjectKind::new(PERSON, "user", ("联系人", "Person"), person_route, move |actor, ids| {
        let cards = people_cards(&people, actor, ids);
        Box::pin(async move { Ok(cards) })
    });
    core.access.register_kind(person.because(FOR_ALL.0, FOR_ALL.1));
    let departments = state.clone();
    let words = ("部门", "Department");
    let department = ObjectKind::new(DEPARTMENT, "users", words, department_route, move |actor, ids| {
        let cards = department_cards(&departments, actor, ids);
        Box::pin(async move { Ok(cards) })
    });
    core.access.register_kind(department.because(FOR_ALL.0, FOR_ALL.1));
    for kind in [SubjectKind::User, SubjectKind::Department, SubjectKind::Role, SubjectKind::Organisation] {
        core.access.register_resolver(Arc::new(Subjects(kind)));
    }
}

/// Where the client shows a person.
pub(crate) fn person_route(id: Id) -> String {
    format!("/people/user/{id}")
}

/// Where the client shows a department.
pub(crate) fn department_route(id: Id) -> String {
    format!("/people/dept/{id}")
}

/// Where a person works and as what, in one line.
pub(crate) fn place(card: &UserCard) -> Option<String> {
    let department = card.departments.first().map(|department| department.name.clone());
    let parts: Vec<String> = department.into_iter().chain(card.title.clone()).collect();
    (!parts.is_empty()).then(|| parts.join(BETWEEN))
}

fn people_cards(state: &PeopleState, actor: &Actor, ids: Vec<Id>) -> Vec<ObjectCard> {
    let Some(kind) = state.core.access.kind(PERSON) else { return Vec::new() };
    state.directory.look(actor.org, |directory| {
        let cards = ids.into_iter().filter_map(|id| directory.card(id));
        cards
            .map(|card| ObjectCard { subtitle: place(&card), ..kind.plain_card(card.id, card.name) })
            .collect()
    })
}

fn department_cards(state: &PeopleState, actor: &Actor, ids: Vec<Id>) -> Vec<ObjectCard> {
    let Some(kind) = state.core.access.kind(DEPARTMENT) else { return Vec::new() };
    state.directory.look(actor.org, |directory| {
        let card = |id: Id| {
            let node = directory.department(id)?;
            let mut above = directory.path_names(node);
            above.pop();
            let subtitle = (!above.is_empty()).then(|| above.join(" / "));
            let people = match actor.locale {
                Locale::ZhCn => format!("{} 人", node.people),
                Locale::En => format!("{} people", node.people),
            };
            Some(ObjectCard { subtitle, preview: Some(people), ..kind.plain_card(id, &*node.name) })
        };
        ids.into_iter().filter_map(card).collect()
    })
}

/// Who belongs to people, departments, roles and organisations. The subject of a grant to a role is the role's place in
/// [`ROLES`], counted from 1.
struct Subjects(SubjectKind);

/// Roles that something can be granted to; a grant names one by its number, so the order never changes.
const ROLES: [Role; 2] = [Role::Owner, Role::Admin];

fn role_of(subject: Id) -> Option<Role> {
    let at = usize::try_from(subject.0).ok()?.checked_sub(1)?;
    ROLES.get(at).copied()
}

impl SubjectResolver for Subjects {
    fn kind(&self) -> SubjectKind {
        self.0
    }

    fn contains<'t>(&'t self, tx: &'t mut Tx, subject: Id, user: Id, _: Id) -> BoxFuture<'t, Result<bool>> {
        Box::pin(async move {
            Ok(match self.0 {
                SubjectKind::Department => {
                    let places = store::members::of_user(tx, user).await?;
                    places.iter().any(|(_, path)| is_within(path, subject))
                }
                SubjectKind::Role => {
                    let held = store::roles::of_user(tx, user).await?;
                    held.iter().any(|held| held.department.is_none() && Some(held.role) == role_of(subject))
                }
                _ => false,
            })
        })
    }

    fn name<'t>(
        &'t self,
        tx: &'t mut Tx,
        subject: Id,
        locale: Locale,
    ) -> BoxFuture<'t, Result<Option<String>>> {
        Box::pin(async move {
            Ok(match self.0 {
                SubjectKind::User => store::users::name_of(tx, subject).await?,
                SubjectKind::Department => store::departments::name_of(tx, subject).await?,
                SubjectKind::Organisation => store::orgs::find(tx, subject).await?.map(|org| org.name),
                SubjectKind::Role => role_of(subject).map(|role| {
                    let words = match role {
                        Role::Owner => ("所有者", "Owners"),
                        Role::Admin => ("管理员", "Administrators"),
                    };
                    locale.pick(words.0, words.1).to_owned()
                }),
                _ => None,
            })
        })
    }

    fn changed_by(&self) -> &'static [&'static str] {
        match self.0 {
            SubjectKind::Department | SubjectKind::Role => &["people."],
            _ => &[],
        }
    }
}
