//! What the command line does with the directory: nobody needs to be signed in, and no server needs to run. A running
//! one learns of it within a second.

mod tables;

use contracts::people::UserState;
use kernel::{Error, Id, Millis, Result, Role, Scope};
use platform_core::Core;

use crate::by::By;
use crate::config::PeopleConfig;
use crate::error::{OFFICE_EXISTS, USER_NOT_FOUND};
use crate::model::contact::{self, Phone};
use crate::model::department::{self, Department, path_below};
use crate::model::limits;
use crate::model::plan::{Plan, Planned};
use crate::model::policy::Policy;
use crate::model::role::{Held, Placed};
use crate::model::session::InvitationKind;
use crate::model::text::{Faults, line, optional_line};
use crate::model::user::{Membership, Name, Step, User};
use crate::ops;
use crate::ops::apply_changes::settled;
use crate::ops::create_office::create_office;
use crate::ops::invite_user::{Link, invite_user};
use crate::state::PeopleState;
use crate::store;
use crate::store::taken::explain;
use crate::store::users::SignIn;

pub use tables::{BadRow, ImportOptions, ImportReport};

/// The directory, for the command line. Clones share it.
#[derive(Clone)]
pub struct Admin {
    state: PeopleState,
}

/// A new office with nobody in it but its owner.
#[derive(Clone, Debug)]
pub struct Opening {
    /// What the organisation is called; the owner may change it when coming in.
    pub organisation: String,
    /// The owner's name.
    pub owner: String,
    /// The owner's login.
    pub login: String,
}

/// A link by which somebody chooses a password, once.
#[derive(Clone, Debug)]
pub struct OneTimeLink {
    /// The address; it is not kept.
    pub url: String,
    /// Until when it can be used.
    pub expires_at: Millis,
}

/// The organisation of this office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// How many people there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Have not signed in yet.
    pub invited: i64,
    /// Work here.
    pub active: i64,
    /// May not sign in for now.
    pub suspended: i64,
    /// Left.
    pub left: i64,
}

/// Somebody in the list of logins.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The person.
    pub id: Id,
    /// What the person signs in with: login, or else e-mail address, phone or employee number.
    pub login: String,
    /// Name.
    pub name: String,
    /// Where the person stands.
    pub state: UserState,
    /// The highest role held, anywhere.
    pub role: Option<Role>,
    rank: i64,
}

/// A department of a new office.
#[derive(Clone, Debug, Default)]
pub struct BulkDepartment {
    /// Its name.
    pub name: String,
    /// The department it hangs below: its place in the list, before this one's.
    pub parent: Option<usize>,
}

/// A person of a new office. All of them are active.
#[derive(Clone, Debug, Default)]
pub struct BulkPerson {
    /// Name.
    pub name: String,
    /// Login name.
    pub login: Option<String>,
    /// Number in the register of employees.
    pub employee_no: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone numbers: label (`mobile`, `office`, …) and number.
    pub phones: Vec<(String, String)>,
    /// Places in departments, the primary one first.
    pub places: Vec<BulkPlace>,
    /// Whom the person reports to: that person's place in the list.
    pub manager: Option<usize>,
    /// A role for the whole organisation.
    pub role: Option<Role>,
    /// A department that the person administers: its place in the list.
    pub administers: Option<usize>,
}

/// A place in a department of a new office.
#[derive(Clone, Debug, Default)]
pub struct BulkPlace {
    /// The department: its place in the list.
    pub department: usize,
    /// Title held there.
    pub title: Option<String>,
    /// Whether the person heads it.
    pub head: bool,
    /// Orders the people of the department: lower first.
    pub order: i64,
}

/// What a new office was filled with, in the order it was given.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The organisation.
    pub organisation: Id,
    /// Ids of the departments.
    pub departments: Vec<Id>,
    /// Ids of the people.
    pub people: Vec<Id>,
}

impl Admin {
    /// The directory of an office whose migrations are applied. Fails when the configured cost of password hashing is
    /// impossible.
    pub fn new(core: &Core, config: PeopleConfig) -> Result<Self> {
        Ok(Self { state: PeopleState::new(core.clone(), config)? })
    }

    /// The organisation; `None` in an office that was not opened yet.
    pub async fn organisation(&self) -> Result<Option<Organisation>> {
        let org = self.state.read(|tx| Box::pin(async move { Ok(store::orgs::first(tx).await?) })).await?;
        Ok(org.map(|org| Organisation { id: org.id, name: org.name }))
    }

    /// Opens a new office; the owner comes in by the link. Fails with `people.office_exists` in one that was opened.
    pub async fn open_office(&self, opening: Opening) -> Result<OneTimeLink> {
        let mut faults = Faults::default();
        let organisation = faults.take("organisation", line(&opening.organisation, limits::ORG_NAME));
        let owner = faults.take("owner", Name::of_person(&opening.owner));
        let login = faults.take("login", contact::login(&opening.login)).flatten();
        faults.done()?;
        let (Some(organisation), Some(owner)) = (organisation, owner) else { return Err(Error::not_found()) };
        let login = login.unwrap_or_else(|| "owner".to_owned());
        Ok(create_office(&self.state, organisation, owner, login).await?.into())
    }

