//! Why somebody may do something, and who may.

use kernel::{Error, Id, Locale, Millis, Result};
use platform_db::Tx;

use crate::check::{matches, personal};
use crate::store::{Object, Personal, chain};
use crate::{Access, Level, Subject, SubjectKind, Viewer};

/// Why somebody may do what they may with an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What they may do; `None` when nothing. Always the highest of the reasons.
    pub level: Option<Level>,
    /// Every way they come by it, the highest level first, then the nearest object.
    pub reasons: Vec<Reason>,
    /// The object, it or one it lies in, that inherits nothing: grants further up do not count.
    pub locked_at: Option<Place>,
    /// Whether they act in another organisation than the object's.
    pub outside: bool,
}

/// An object with its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The object.
    pub id: Id,
    /// What it is called.
    pub title: String,
}

/// One way somebody comes by a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What it lets them do.
    pub level: Level,
    /// What they are.
    pub because: Because,
    /// What the subject of the grant is called, where its module says.
    pub name: Option<String>,
    /// The object that is owned or granted.
    pub via: Place,
    /// Whether that is not the object asked about but one that it lies in.
    pub inherited: bool,
}

/// What somebody is with regard to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// Its owner.
    Owner,
    /// Among the subject of a grant.
    Granted(Subject),
}

/// A grant, as those who manage the object see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantInfo {
    /// To whom.
    pub subject: Subject,
    /// What the subject is called; `None` when it no longer exists or its module is switched off.
    pub name: Option<String>,
    /// How much.
    pub level: Level,
    /// Who granted it; `None` for the office itself.
    pub by: Option<Id>,
    /// When.
    pub at: Millis,
    /// The object it was granted on.
    pub via: Place,
    /// Whether that is not the object asked about but one that it lies in.
    pub inherited: bool,
}

impl Explanation {
    /// Why they may do nothing, as a sentence; `None` when they may do something.
    #[must_use]
    pub fn refusal(&self, locale: Locale) -> Option<String> {
        if self.level.is_some() {
            return None;
        }
        if self.outside {
            let words = locale.pick(
                "此人不属于这项内容所在的组织，也没有对外公开。",
                "This person does not belong to the organisation it is part of, and it is not open to others.",
            );
            return Some(words.to_owned());
        }
        let nothing = locale.pick("没有任何授权包含此人。", "No grant includes this person.");
        Some(match &self.locked_at {
            Some(place) => {
                let title = &place.title;
                match locale {
                    Locale::ZhCn => format!("{nothing}“{title}”不继承上级的权限。"),
                    Locale::En => format!("{nothing} “{title}” inherits nothing from where it lies."),
                }
            }
            None => nothing.to_owned(),
        })
    }
}

impl Reason {
    /// The reason as a clause after the person's name.
    #[must_use]
    pub fn text(&self, locale: Locale) -> String {
        let may = self.level.words(locale);
        let via = &self.via.title;
        let who = self.who(locale);
        match (locale, self.inherited) {
            (Locale::ZhCn, false) => format!("{who}，可以{may}"),
            (Locale::ZhCn, true) => format!("{who}，可以{may}（继承自上级“{via}”）"),
            (Locale::En, false) => format!("{who} and may {may}"),
            (Locale::En, true) => format!("{who} and may {may} (inherited from “{via}”)"),
        }
    }

    fn who(&self, locale: Locale) -> String {
        let Because::Granted(subject) = self.because else {
            return locale.pick("是所有者", "is the owner").to_owned();
        };
        let name = self.name.as_deref().unwrap_or("…");
        match (subject.kind, locale) {
            (SubjectKind::User, _) => locale.pick("被单独授权", "was given access personally").to_owned(),
            (SubjectKind::Department, Locale::ZhCn) => format!("属于部门“{name}”"),
            (SubjectKind::Department, Locale::En) => format!("belongs to the department “{name}”"),
            (SubjectKind::Chat, Locale::ZhCn) => format!("是群聊“{name}”的成员"),
            (SubjectKind::Chat, Locale::En) => format!("is a member of the chat “{name}”"),
            (SubjectKind::Role, Locale::ZhCn) => format!("担任角色“{name}”"),
            (SubjectKind::Role, Locale::En) => format!("holds the role “{name}”"),
            (SubjectKind::Organisation, _) => {
                locale.pick("属于被授权的组织", "belongs to the organisation it is shared with").to_owned()
            }
            (SubjectKind::Link, _) => locale.pick("持有分享链接", "holds a link to it").to_owned(),
            (SubjectKind::Public, _) => {
                locale.pick("和所有人一样（内容已公开）", "is anyone (it is open to everyone)").to_owned()
            }
        }
    }
}

impl Access {
    /// Why `who` may do what they may. Reads everything and asks about every grant, so that it shows each reason and
    /// not only the one that decides. Not found when there is no such object.
    pub async fn explain(
        &self,
        tx: &mut Tx,
        who: impl Into<Viewer>,
        object: Id,
        locale: Locale,
    ) -> Result<Explanation> {
        let viewer = who.into();
        let steps = chain(tx, object, personal(&viewer)).await?;
        let Some(org) = steps.first().map(|step| step.object.org) else { return Err(Error::not_found()) };
        let insider = viewer.insider(org);
        let mut reasons = Vec::new();
        for (distance, step) in steps.iter().enumerate() {
            let via = place(&step.object);
            let inherited = distance > 0;
            if insider == Some(step.object.owner) {
                let because = Because::Owner;
                reasons.push(Reason {
                    level: Level::Manage,
                    because,
                    name: None,
                    via: via.clone(),
                    inherited,
                });
            }
            for grant in &step.grants {
                let among = match (matches(grant.subject, &viewer, org), insider) {
                    (Some(known), _) => known,
                    (None, Some(user)) => self.contains(tx, grant.subject, user, step.object.id).await?,
                    (None, None) => false,
                };
                if among {
                    reasons.push(Reason {
                        level: grant.level,
                        because: Because::Granted(grant.subject),
                        name: self.name(tx, grant.subject, locale).await?,
                        via: via.clone(),
                        inherited,
                    });
                }
            }
        }
        // Stable: within a level the nearest object stays first.
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.level));
        Ok(Explanation {
            level: reasons.first().map(|reason| reason.level),
            reasons,
            locked_at: steps.iter().find(|step| step.object.locked).map(|step| place(&step.object)),
            outside: insider.is_none(),
        })
    }

    /// The grants on an object, its own first, then those it inherits from nearest to farthest. Owners are not among
    /// them.
    pub async fn list_grants(&self, tx: &mut Tx, object: &Object, locale: Locale) -> Result<Vec<GrantInfo>> {
        let steps = chain(tx, object.id, Personal::All).await?;
        let mut grants = Vec::new();
        for step in &steps {
            for grant in &step.grants {
                let name = match self.name(tx, grant.subject, locale).await? {
                    None if grant.subject.kind.needs_no_name() => {
                        Some(grant.subject.kind.words(locale).to_owned())
                    }
                    name => name,
                };
                grants.push(GrantInfo {
                    subject: grant.subject,
                    name,
                    level: grant.level,
                    by: grant.by,
                    at: grant.at,
                    via: place(&step.object),
                    inherited: step.object.id != object.id,
                });
            }
        }
        Ok(grants)
    }
}

fn place(object: &Object) -> Place {
    Place { id: object.id, title: object.title.clone() }
}
