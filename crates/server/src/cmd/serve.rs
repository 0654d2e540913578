//! `courtyard serve`

use std::fs::{File, TryLockError};
use std::time::Duration;

use platform_config::Config;
use platform_events::{acquire_lease, release_lease};
use server::office::{private_folder, public_url};

use crate::cli::{Failure, Outcome, locale};
use crate::cmd::{beside, open, open_doors};
use crate::say;

/// Name of the lease under which an office is made, how long it is held at most, and how often others look.
const OPENING: &str = "office.opening";
const OPENING_MS: i64 = 20_000;
const AGAIN: Duration = Duration::from_millis(200);

/// Opens the office if it is new, and serves it.
pub(crate) async fn serve(config: Config) -> Outcome {
    // Before anything else: a second process must not even make the link of the first anew.
    let _taken = take(&config)?;
    beside(open(&config).await?, async |composed, admin| {
        let core = &composed.core;
        // Of several nodes that start together in front of an empty database one makes the office.
        let owner = core.ids.next().to_string();
        while acquire_lease(&core.db, &core.clock, OPENING, &owner, OPENING_MS).await?.is_none() {
            tokio::time::sleep(AGAIN).await;
        }
        let opened = open_doors(admin).await;
        release_lease(&core.db, OPENING, &owner).await?;
        opened
    })
    .await?;
    let url = public_url(&config);
    server::serve::serve(&config, |address, _| {
        tracing::info!(%address, url, "the office is open");
        say!("{}", locale().pick(format!("办公室已开放：{url}"), format!("The office is open: {url}")));
    })
    .await?;
    Ok(())
}

/// Takes a folder for this process: two that write into one would each do the work of the background.
fn take(config: &Config) -> Result<Option<File>, Failure> {
    if config.database.url.is_some() {
        return Ok(None);
    }
    let path = config.data.dir.join("serve.lock");
    let failed = |error: std::io::Error| Failure(format!("{}: {error}", path.display()));
    private_folder(&config.data.dir).map_err(failed)?;
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {
            let folder = config.data.dir.display();
            Err(Failure(locale().pick(
                format!("{folder} 里的办公室已由另一个 courtyard 提供服务。请先停止它，或用 --data 指定其他文件夹。"),
                format!("Another courtyard serves {folder} already. Stop it first, or name another folder with --data."),
            )))
        }
        // A file system without locks: then there is none to hold.
        Err(TryLockError::Error(error)) => {
            tracing::warn!(%error, "the folder of the office cannot be locked");
            Ok(None)
        }
    }
}
