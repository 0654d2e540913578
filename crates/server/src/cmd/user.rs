//! `courtyard user …`: accounts, without a running server or beside one.

use std::io::BufRead;

use clap::{Args, Subcommand};
use module_people::Admin;
use platform_config::Config;

use crate::cli::{Common, Failure, Outcome};
use crate::cmd::{beside, open_existing};
use crate::say;

/// People read at once.
const PAGE: u32 = 1_000;

/// People's accounts.
#[derive(Args)]
pub(crate) struct User {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Subcommand)]
enum UserCommand {
    /// One line a person: login, state, role, name. The owner comes first.
    List(Common),
    /// Print a one-time link by which somebody comes in or chooses a new password.
    Link(Named),
    /// Set a password, read from the standard input; every session of the person ends.
    Password(Named),
    /// Keep somebody out for now; sessions end at once.
    Suspend(Named),
    /// Let a suspended or departed person come back.
    Reactivate(Named),
    /// Mark somebody as departed.
    Leave(Named),
}

#[derive(Args)]
struct Named {
    #[command(flatten)]
    common: Common,
    /// Login, e-mail address, employee number or mobile number.
    login: String,
}

impl User {
    pub(crate) fn common(&self) -> &Common {
        match &self.command {
            UserCommand::List(common) => common,
            UserCommand::Link(named)
            | UserCommand::Password(named)
            | UserCommand::Suspend(named)
            | UserCommand::Reactivate(named)
            | UserCommand::Leave(named) => &named.common,
        }
    }
}

/// Does what was said.
pub(crate) async fn user(config: Config, user: User) -> Outcome {
    beside(open_existing(&config).await?, async |_, admin| act(admin, user.command).await).await
}

async fn act(admin: &Admin, command: UserCommand) -> Outcome {
    match command {
        UserCommand::List(_) => {
            let mut last = None;
            loop {
                let page = admin.list(last.as_ref(), PAGE).await?;
                for person in &page {
                    let role = person.role.map_or("member", |role| role.as_str());
                    say!("{}\t{}\t{role}\t{}", person.login, person.state.as_str(), person.name);
                }
                match page.into_iter().next_back() {
                    Some(person) => last = Some(person),
                    None => return Ok(()),
                }
            }
        }
        UserCommand::Link(named) => {
            let link = admin.link(&named.login).await?;
            say!("{}", link.url);
        }
        UserCommand::Password(named) => {
            let mut password = String::new();
            std::io::stdin().lock().read_line(&mut password)?;
            let password = password.trim_end_matches(['\r', '\n']).to_owned();
            if password.is_empty() {
                return Err(Failure("no password was given on the standard input".to_owned()));
            }
            // Whoever set it knows it: the person chooses another at the next sign-in.
            admin.set_password(&named.login, password, true).await?;
        }
        UserCommand::Suspend(named) => admin.suspend(&named.login).await?,
        UserCommand::Reactivate(named) => admin.reactivate(&named.login).await?,
        UserCommand::Leave(named) => admin.leave(&named.login).await?,
    }
    Ok(())
}
