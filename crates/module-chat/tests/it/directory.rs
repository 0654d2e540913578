//! A directory of a few people, kept in memory: what chats need of the module that has the real one.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use contracts::people::{Authenticate, People, UserCard, UserState};
use kernel::{Actor, Grant, Id, Locale, Result, Role, Scopes};
use parking_lot::RwLock;

/// Somebody.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) org: Id,
    pub(crate) name: String,
    pub(crate) department: Option<Id>,
    pub(crate) owner: bool,
    pub(crate) here: bool,
}

#[derive(Default)]
pub(crate) struct Directory {
    pub(crate) people: RwLock<BTreeMap<Id, Person>>,
    /// Name of each department, and what it hangs below.
    pub(crate) departments: RwLock<BTreeMap<Id, (String, Option<Id>)>>,
}

impl Directory {
    /// The department and what it hangs below, up to the top.
    fn line(&self, department: Id) -> Vec<Id> {
        let departments = self.departments.read();
        let parent = |id: &Id| departments.get(id).and_then(|(_, parent)| *parent);
        std::iter::successors(Some(department), parent).collect()
    }

    fn working(&self, org: Id, wanted: impl Fn(&Person) -> bool) -> Vec<Id> {
        let people = self.people.read();
        let found = people.iter().filter(|(_, person)| person.org == org && person.here && wanted(person));
        found.map(|(id, _)| *id).collect()
    }
}

#[async_trait]
impl People for Directory {
    async fn settle(&self) -> Result<()> {
        Ok(())
    }

    async fn cards(&self, org: Id, ids: &[Id]) -> Result<Vec<UserCard>> {
        let people = self.people.read();
        let card = |id: &Id| {
            let person = people.get(id).filter(|person| person.org == org)?;
            Some(UserCard {
                id: *id,
                name: person.name.clone(),
                avatar: None,
                departments: Vec::new(),
                title: None,
                state: if person.here { UserState::Active } else { UserState::Left },
                pinyin: String::new(),
            })
        };
        Ok(ids.iter().filter_map(card).collect())
    }

    async fn names(&self, org: Id, ids: &[Id]) -> Result<Vec<(Id, String)>> {
        Ok(self.cards(org, ids).await?.into_iter().map(|card| (card.id, card.name)).collect())
    }

    async fn search(
        &self,
        actor: &Actor,
        text: &str,
        within: Option<&[Id]>,
        limit: u32,
    ) -> Result<Vec<UserCard>> {
        let mut ids = self.working(actor.org, |person| person.name.contains(text));
        ids.retain(|id| within.is_none_or(|within| within.contains(id)));
        ids.truncate(limit as usize);
        self.cards(actor.org, &ids).await
    }

    async fn department_people(&self, org: Id, department: Id) -> Result<Vec<Id>> {
        let below =
            |person: &Person| person.department.is_some_and(|own| self.line(own).contains(&department));
        Ok(self.working(org, below))
    }

    async fn everyone(&self, org: Id) -> Result<Vec<Id>> {
        Ok(self.working(org, |_| true))
    }

    async fn department(&self, _: Id, department: Id) -> Result<Option<(String, Vec<String>)>> {
        Ok(self.departments.read().get(&department).map(|(name, _)| (name.clone(), vec![name.clone()])))
    }

    async fn departments_of(&self, _: Id, user: Id) -> Result<Vec<Id>> {
        let own = self.people.read().get(&user).and_then(|person| person.department);
        Ok(own.map_or_else(Vec::new, |own| self.line(own)))
    }
}

/// The token of somebody is the id.
#[async_trait]
impl Authenticate for Directory {
    async fn authenticate(&self, token: &str) -> Result<Option<Arc<Actor>>> {
        let Ok(user) = token.parse::<Id>() else { return Ok(None) };
        let Some(person) = self.people.read().get(&user).filter(|person| person.here).cloned() else {
            return Ok(None);
        };
        let grants =
            if person.owner { vec![Grant { role: Role::Owner, department: None }] } else { Vec::new() };
        Ok(Some(Arc::new(Actor {
            user,
            org: person.org,
            session: user,
            name: person.name,
            grants,
            scopes: Scopes::All,
            locale: Locale::En,
        })))
    }
}