    /// A fresh link for the first owner while no owner has come in yet; `None` in an office that is in use.
    pub async fn owner_link(&self) -> Result<Option<OneTimeLink>> {
        let waiting = self
            .state
            .read(|tx| {
                Box::pin(async move {
                    let Some(org) = store::orgs::first(tx).await? else { return Ok(None) };
                    let Some(owner) = store::roles::first_owner(tx, org.id).await? else { return Ok(None) };
                    let state = store::users::state_of(tx, org.id, owner).await?;
                    Ok((state == Some(UserState::Invited)).then_some((org.id, owner)))
                })
            })
            .await?;
        let Some((org, owner)) = waiting else { return Ok(None) };
        Ok(Some(invite_user(&self.state, &By::Office, org, owner, InvitationKind::Owner).await?.into()))
    }

    /// How many people there are.
    pub async fn overview(&self) -> Result<Overview> {
        let counts = self
            .state
            .read(|tx| {
                Box::pin(async move {
                    match store::orgs::first(tx).await? {
                        Some(org) => Ok(store::users::count(tx, org.id).await?),
                        None => Ok([0; 4]),
                    }
                })
            })
            .await?;
        let [invited, active, suspended, left] = counts;
        Ok(Overview { invited, active, suspended, left })
    }

    /// People with their logins: owners first, then admins, then everybody else in the order they were added. `after` is
    /// the last one of the page before.
    pub async fn list(&self, after: Option<&Listed>, limit: u32) -> Result<Vec<Listed>> {
        let after = after.map(|listed| (listed.rank, listed.id));
        let rows = self
            .state
            .read(move |tx| Box::pin(async move { Ok(store::users::list(tx, after, limit).await?) }))
            .await?;
        let listed = |(rank, row): (i64, store::users::Listed)| Listed {
            id: row.id,
            login: row.login,
            name: row.name,
            state: row.state,
            role: row.role,
            rank,
        };
        Ok(rows.into_iter().map(listed).collect())
    }

    /// Sets somebody's password, found by whatever they sign in with; every session ends. `must_change` asks for another
    /// one at the next sign-in.
    pub async fn set_password(&self, login: &str, password: String, must_change: bool) -> Result<()> {
        let found = self.find(login).await?;
        ops::set_password::set_password(&self.state, found.org, found.user, password, must_change).await
    }

    /// A link by which somebody comes in, or chooses a new password if they came in before.
    pub async fn link(&self, login: &str) -> Result<OneTimeLink> {
        let found = self.find(login).await?;
        let kind = match found.state {
            UserState::Invited => InvitationKind::Member,
            _ => InvitationKind::Reset,
        };
        Ok(invite_user(&self.state, &By::Office, found.org, found.user, kind).await?.into())
    }

    /// Suspends somebody: sessions end, sockets close, also those of a running server.
    pub async fn suspend(&self, login: &str) -> Result<()> {
        self.step(login, Step::Suspend).await
    }

    /// Lets a suspended or departed person come back.
    pub async fn reactivate(&self, login: &str) -> Result<()> {
        self.step(login, Step::Reactivate).await
    }

    /// Marks somebody as departed.
    pub async fn leave(&self, login: &str) -> Result<()> {
        self.step(login, Step::Leave).await
    }

    /// Makes an access token for somebody; the secret, which is not kept.
    pub async fn create_token(
        &self,
        login: &str,
        name: &str,
        scopes: Vec<Scope>,
        expires_at: Option<Millis>,
    ) -> Result<String> {
        let found = self.find(login).await?;
        let (_, secret) = ops::create_token::create_token(
            &self.state,
            &By::Office,
            found.org,
            found.user,
            name,
            scopes,
            expires_at,
        )
        .await?;
        Ok(secret.reveal().to_owned())
    }

