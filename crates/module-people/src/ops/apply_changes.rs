//! Changing very many people in one transaction: all of it or nothing.

use kernel::{Error, Id, Result};
use platform_db::Tx;
use serde_json::json;

use super::emit;
use crate::audit;
use crate::by::By;
use crate::error::{LAST_OWNER, MANAGER_CYCLE};
use crate::model::plan::{Plan, Planned, in_circle};
use crate::model::text::field_error;
use crate::model::user::{Membership, User};
use crate::state::PeopleState;
use crate::store::taken::explain;
use crate::store::{bulk, roles, users};

/// People written between two reports of progress.
const CHUNK: usize = 500;

/// Writes a plan. Values that belong to one person may be exchanged between people of the plan; a clash with anybody
/// else, a circle of managers, or an organisation left without an owner undoes everything. One event tells of all of
/// it, one audit entry records it; memory follows once it is committed. `progress` hears how many people are written.
pub(crate) async fn apply_changes(
    state: &PeopleState,
    tx: &mut Tx,
    by: &By,
    org: Id,
    import: Id,
    plan: &Plan,
    progress: &(dyn Fn(usize) + Send + Sync),
) -> Result<()> {
    write_changes(state, tx, by, org, import, plan, progress).await?;
    let detail = json!({
        "import": import,
        "added": plan.add.len(),
        "changed": plan.change.len(),
        "left": plan.leave.len(),
        "departments": plan.departments.len(),
    });
    emit::audit(state, tx, by, org, audit::DIRECTORY_CHANGED, None, detail).await
}

/// The same but for the audit entry, which is the caller's.
pub(super) async fn write_changes(
    state: &PeopleState,
    tx: &mut Tx,
    by: &By,
    org: Id,
    import: Id,
    plan: &Plan,
    progress: &(dyn Fn(usize) + Send + Sync),
) -> Result<()> {
    let now = state.core.clock.now();
    bulk::departments(&plan.departments).insert(tx).await.map_err(explain)?;

    // Who leaves gives back what others of the plan may take.
    if !plan.leave.is_empty() {
        let mut owner_leaves = false;
        for id in &plan.leave {
            owner_leaves |=
                roles::of_user(tx, *id).await?.iter().any(|held| held.role == kernel::Role::Owner);
        }
        bulk::leave(tx, &plan.leave, now).await?;
        if owner_leaves && roles::other_owners(tx, org, Id(0)).await? == 0 {
            return Err(Error::new(&LAST_OWNER));
        }
    }
    progress(plan.leave.len());

    let changed = ids(&plan.change, |_| true);
    bulk::release_keys(tx, &changed).await?;
    bulk::clear_phones(tx, &ids(&plan.change, |planned| planned.phones.is_some())).await?;
    bulk::clear_memberships(tx, &ids(&plan.change, |planned| planned.memberships.is_some())).await?;
    bulk::clear_managers(tx, &ids(&plan.change, |planned| planned.managers.is_some())).await?;
    let mut written = plan.leave.len();
    for planned in &plan.change {
        users::save(tx, &planned.user, now).await.map_err(explain)?;
        for (attribute, value) in &planned.attributes {
            crate::store::attributes::set_value(tx, planned.user.id, *attribute, value.as_deref()).await?;
        }
        written += 1;
        if written.is_multiple_of(CHUNK) {
            progress(written);
        }
    }
    for people in plan.add.chunks(CHUNK) {
        let rows: Vec<User> = people.iter().map(|planned| planned.user.clone()).collect();
        bulk::users(&rows, plan.password.as_deref(), now).insert(tx).await.map_err(explain)?;
        let values = people.iter().flat_map(|planned| {
            let values = planned.attributes.iter();
            values.filter_map(|(attribute, value)| Some((planned.user.id, *attribute, value.as_deref()?)))
        });
        bulk::attribute_values(values).insert(tx).await?;
        written += people.len();
        progress(written);
    }
    // Lists last: a manager may be anybody of the plan.
    for people in plan.change.chunks(CHUNK).chain(plan.add.chunks(CHUNK)) {
        let phones = people.iter().map(|planned| {
            (planned.user.id, planned.user.state, planned.phones.as_deref().unwrap_or_default())
        });
        bulk::phones(phones).insert(tx).await.map_err(explain)?;
        let places = people
            .iter()
            .map(|planned| (planned.user.id, planned.memberships.as_deref().unwrap_or_default()));
        bulk::memberships(places).insert(tx).await?;
        let lines = people.iter().filter_map(|planned| {
            let (direct, dotted) = planned.managers.as_ref()?;
            Some((planned.user.id, *direct, dotted.as_slice()))
        });
        bulk::managers(lines).insert(tx).await?;
    }
    let managers = plan.change.iter().chain(&plan.add).any(|planned| planned.managers.is_some());
    if managers && in_circle(&bulk::direct_lines(tx, org).await?).is_some() {
        return Err(field_error("manager", &MANAGER_CYCLE));
    }

    emit::imported(state, tx, by, org, import).await?;
    let (live, left) = (state.core.live.clone(), plan.leave.clone());
    tx.after_commit(move || {
        for user in left {
            live.close_user(user, None);
        }
    });
    Ok(())
}

