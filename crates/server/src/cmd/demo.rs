//! `courtyard demo`: a new office filled with believable people, departments and chats; the same seed makes the same.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;

use clap::Args;
use engine_demo::{ChatKind, Mention, Office, PersonKey, replace_mentions};
use kernel::{Id, Millis, Role};
use module_chat::fill::{PastChat, PastKind, PastMessage, fill};
use module_people::{Admin, BulkDepartment, BulkPerson, BulkPlace, Filled};
use platform_config::Config;
use server::office::{Composed, private_folder};

use crate::cli::{Common, Failure, Outcome, locale};
use crate::cmd::{beside, open};
use crate::say;

/// Where what one needs to sign in is left, in the folder of the office.
const ACCOUNTS: &str = "demo-accounts.txt";
/// The one password of a demo office unless another is given.
const PASSWORD: &str = "courtyard-demo";
/// Members of whom the accounts file tells.
const SHOWN: usize = 4;

/// Fill a new office.
#[derive(Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) common: Common,
    /// How many people.
    #[arg(long, default_value_t = 60)]
    people: usize,
    /// The same seed makes the same office.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// One password for everybody.
    #[arg(long)]
    password: Option<String>,
}

/// Fills the office; one that has people already is left as it is.
pub(crate) async fn demo(config: Config, demo: Demo) -> Outcome {
    beside(open(&config).await?, async |composed, admin| make(&config, demo, composed, admin).await).await
}

async fn make(config: &Config, demo: Demo, composed: &mut Composed, admin: &Admin) -> Outcome {
    if admin.organisation().await?.is_some() {
        return Err(Failure(
            locale()
                .pick(
                    "这个文件夹里已经有一个办公室。演示数据只能放进新的办公室，请换一个 --data。",
                    "There is an office in this folder already. Demo data goes into a new one: choose another --data.",
                )
                .to_owned(),
        ));
    }
    let core = composed.core.clone();
    let office = Office::generate(demo.seed, demo.people, core.clock.now().0);
    let password = demo.password.unwrap_or_else(|| PASSWORD.to_owned());
    let filled =
        admin.fill(&office.org_name, &departments(&office), &people(&office), password.clone()).await?;
    // The directory is read into memory as at a start: chats ask it for names.
    for module in &mut composed.modules {
        if let Some(start) = module.start.take() {
            start().await?;
        }
    }
    if config.modules.chat {
        for chat in chats(&office, &filled) {
            fill(&core, filled.organisation, chat).await?;
        }
    }
    let accounts = accounts(&office, &password);
    // With a database and a bucket elsewhere nothing has made the folder yet.
    private_folder(&config.data.dir)?;
    fs::write(config.data.dir.join(ACCOUNTS), &accounts)?;
    let (people, chats) = (office.people.len(), office.chats.len());
    say!(
        "{}\n\n{accounts}",
        locale().pick(
            format!("「{}」已就绪：{people} 人，{chats} 个会话。", office.org_name),
            format!("{} is ready: {people} people, {chats} chats.", office.org_name)
        )
    );
    Ok(())
}

fn departments(office: &Office) -> Vec<BulkDepartment> {
    office
        .departments
        .iter()
        .map(|department| BulkDepartment {
            name: department.name.clone(),
            parent: department.parent.map(|key| key.0 as usize),
        })
        .collect()
}

fn people(office: &Office) -> Vec<BulkPerson> {
    let (owner, admin) = (office.owner().key, office.admin().key);
    office
        .people
        .iter()
        .enumerate()
        .map(|(order, person)| BulkPerson {
            name: person.name.to_string(),
            login: Some(person.login.to_string()),
            employee_no: Some(person.employee_no()),
            email: Some(person.email()),
            phones: vec![("mobile".to_owned(), person.mobile())],
            places: person
                .departments()
                .map(|place| BulkPlace {
                    department: place.department.0 as usize,
                    title: Some(place.title.to_owned()).filter(|title| !title.is_empty()),
                    head: office.department(place.department).head == Some(person.key),
                    order: order as i64,
                })
                .collect(),
            manager: person.manager.map(|key| key.0 as usize),
            role: match person.key {
                key if key == owner => Some(Role::Owner),
                key if key == admin => Some(Role::Admin),
                _ => None,
            },
            administers: None,
        })
        .collect()
}

fn chats(office: &Office, filled: &Filled) -> Vec<PastChat> {
    let id = |key: PersonKey| filled.people[key.0 as usize];
    office
        .chats
        .iter()
        .map(|chat| {
            let members: Vec<Id> = chat.members.iter().map(|member| id(member.person)).collect();
            let unread: HashMap<Id, usize> = chat
                .members
                .iter()
                .filter(|member| (member.read as usize) < chat.messages.len())
                .map(|member| (id(member.person), member.read as usize))
                .collect();
            PastChat {
                kind: match chat.kind {
                    ChatKind::Direct => PastKind::Direct,
                    ChatKind::Group => PastKind::Group,
                    ChatKind::Everyone => PastKind::Everyone,
                    ChatKind::Department => match chat.department {
                        Some(key) => PastKind::Department(filled.departments[key.0 as usize]),
                        None => PastKind::Group,
                    },
                },
                title: chat.title.clone(),
                announcement: chat.announcement.as_deref().map(|text| named(text, &id)).unwrap_or_default(),
                owner: chat.owner.map(id),
                members,
                created_at: Millis(chat.created_at_ms),
                messages: chat
                    .messages
                    .iter()
                    .map(|message| PastMessage {
                        sender: id(message.sender),
                        at: Millis(message.at_ms),
                        text: named(&message.text, &id),
                        reply_to: message.reply_to.map(|i| i as usize),
                        reactions: message
                            .reactions
                            .iter()
                            .flat_map(|r| r.people.iter().map(|who| (r.emoji.to_owned(), id(*who))))
                            .collect(),
                        pinned: message.pinned,
                    })
                    .collect(),
                read: unread,
            }
        })
        .collect()
}

fn named(text: &str, id: &impl Fn(PersonKey) -> Id) -> String {
    replace_mentions(text, |mention| match mention {
        Mention::Person(key) => format!("<@{}>", id(key)),
        Mention::All => "<@all>".to_owned(),
    })
}

fn accounts(office: &Office, password: &str) -> String {
    let mut text = String::new();
    let mut line = |role: &str, person: &engine_demo::Person| {
        let _ = writeln!(text, "{role:<10}{:<16}{}", person.login, person.name);
    };
    line("owner", office.owner());
    line("admin", office.admin());
    for person in office.members().iter().take(SHOWN) {
        line("member", person);
    }
    let _ = writeln!(text, "{:<10}{password}", "password");
    text
}
