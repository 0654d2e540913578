//! `courtyard serve`

use std::fs::{File, TryLockError};

use platform_config::Config;
use server::office::{private_folder, public_url};

use crate::cli::{Failure, Outcome, locale};
use crate::cmd::{open, open_doors};
use crate::say;

/// Opens the office if it is new, and serves it.
pub(crate) async fn serve(config: Config) -> Outcome {
    // Before anything else: a second process must not even make the link of the first anew.
    let _taken = take(&config)?;
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
