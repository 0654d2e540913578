//! Making replies out of what is stored and what is in memory.

use contracts::people::UserCard;
use http::{HeaderName, HeaderValue, header};
use kernel::{Actor, Error, Id, Result};
use platform_http::COOKIE;

use super::shapes::{
    AttributeView, DepartmentRef, DepartmentView, MeView, MyRole, OrgView, Permissions, PreferencesView,
    SignedInUser, SignedInView, UserView,
};
use crate::access::{Need, access_user};
use crate::by::By;
use crate::directory::OrgDirectory;
use crate::error::{DEPARTMENT_NOT_FOUND, USER_NOT_FOUND};
use crate::model::attribute::Visibility;
use crate::model::preferences::Preferences;
use crate::ops::sign_in::SignedIn;
use crate::state::PeopleState;
use crate::store;
use crate::store::orgs::Org;

/// How long browsers keep the cookie: as long as they keep any. When a session ends the server decides.
const COOKIE_SECONDS: i64 = 400 * 24 * 60 * 60;

/// A person in full, as `by` sees them.
pub(crate) async fn user(state: &PeopleState, by: &By, org: Id, id: Id) -> Result<UserView> {
    let reader = by.clone();
    let (found, phones, (manager, dotted), values, reports) = state
        .read(move |tx| {
            Box::pin(async move {
                Ok((
                    access_user(tx, &reader, org, id, Need::See).await?,
                    store::users::phones(tx, id).await?,
                    store::managers::of_user(tx, id).await?,
                    store::attributes::values_of(tx, id).await?,
                    store::managers::reports(tx, id).await?,
                ))
            })
        })
        .await?;
    let can = found.can(by);
    let (card, manager, dotted_managers) = state.directory.look(org, |directory| {
        let cards =
            |ids: &[Id]| -> Vec<UserCard> { ids.iter().filter_map(|id| directory.card(*id)).collect() };
        (directory.card(id), manager.and_then(|id| directory.card(id)), cards(&dotted))
    });
    let user = found.user;
    Ok(UserView {
        card: card.ok_or_else(|| Error::new(&USER_NOT_FOUND))?,
        employee_no: user.employee_no,
        phones,
        email: user.email,
        manager,
        dotted_managers,
        attributes: values
            .into_iter()
            .filter(|value| can.edit || value.visible_to == Visibility::All)
            .map(|value| AttributeView { key: value.key, label: value.label, value: value.value })
            .collect(),
        login: user.login,
        created_at: user.created_at,
        joined_at: user.joined_at,
        left_at: user.left_at,
        reports,
        can: can.into(),
    })
}

/// Oneself.
pub(crate) async fn me(state: &PeopleState, by: &By, actor: &Actor) -> Result<MeView> {
    let user = user(state, by, actor.org, actor.user).await?;
    let (id, org) = (actor.user, actor.org);
    let (settings, org, grants) = state
        .read(move |tx| {
            Box::pin(async move {
                let not_found = || Error::new(&USER_NOT_FOUND);
                Ok((
                    store::users::settings(tx, id).await?.ok_or_else(not_found)?,
                    store::orgs::find(tx, org).await?.ok_or_else(not_found)?,
                    store::roles::grants_of(tx, id).await?,
                ))
            })
        })
        .await?;
    let roles = state.directory.look(org.id, |directory| {
        let role = |grant: kernel::Grant| MyRole {
            role: grant.role,
            department: grant.department.and_then(|id| department_ref(directory, id)),
        };
        grants.into_iter().map(role).collect()
    });
    let (everywhere, somewhere) = (actor.is_org_admin(), actor.is_any_admin());
    let self_edit = match everywhere {
        true => crate::model::policy::SELF_EDITABLE.map(str::to_owned).to_vec(),
        false => org.policy.allow_self_edit.clone(),
    };
    Ok(MeView {
        user,
        org: org_view(&org),
        roles,
        permissions: Permissions {
            manage_people: somewhere,
            manage_departments: somewhere,
            manage_roles: everywhere,
            manage_policy: everywhere,
            view_audit: everywhere,
            import: somewhere,
        },
        preferences: PreferencesView {
            locale: settings.locale,
            theme: Preferences::from_json(&settings.preferences).theme,
        },
        self_edit,
        must_change_password: settings.must_change_password,
        modules: state.core.office.modules.clone(),
    })
}

/// The organisation.
pub(crate) fn org_view(org: &Org) -> OrgView {
    let logo = org.logo.map(|file| format!("/api/v1/core/files/{file}/thumbnail?size=medium"));
    OrgView { id: org.id, name: org.name.clone(), logo }
}

/// A department by name.
pub(crate) fn department_ref(directory: &OrgDirectory, id: Id) -> Option<DepartmentRef> {
    Some(DepartmentRef { id, name: directory.department(id)?.name.to_string() })
}

/// A department from memory.
pub(crate) fn department(directory: &OrgDirectory, id: Id, heads: bool) -> Option<DepartmentView> {
    let node = directory.department(id)?;
    let cards = || directory.heads(id).into_iter().filter_map(|id| directory.card(id)).collect();
    Some(DepartmentView {
        id,
        name: node.name.to_string(),
        parent: node.parent,
        order: node.position,
        path: node.path.iter().filter_map(|id| department_ref(directory, *id)).collect(),
        people: node.people,
        direct_people: node.direct,
        children: node.children.len(),
        heads: heads.then(cards),
    })
}

/// The department, or that there is none.
pub(crate) fn department_or_404(state: &PeopleState, org: Id, id: Id) -> Result<DepartmentView> {
    let found = state.directory.look(org, |directory| department(directory, id, true));
    found.ok_or_else(|| Error::new(&DEPARTMENT_NOT_FOUND))
}

/// The reply to signing in.
pub(crate) fn signed_in(signed_in: &SignedIn) -> SignedInView {
    SignedInView {
        token: signed_in.token.reveal().to_owned(),
        user: SignedInUser { id: signed_in.user, name: signed_in.name.clone() },
        must_change_password: signed_in.must_change_password,
    }
}

/// The header that hands the session to the browser; without a secret, the one that takes it away.
pub(crate) fn cookie(state: &PeopleState, secret: Option<&str>) -> Result<[(HeaderName, HeaderValue); 1]> {
    let age = if secret.is_some() { COOKIE_SECONDS } else { 0 };
    let secure = if state.core.office.https { "; Secure" } else { "" };
    let text = format!(
        "{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{secure}",
        secret.unwrap_or_default()
    );
    Ok([(header::SET_COOKIE, HeaderValue::from_str(&text).map_err(Error::internal)?)])
}
