//! `courtyard serve`

use module_people::Opening;
use platform_config::Config;
use server::office::public_url;

use crate::cli::{Outcome, locale};
use crate::cmd::open;
use crate::say;

/// Opens the office if it is new, and serves it.
pub(crate) async fn serve(config: Config) -> Outcome {
    first_start(&config).await?;
    let url = public_url(&config);
    server::serve::serve(&config, |address, _| {
        tracing::info!(%address, url, "the office is open");
        say!("{}", locale().pick(format!("办公室已开放：{url}"), format!("The office is open: {url}")));
    })
    .await?;
    Ok(())
}

/// A new office gets its owner, who comes in by a link; the link is shown at every start until it was used.
async fn first_start(config: &Config) -> Outcome {
    let (_composed, admin) = open(config).await?;
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