fn ids(people: &[Planned], wanted: impl Fn(&Planned) -> bool) -> Vec<Id> {
    people.iter().filter(|planned| wanted(planned)).map(|planned| planned.user.id).collect()
}

/// Places for a person of a plan: each department once, exactly one primary.
pub(crate) fn settled(mut memberships: Vec<Membership>) -> Vec<Membership> {
    let mut seen = Vec::new();
    memberships.retain(|membership| {
        let fresh = !seen.contains(&membership.department);
        seen.push(membership.department);
        fresh
    });
    crate::model::user::settle_primary(&mut memberships);
    memberships
}

#[cfg(test)]
mod tests {
    use contracts::people::UserState;
    use kernel::Millis;

    use super::*;
    use crate::model::department::{self, Department, path_below};
    use crate::model::user::Name;
    use crate::store;
    use crate::support::{
        ADMIN, App, EDUCATION, HEALTH, LIU, OWNER, PASSWORD, SCOPED, SHAN, config, in_an_office,
    };

    async fn apply(app: &App, plan: Plan) -> Result<()> {
        let state = PeopleState::new(app.node.core.clone(), config())?;
        let this = state.clone();
        let (org, import) = (app.org, app.store.ids.next());
        state
            .write(move |tx| {
                Box::pin(
                    async move { apply_changes(&this, tx, &By::Office, org, import, &plan, &|_| {}).await },
                )
            })
            .await
    }

    async fn planned(app: &App, who: usize) -> Planned {
        let (org, id) = (app.org, app.people[who]);
        let user = app
            .node
            .core
            .db
            .read(move |tx| Box::pin(async move { Ok(store::users::find(tx, org, id).await?) }))
            .await
            .unwrap();
        Planned::new(user.unwrap())
    }

    fn mobile(number: &str) -> Option<Vec<crate::model::contact::Phone>> {
        Some(vec![crate::model::contact::Phone { number: number.to_owned(), label: "mobile".to_owned() }])
    }

    fn place(department: Id) -> Option<Vec<Membership>> {
        let one = Membership { department, title: None, head: false, primary: false, position: 0 };
        Some(settled(vec![one.clone(), one]))
    }

