//! What creating and changing a person have in common: every fact is checked against the store, and everything that is
//! wrong is told at once.

use contracts::people::UserState;
use kernel::{Id, Millis, Result};
use platform_db::Tx;

use crate::access::Found;
use crate::error::{
    ATTRIBUTE_UNKNOWN, DEPARTMENT_UNKNOWN, EMAIL_TAKEN, EMPLOYEE_NO_TAKEN, LOGIN_TAKEN, MANAGER_CYCLE,
    MANAGER_SELF, PERSON_UNKNOWN, PHONE_TAKEN,
};
use crate::model::contact::{Phone, key};
use crate::model::text::{Fault, Faults};
use crate::model::user::{Membership, User, UserChange, WantedPlace, settle_primary};
use crate::store;
use crate::store::taken::{Unique, explain, holder};

/// A change that fits the store, ready to be written.
pub(super) struct Ready {
    /// The person afterwards.
    pub(super) user: User,
    /// What else is replaced.
    pub(super) phones: Option<Vec<Phone>>,
    /// Departments afterwards, with their paths.
    pub(super) places: Option<Vec<(Membership, String)>>,
    managers: Option<(Option<Id>, Vec<Id>)>,
    attributes: Vec<(Id, Option<String>)>,
    /// Names of the fields that change.
    pub(super) fields: Vec<&'static str>,
}

/// Checks a change of somebody (who may be new: not in the store yet) against the store.
pub(super) async fn prepare(tx: &mut Tx, before: &Found, change: UserChange) -> Result<Ready> {
    let id = before.user.id;
    let mut faults = Faults::default();
    let mut user = before.user.clone();
    let mut fields = Vec::new();
    let mut set = |field: &'static str, changed: bool| {
        if changed {
            fields.push(field);
        }
        changed
    };

    if let Some(name) = change.name
        && set("name", name != user.name)
    {
        user.name = name;
    }
    if let Some(login) = change.login
        && set("login", login != user.login)
    {
        taken(tx, before, Unique::Login, login.as_deref(), "login", &mut faults).await?;
        user.login = login;
    }
    if let Some(number) = change.employee_no
        && set("employee_no", number != user.employee_no)
    {
        taken(tx, before, Unique::EmployeeNo, number.as_deref(), "employee_no", &mut faults).await?;
        user.employee_no = number;
    }
    if let Some(email) = change.email
        && set("email", email != user.email)
    {
        taken(tx, before, Unique::Email, email.as_deref(), "email", &mut faults).await?;
        user.email = email;
    }
    if let Some(avatar) = change.avatar
        && set("avatar", avatar != user.avatar)
    {
        user.avatar = avatar;
    }
    let mut phones = None;
    if let Some(wanted) = change.phones
        && set("phones", wanted != store::users::phones(tx, id).await?)
    {
        for (i, phone) in wanted.iter().enumerate() {
            taken(tx, before, Unique::Mobile, phone.mobile_key(), format!("phones[{i}].number"), &mut faults)
                .await?;
        }
        phones = Some(wanted);
    }
    let mut places = None;
    if let Some(wanted) = change.departments {
        let wanted = locate(tx, before, wanted, &mut faults).await?;
        if set("departments", !same_places(&wanted, &before.memberships)) {
            places = Some(wanted);
        }
    }
    let managers = match (change.manager, change.dotted_managers) {
        (None, None) => None,
        (direct, dotted) => {
            let (old_direct, old_dotted) = store::managers::of_user(tx, id).await?;
            let direct = direct.unwrap_or(old_direct);
            let mut lines = dotted.unwrap_or_else(|| old_dotted.clone());
            lines.retain(|manager| Some(*manager) != direct);
            let changed = [set("manager", direct != old_direct), set("dotted_managers", lines != old_dotted)];
            if changed.contains(&true) {
                let new_direct = direct.filter(|_| direct != old_direct);
                let new_lines: Vec<Id> =
                    lines.iter().filter(|id| !old_dotted.contains(id)).copied().collect();
                managers_exist(tx, before, new_direct, &new_lines, &mut faults).await?;
                Some((direct, lines))
            } else {
                None
            }
        }
    };
    let mut attributes = Vec::new();
    if !change.attributes.is_empty() {
        attributes = values(tx, before, change.attributes, &mut faults).await?;
    }
    set("attributes", !attributes.is_empty());
    faults.done()?;
    Ok(Ready { user, phones, places, managers, attributes, fields })
}

