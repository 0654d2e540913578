//! Commands, one a file.

pub(crate) mod backup;
pub(crate) mod config;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod evidence;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod key;
pub(crate) mod migrate_store;
pub(crate) mod openapi;
pub(crate) mod restore;
pub(crate) mod serve;
pub(crate) mod token;
pub(crate) mod user;

use module_people::{Admin, Opening, PeopleConfig};
use platform_config::Config;
use server::office::{Composed, compose_beside, database_file};

use crate::cli::{Failure, Outcome, locale};

/// Writes a line for people or programs that read the output.
#[macro_export]
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        // A reader that goes away (head, less) is no failure.
        let _ = writeln!(std::io::stdout(), $($text)*);
    }};
}

/// The office and its directory, for commands that work without a running server (or beside one).
pub(crate) async fn open(config: &Config) -> Result<(Composed, Admin), Failure> {
    let composed = compose_beside(config).await?;
    let admin = Admin::new(&composed.core, people_config(config))?;
    Ok((composed, admin))
}

/// The same, for commands that make no sense without an office: a mistyped folder must not become a new one.
pub(crate) async fn open_existing(config: &Config) -> Result<(Composed, Admin), Failure> {
    if !exists(config) {
        let folder = config.data.dir.display();
        return Err(Failure(locale().pick(
            format!("{folder} 里没有办公室。请用 --data 或 --config 指出办公室所在的位置。"),
            format!("There is no office in {folder}. Name the place of the office with --data or --config."),
        )));
    }
    open(config).await
}

/// Does a command's work in an office, and gives back what this process holds of it, whatever came of the work.
pub(crate) async fn beside<W>((mut composed, admin): (Composed, Admin), work: W) -> Outcome
where
    W: AsyncFnOnce(&mut Composed, &Admin) -> Outcome,
{
    let outcome = work(&mut composed, &admin).await;
    composed.close().await;
    outcome
}

/// Whether there is a database: on PostgreSQL somebody made one.
pub(crate) fn exists(config: &Config) -> bool {
    config.database.url.is_some() || database_file(config).exists()
}

/// Makes sure that there is an organisation: a new office gets its owner, who comes in by a link; the link is shown
/// until it was used.
pub(crate) async fn open_doors(admin: &Admin) -> Outcome {
    let locale = locale();
    let link = if admin.organisation().await?.is_none() {
        let opening = Opening {
            organisation: locale.pick("我的组织", "My organisation").to_owned(),
            owner: locale.pick("所有者", "Owner").to_owned(),
            login: "owner".to_owned(),
        };
        Some(admin.open_office(opening).await?)
    } else {
        admin.owner_link().await?
    };
    if let Some(link) = link {
        say!(
            "{}\n  {}",
            locale.pick(
                "首次使用：请所有者打开下面的一次性链接，设置密码并给组织命名。",
                "First start: the owner opens this one-time link to set a password and name the organisation."
            ),
            link.url
        );
    }
    Ok(())
}

/// What the directory needs of the configuration.
pub(crate) fn people_config(config: &Config) -> PeopleConfig {
    server::office::people_config(config)
}
