//! `courtyard serve`

use platform_config::Config;
use server::office::public_url;

use crate::cli::{Outcome, locale};
use crate::cmd::{open, open_doors};
use crate::say;

/// Opens the office if it is new, and serves it.
pub(crate) async fn serve(config: Config) -> Outcome {
    {
        let (_composed, admin) = open(&config).await?;
        open_doors(&admin).await?;
    }
    let url = public_url(&config);
    server::serve::serve(&config, |address, _| {
        tracing::info!(%address, url, "the office is open");
        say!("{}", locale().pick(format!("办公室已开放：{url}"), format!("The office is open: {url}")));
    })
    .await?;
    Ok(())
}