    /// Fills a new office at once: organisation, departments (parents before children) and people who all have the same
    /// password, which no policy checks. At least one of them should be an owner. All of it or nothing.
    pub async fn fill(
        &self,
        organisation: &str,
        departments: &[BulkDepartment],
        people: &[BulkPerson],
        password: String,
    ) -> Result<Filled> {
        let state = self.state.clone();
        let now = state.core.clock.now();
        let next = || state.core.ids.next();
        let org = next();
        let mut faults = Faults::default();
        let organisation =
            faults.take("organisation", line(organisation, limits::ORG_NAME)).unwrap_or_default();
        let tree = plan_tree(org, now, departments, next, &mut faults);
        let ids: Vec<Id> = people.iter().map(|_| next()).collect();
        let mut add = Vec::with_capacity(people.len());
        let mut roles = Vec::new();
        for (i, person) in people.iter().enumerate() {
            add.extend(plan_person(org, now, i, person, &ids, &tree, &mut faults));
            let scoped = person.administers.and_then(|at| tree.get(at));
            let place = scoped.map(|department| Placed { id: department.id, path: department.path.clone() });
            let held = |role, department| Held { id: next(), user: ids[i], role, department };
            roles.extend(person.role.map(|role| held(role, None)));
            roles.extend(place.map(|place| held(Role::Admin, Some(place))));
        }
        faults.done()?;
        let filled = Filled {
            organisation: org,
            departments: tree.iter().map(|department| department.id).collect(),
            people: ids,
        };
        let password = state.hasher.hash(password).await?;
        let plan = Plan { departments: tree, add, password: Some(password), ..Plan::default() };
        let this = state.clone();
        state
            .write(move |tx| {
                Box::pin(async move {
                    if store::orgs::first(tx).await?.is_some() {
                        return Err(Error::new(&OFFICE_EXISTS));
                    }
                    store::orgs::insert(tx, org, &organisation, &Policy::default(), now).await?;
                    ops::apply_changes::apply_changes(&this, tx, &By::Office, org, org, &plan, &|_| {})
                        .await?;
                    for held in &roles {
                        store::roles::insert(tx, org, held, None, now).await.map_err(explain)?;
                    }
                    Ok(())
                })
            })
            .await?;
        Ok(filled)
    }

    async fn step(&self, login: &str, step: Step) -> Result<()> {
        let found = self.find(login).await?;
        ops::change_state::change_state(&self.state, &By::Office, found.org, found.user, step).await
    }

    async fn find(&self, login: &str) -> Result<SignIn> {
        let login = login.to_owned();
        let mobile = contact::phone_number(&login);
        self.state
            .read(move |tx| {
                Box::pin(async move {
                    let found = store::users::by_sign_in_name(tx, &login, mobile.as_deref()).await?;
                    found.ok_or_else(|| Error::new(&USER_NOT_FOUND))
                })
            })
            .await
    }
}

impl From<Link> for OneTimeLink {
    fn from(link: Link) -> Self {
        Self { url: link.url, expires_at: link.expires_at }
    }
}

fn plan_tree(
    org: Id,
    now: Millis,
    departments: &[BulkDepartment],
    next: impl Fn() -> Id,
    faults: &mut Faults,
) -> Vec<Department> {
    let mut tree: Vec<Department> = Vec::with_capacity(departments.len());
    for (i, wanted) in departments.iter().enumerate() {
        let name = faults.take(format!("departments[{i}].name"), department::name(&wanted.name));
        let parent = wanted.parent.and_then(|at| tree.get(at));
        let id = next();
        let position = tree.iter().rev().find(|other| other.parent == parent.map(|parent| parent.id));
        let planned = Department {
            id,
            org,
            parent: parent.map(|parent| parent.id),
            name: name.unwrap_or_else(|| Name::read(String::new())),
            position: position.map_or(0, |last| last.position + 1),
            path: path_below(parent.map(|parent| parent.path.as_str()), id),
            created_at: now,
        };
        tree.push(planned);
    }
    tree
}

fn plan_person(
    org: Id,
    now: Millis,
    i: usize,
    person: &BulkPerson,
    ids: &[Id],
    tree: &[Department],
    faults: &mut Faults,
) -> Option<Planned> {
    let field = |name: &str| format!("people[{i}].{name}");
    let user = User {
        id: ids[i],
        org,
        name: faults.take(field("name"), Name::of_person(&person.name))?,
        state: UserState::Active,
        login: faults.take(field("login"), contact::login(person.login.as_deref().unwrap_or_default()))?,
        employee_no: faults.take(
            field("employee_no"),
            contact::employee_no(person.employee_no.as_deref().unwrap_or_default()),
        )?,
        email: faults.take(field("email"), contact::email(person.email.as_deref().unwrap_or_default()))?,
        avatar: None,
        has_password: true,
        created_at: now,
        joined_at: Some(now),
        left_at: None,
    };
    let mut phones = Vec::with_capacity(person.phones.len());
    for (label, number) in &person.phones {
        let phone = Phone { number: number.clone(), label: label.clone() };
        phones.push(faults.take(field("phones"), phone.check())?);
    }
    let mut places = Vec::with_capacity(person.places.len());
    for (at, place) in person.places.iter().enumerate() {
        places.push(Membership {
            department: tree.get(place.department)?.id,
            title: faults.take(
                field("title"),
                optional_line(place.title.as_deref().unwrap_or_default(), limits::TITLE),
            )?,
            head: place.head,
            primary: at == 0,
            position: place.order,
        });
    }
    let manager = person.manager.and_then(|at| ids.get(at)).copied();
    Some(Planned {
        phones: Some(phones),
        memberships: Some(settled(places)),
        managers: manager.map(|manager| (Some(manager), Vec::new())),
        ..Planned::new(user)
    })
}
