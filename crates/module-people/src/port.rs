//! What the directory answers to other modules, from memory.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use contracts::people::objects::PERSON;
use contracts::people::{People, UserCard};
use engine_pinyin::field::Field;
use engine_pinyin::index::Hit;
use kernel::{Actor, Id, Result, Scope};
use platform_core::{MarkedText, SearchHit, SearchProvider};

use crate::directory::{Filter, OrgDirectory};
use crate::model::limits;
use crate::objects;
use crate::state::PeopleState;
use crate::watch;

/// Place of people among the groups of the search over everything: first, because most searches are for somebody.
const ORDER: u8 = 10;

/// The port.
pub(crate) struct Port(pub(crate) PeopleState);

#[async_trait]
impl People for Port {
    async fn settle(&self) -> Result<()> {
        watch::settle(&self.0).await
    }

    async fn cards(&self, org: Id, ids: &[Id]) -> Result<Vec<UserCard>> {
        Ok(self.0.directory.look(org, |directory| ids.iter().filter_map(|id| directory.card(*id)).collect()))
    }

    async fn names(&self, org: Id, ids: &[Id]) -> Result<Vec<(Id, String)>> {
        let name = |directory: &OrgDirectory, id: Id| Some((id, directory.person(id)?.name.to_string()));
        Ok(self.0.directory.look(org, |directory| ids.iter().filter_map(|id| name(directory, *id)).collect()))
    }

    async fn search(
        &self,
        actor: &Actor,
        text: &str,
        within: Option<&[Id]>,
        limit: u32,
    ) -> Result<Vec<UserCard>> {
        let boosts = self.0.boosts(actor).await;
        let within: Option<HashSet<Id>> = within.map(|ids| ids.iter().copied().collect());
        let filter = Filter { within, ..Filter::default() };
        let limit = (limit as usize).min(limits::SEARCH_HITS);
        Ok(self.0.directory.look(actor.org, |directory| {
            let hits = directory.search(text, Some(actor.user), &filter, &boosts, limit);
            hits.iter().filter_map(|hit| directory.card(hit.id)).collect()
        }))
    }

    async fn department_people(&self, org: Id, department: Id) -> Result<Vec<Id>> {
        Ok(self.0.directory.look(org, |directory| directory.working_in(department)))
    }

    async fn everyone(&self, org: Id) -> Result<Vec<Id>> {
        Ok(self.0.directory.look(org, OrgDirectory::working))
    }

    async fn department(&self, org: Id, department: Id) -> Result<Option<(String, Vec<String>)>> {
        Ok(self.0.directory.look(org, |directory| {
            let node = directory.department(department)?;
            Some((node.name.to_string(), directory.path_names(node)))
        }))
    }

    async fn departments_of(&self, org: Id, user: Id) -> Result<Vec<Id>> {
        Ok(self.0.directory.look(org, |directory| directory.departments_of(user)))
    }
}

/// People in the search over everything.
pub(crate) fn search_provider(state: PeopleState) -> SearchProvider {
    SearchProvider {
        kind: PERSON,
        order: ORDER,
        scope: Scope::PeopleRead,
        search: Arc::new(move |actor: Arc<Actor>, text: String, limit: u32| {
            let state = state.clone();
            Box::pin(async move {
                let boosts = state.boosts(&actor).await;
                let limit = (limit as usize).min(limits::SEARCH_HITS);
                Ok(state.directory.look(actor.org, |directory| {
                    let hits = directory.search(&text, Some(actor.user), &Filter::default(), &boosts, limit);
                    hits.into_iter().filter_map(|hit| search_hit(directory, hit)).collect()
                }))
            })
        }),
    }
}

fn search_hit(directory: &OrgDirectory, hit: Hit<Id>) -> Option<SearchHit> {
    let card = directory.card(hit.id)?;
    let ranges = hit.utf16_ranges();
    let by_name = matches!(hit.field, Field::Name | Field::Pinyin);
    let (in_name, in_text) = if by_name { (ranges, Vec::new()) } else { (Vec::new(), ranges) };
    let snippet = if by_name { objects::place(&card) } else { Some(hit.text) };
    Some(SearchHit {
        place: None,
        id: card.id,
        kind: PERSON.to_owned(),
        title: MarkedText { text: card.name, ranges: in_name },
        snippet: snippet.map(|text| MarkedText { text, ranges: in_text }),
        url: objects::person_route(card.id),
        avatar: card.avatar,
        at: None,
    })
}