/// Writes what [`prepare`] made ready; the row of the person exists.
pub(super) async fn write(tx: &mut Tx, ready: &Ready, now: Millis) -> Result<()> {
    let id = ready.user.id;
    store::users::save(tx, &ready.user, now).await.map_err(explain)?;
    if let Some(phones) = &ready.phones {
        store::users::replace_phones(tx, id, ready.user.state, phones).await.map_err(explain)?;
    }
    if let Some(places) = &ready.places {
        let memberships: Vec<Membership> = places.iter().map(|(membership, _)| membership.clone()).collect();
        store::members::replace(tx, id, &memberships).await?;
    }
    if let Some((direct, dotted)) = &ready.managers {
        store::managers::replace(tx, id, *direct, dotted).await?;
    }
    for (attribute, value) in &ready.attributes {
        store::attributes::set_value(tx, id, *attribute, value.as_deref()).await?;
    }
    Ok(())
}

/// Notes when somebody else has a value that belongs to one person only.
async fn taken(
    tx: &mut Tx,
    before: &Found,
    what: Unique,
    value: Option<&str>,
    field: impl Into<String>,
    faults: &mut Faults,
) -> Result<()> {
    let Some(value) = value else { return Ok(()) };
    // Whoever left holds neither address nor mobile number until they come back.
    if before.user.state == UserState::Left && matches!(what, Unique::Email | Unique::Mobile) {
        return Ok(());
    }
    let found = holder(tx, before.user.org, what, &key(value)).await?;
    if found.is_some_and(|holder| holder != before.user.id) {
        faults.add(
            field,
            match what {
                Unique::Login => &LOGIN_TAKEN,
                Unique::EmployeeNo => &EMPLOYEE_NO_TAKEN,
                Unique::Email => &EMAIL_TAKEN,
                Unique::Mobile => &PHONE_TAKEN,
            },
        );
    }
    Ok(())
}

/// The departments with their paths, one of them primary.
async fn locate(
    tx: &mut Tx,
    before: &Found,
    wanted: Vec<WantedPlace>,
    faults: &mut Faults,
) -> Result<Vec<(Membership, String)>> {
    let org = before.user.org;
    let present = |department: Id| {
        let place = before.memberships.iter().find(|(membership, _)| membership.department == department);
        place.map_or(0, |(membership, _)| membership.position)
    };
    let mut wanted: Vec<Membership> = wanted
        .into_iter()
        .map(|wanted| Membership {
            position: wanted.position.unwrap_or_else(|| present(wanted.department)),
            department: wanted.department,
            title: wanted.title,
            head: wanted.head,
            primary: wanted.primary,
        })
        .collect();
    settle_primary(&mut wanted);
    let mut places = Vec::with_capacity(wanted.len());
    for (i, membership) in wanted.into_iter().enumerate() {
        match store::departments::find(tx, org, membership.department).await? {
            Some(department) => places.push((membership, department.path)),
            None => faults.add(format!("departments[{i}].id"), &DEPARTMENT_UNKNOWN),
        }
    }
    Ok(places)
}

/// Whether both say the same, in whatever order.
fn same_places(a: &[(Membership, String)], b: &[(Membership, String)]) -> bool {
    a.len() == b.len() && a.iter().all(|place| b.contains(place))
}

async fn managers_exist(
    tx: &mut Tx,
    before: &Found,
    direct: Option<Id>,
    dotted: &[Id],
    faults: &mut Faults,
) -> Result<()> {
    let (org, id) = (before.user.org, before.user.id);
    let named = direct.iter().map(|manager| ("manager".to_owned(), *manager));
    let named = named.chain(dotted.iter().enumerate().map(|(i, id)| (format!("dotted_managers[{i}]"), *id)));
    for (field, manager) in named {
        match store::users::state_of(tx, org, manager).await? {
            _ if manager == id => faults.add(field, &MANAGER_SELF),
            None | Some(UserState::Left) => faults.add(field, &PERSON_UNKNOWN),
            Some(_) => {}
        }
    }
    if let Some(manager) = direct.filter(|manager| *manager != id)
        && store::managers::leads_to(tx, manager, id).await?
    {
        faults.add("manager", &MANAGER_CYCLE);
    }
    Ok(())
}

/// Values by the id of their field, as far as they change anything.
async fn values(
    tx: &mut Tx,
    before: &Found,
    wanted: Vec<(String, Option<String>)>,
    faults: &mut Faults,
) -> Result<Vec<(Id, Option<String>)>> {
    let known = store::attributes::of_org(tx, before.user.org).await?;
    let now = store::attributes::values_of(tx, before.user.id).await?;
    let mut values = Vec::with_capacity(wanted.len());
    for (key, value) in wanted {
        let field = format!("attributes.{key}");
        let Some(attribute) = known.iter().find(|attribute| attribute.key == key) else {
            faults.add(field, Fault::with(&ATTRIBUTE_UNKNOWN, "key", &key));
            continue;
        };
        let checked = attribute.check(value.as_deref().unwrap_or_default());
        if let Some(value) = faults.take(field, checked)
            && value.as_ref() != now.iter().find(|value| value.key == key).map(|value| &value.value)
        {
            values.push((attribute.id, value));
        }
    }
    Ok(values)
}