    #[test]
    fn people_exchange_numbers_move_come_and_go_in_one_event() {
        in_an_office(async |mut app| {
            let owner = app.token(OWNER).await;
            let scoped = app.token(SCOPED).await;
            let (mut liu, mut shan) = (planned(&app, LIU).await, planned(&app, SHAN).await);
            std::mem::swap(&mut liu.user.employee_no, &mut shan.user.employee_no);
            std::mem::swap(&mut liu.user.login, &mut shan.user.login);
            (liu.phones, shan.phones) = (mobile("13800000004"), mobile("13800000003"));
            liu.memberships = place(app.departments[HEALTH]);
            liu.managers = Some((Some(app.people[OWNER]), vec![app.people[SHAN]]));
            let new = app.store.ids.next();
            let archive = Department {
                id: new,
                org: app.org,
                parent: None,
                name: department::name("档案馆").ok().unwrap(),
                position: 9,
                path: path_below(None, new),
                created_at: Millis(0),
            };
            let mut newcomer = Planned::new(liu.user.clone());
            newcomer.user.id = app.store.ids.next();
            newcomer.user.name = Name::read("曾乐".to_owned());
            newcomer.user.state = UserState::Invited;
            newcomer.user.has_password = false;
            // Number, address and mobile of somebody who leaves in the same breath.
            (newcomer.user.login, newcomer.user.employee_no) = (None, None);
            newcomer.user.email = Some("scoped@office.example".to_owned());
            newcomer.phones = mobile("13800000002");
            newcomer.memberships = place(new);
            newcomer.managers = Some((Some(app.people[LIU]), Vec::new()));
            app.node.committed();
            let plan = Plan {
                departments: vec![archive],
                add: vec![newcomer],
                change: vec![liu, shan],
                leave: vec![app.people[SCOPED]],
                password: None,
            };
            apply(&app, plan).await.unwrap();
            let told = app.node.committed();
            assert_eq!(crate::support::kinds(&told), ["people.directory.imported.v1"]);
            let summary = app.audited().await[0].summary.clone();
            assert_eq!(summary, "Changed the directory at once: 1 added, 2 changed, 1 departed");

            // Written by another process, as it were: this one follows.
            testkit::wait_until("the directory to follow", async || {
                app.node.get("/users?q=zengle", &owner).await.ok().names() == ["曾乐"]
            })
            .await;
            let liu = app.node.get(&app.user(LIU), &owner).await.ok();
            assert_eq!((&liu.json["login"], &liu.json["employee_no"]), (&"shanxx".into(), &"A004".into()));
            assert_eq!(liu.json["departments"][0]["name"], "卫健局");
            assert_eq!(liu.json["departments"].as_array().unwrap().len(), 1);
            assert_eq!(liu.json["dotted_managers"][0]["name"], "单雄信");
            app.node.sign_in("13800000003", PASSWORD).await.expect(http::StatusCode::CREATED);
            app.node.get("/me", &scoped).await.expect(http::StatusCode::UNAUTHORIZED);
            let education = app.node.get(&app.department(EDUCATION), &owner).await.ok();
            assert_eq!(education.json["people"], 0);
        });
    }

    #[test]
    fn a_plan_that_cannot_hold_changes_nothing() {
        in_an_office(async |mut app| {
            let owner = app.token(OWNER).await;
            app.node.committed();
            let acts = app.acts().await.len();
            let mut clash = planned(&app, LIU).await;
            clash.user.name = Name::read("不该出现".to_owned());
            clash.phones = mobile("13800000000");
            let error = apply(&app, Plan { change: vec![clash], ..Plan::default() }).await.unwrap_err();
            assert_eq!(error.fields()[0].code.id, "people.phone_taken");

            let mut circle = planned(&app, SCOPED).await;
            circle.user.name = Name::read("不该出现".to_owned());
            circle.managers = Some((Some(app.people[LIU]), Vec::new()));
            let error = apply(&app, Plan { change: vec![circle], ..Plan::default() }).await.unwrap_err();
            assert_eq!(error.fields()[0].code.id, "people.manager_cycle");

            let leave = vec![app.people[ADMIN], app.people[OWNER]];
            let error = apply(&app, Plan { leave, ..Plan::default() }).await.unwrap_err();
            assert_eq!(error.code().id, "people.last_owner");

            assert_eq!(crate::support::kinds(&app.node.committed()), Vec::<&str>::new());
            assert_eq!(app.acts().await.len(), acts);
            assert_eq!(app.node.get("/users", &owner).await.ok().names().len(), 5);
            let found = app.node.get("/users?q=bugai", &owner).await.ok();
            assert_eq!(found.names(), Vec::<String>::new());
        });
    }
}
