//! `courtyard doctor`: whether everything the configuration points at works, and what to do where it does not. It changes
//! nothing: tables that are behind stay so.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use axum_server::tls_rustls::RustlsConfig;
use platform_bus::check_nats;
use platform_config::{Config, Loaded, Store, TlsMode};
use platform_core::Core;
use platform_db::{Db, PostgresOptions, pending};
use server::office::{Composed, compose_beside, migrations, open_db, public_url};

use crate::cli::{Failure, Outcome, locale};
use crate::cmd::exists;
use crate::say;

/// What is to be said, in the language of the terminal.
fn pick(zh: impl Into<String>, en: impl Into<String>) -> String {
    locale().pick(zh.into(), en.into())
}

/// Checks one after the other; fails when one of them did.
pub(crate) async fn doctor(loaded: Loaded) -> Outcome {
    let config = loaded.config;
    say!("{}", pick("配置", "configuration"));
    for setting in loaded.settings.iter().filter(|setting| setting.source != "default") {
        say!("  {setting}");
    }
    let mut report = Report::default();
    folder(&mut report, &config);
    address(&mut report, &config);
    tls(&mut report, &config).await;
    cluster(&mut report, &config).await;
    match database(&mut report, &config).await {
        Tables::Present => office(&mut report, &config).await,
        Tables::Missing => elsewhere(&mut report, &config).await,
        Tables::Unusable => {}
    }
    if report.bad == 0 {
        say!("{}", pick("检查的各项都正常", "everything checked works"));
        return Ok(());
    }
    let bad = report.bad;
    Err(Failure(pick(
        format!("{bad} 项检查没有通过；处理办法写在各项旁边"),
        format!("{bad} check(s) failed; what to do stands beside each"),
    )))
}

#[derive(Default)]
struct Report {
    bad: usize,
}

impl Report {
    fn ok(&mut self, what: &str) {
        say!("ok    {what}");
    }

    fn note(&mut self, what: &str) {
        say!("note  {what}");
    }

    fn bad(&mut self, what: &str, remedy: &str) {
        self.bad += 1;
        say!("BAD   {what}\n      {remedy}");
    }
}

fn folder(report: &mut Report, config: &Config) {
    let dir = config.data.dir.display();
    if !config.data.dir.exists() {
        report.note(&pick(
            format!("数据文件夹 {dir} 还不存在"),
            format!("the data folder {dir} does not exist yet"),
        ));
        return;
    }
    let probe = config.data.dir.join(".doctor");
    match fs::write(&probe, b"probe").and_then(|()| fs::remove_file(&probe)) {
        Ok(()) => report
            .ok(&pick(format!("数据文件夹 {dir} 可以写入"), format!("data folder {dir} can be written"))),
        Err(error) => report.bad(
            &pick(format!("数据文件夹 {dir}：{error}"), format!("data folder {dir}: {error}")),
            &pick(
                "请让运行 courtyard 的用户可以写入，或用 --data 换一个文件夹。",
                "Make it writable for the user that runs courtyard, or choose another with --data.",
            ),
        ),
    }
}

fn address(report: &mut Report, config: &Config) {
    let listen = config.server.listen;
    match TcpListener::bind(listen) {
        Ok(_) => report.ok(&pick(format!("{listen} 可以监听"), format!("{listen} is free to listen on"))),
        Err(error) => report.note(&pick(
            format!("{listen} 现在不能监听（{error}）；合院正在运行时这是正常的"),
            format!(
                "{listen} cannot be listened on now ({error}); that is right while the office runs there"
            ),
        )),
    }
    if config.server.public_url.is_none() {
        let url = public_url(config);
        report.note(&pick(
            format!("没有设置 server.public_url：链接以 {url} 开头"),
            format!("server.public_url is not set: links start with {url}"),
        ));
    }
}

async fn tls(report: &mut Report, config: &Config) {
    match config.tls.mode {
        TlsMode::Off if config.server.listen.ip().is_loopback() => {}
        TlsMode::Off => report.note(&pick(
            "tls.mode 为 off：请在前面放一个做 HTTPS 的代理，否则密码会明文传输",
            "tls.mode is off: put a proxy that does HTTPS in front, or passwords travel in the clear",
        )),
        TlsMode::Files => match (&config.tls.cert, &config.tls.key) {
            (Some(cert), Some(key)) => certificate(report, cert, key).await,
            _ => report.bad(
                &pick("没有设置 tls.cert 或 tls.key", "tls.cert or tls.key is not set"),
                &pick(
                    "tls.mode = \"files\" 需要 tls.cert 和 tls.key。",
                    "tls.mode = \"files\" needs tls.cert and tls.key.",
                ),
            ),
        },
        TlsMode::Acme if config.tls.domains.is_empty() => report.bad(
            &pick("tls.domains 为空", "tls.domains is empty"),
            &pick(
                "tls.mode = \"acme\" 需要指向这台机器的域名。",
                "tls.mode = \"acme\" needs the names that lead to this machine.",
            ),
        ),
        TlsMode::Acme => report.note(&pick(
            "证书由 ACME 签发：这些域名的 443 端口必须指向这台机器",
            "certificates come by ACME: port 443 of these names must lead to this machine",
        )),
    }
}

/// Reads the files as the server does, so that what is no certificate, or no key of it, shows here.
async fn certificate(report: &mut Report, cert: &Path, key: &Path) {
    let names = format!("{}, {}", cert.display(), key.display());
    match RustlsConfig::from_pem_file(cert, key).await {
        Ok(_) => report.ok(&pick(
            format!("证书和私钥可以使用（{names}）"),
            format!("certificate and key can be used ({names})"),
        )),
        Err(error) => report.bad(
            &pick(
                format!("证书和私钥不能使用（{names}）：{error}"),
                format!("certificate and key cannot be used ({names}): {error}"),
            ),
            &pick(
                "请给出运行 courtyard 的用户可以读取的 PEM 文件：证书链，以及与它配套的私钥。",
                "Give PEM files that the user running courtyard may read: the chain of certificates, and the key that \
                 belongs to it.",
            ),
        ),
    }
}

/// Whether the office can be opened without changing it.
enum Tables {
    Present,
    Missing,
    Unusable,
}

async fn database(report: &mut Report, config: &Config) -> Tables {
    if !exists(config) {
        let dir = config.data.dir.display();
        report.note(&pick(
            format!("{dir} 里还没有办公室：courtyard serve 会建立一个"),
            format!("there is no office in {dir} yet: courtyard serve makes one"),
        ));
        return Tables::Missing;
    }
    let what = if config.database.url.is_some() { "PostgreSQL" } else { "SQLite" };
    let db = match open_db(config).await {
        Ok(db) => db,
        Err(error) => {
            let error = Failure::from(error);
            report.bad(
                &pick(format!("{what} 不能打开：{error}"), format!("{what} cannot be opened: {error}")),
                &pick(
                    "请检查 database.url（主机、端口、用户、密码、sslmode），或数据文件夹。",
                    "Check database.url (host, port, user, password, sslmode), or the data folder.",
                ),
            );
            return Tables::Unusable;
        }
    };
    report.ok(&pick(format!("{what} 有应答"), format!("{what} answers")));
    match pending(&db, &migrations(db.engine())).await {
        Ok(list) if list.is_empty() => {
            report.ok(&pick("数据表是最新的", "the tables are up to date"));
            Tables::Present
        }
        Ok(list) => {
            let count = list.len();
            report.note(&pick(
                format!("数据表缺少 {count} 项更新：下次启动时先备份，再更新"),
                format!("{count} migration(s) are missing: the next start applies them, after a copy"),
            ));
            Tables::Missing
        }
        Err(error) => {
            report.bad(
                &Failure::from(error).to_string(),
                &pick(
                    "请用写入它的版本或更新的版本启动。",
                    "Start it with the version that wrote it, or a later one.",
                ),
            );
            Tables::Unusable
        }
    }
}

/// What several nodes need beside the database.
async fn cluster(report: &mut Report, config: &Config) {
    if let Some(url) = &config.database.replica_url {
        let answers = async { Db::open_postgres(&PostgresOptions::new(url.reveal())).await?.ping().await };
        match answers.await.map_err(Failure::from) {
            Ok(()) => report.ok(&pick("只读副本有应答", "the read replica answers")),
            Err(error) => report.bad(
                &pick(
                    format!("只读副本不能打开：{error}"),
                    format!("the read replica cannot be opened: {error}"),
                ),
                &pick(
                    "请检查 database.replica_url。没有它，办公室照常工作，只是都问主库。",
                    "Check database.replica_url. Without it the office works, and asks the database itself.",
                ),
            ),
        }
    }
    if let Some(url) = &config.nats.url {
        match check_nats(url.reveal()).await {
            Ok(()) => report.ok(&pick("NATS 有应答", "NATS answers")),
            Err(error) => report.bad(
                &pick(format!("NATS 不能连接：{error}"), format!("NATS cannot be reached: {error}")),
                &pick(
                    "请检查 nats.url（主机、端口、用户、密码）。没有 NATS，节点之间慢一秒。",
                    "Check nats.url (host, port, user, password). Without NATS nodes hear of each other a second later.",
                ),
            ),
        }
    }
}

async fn office(report: &mut Report, config: &Config) {
    let Some(composed) = opened(report, config).await else { return };
    contents(report, config, &composed.core).await;
    composed.close().await;
}

async fn contents(report: &mut Report, config: &Config, core: &Core) {
    store(report, config, core).await;
    match core.blobs.missing_keys().await {
        Ok(missing) if missing.is_empty() => report.ok(&pick(
            "每个文件都能用配置的密钥解密",
            "every file can be decrypted with the configured keys",
        )),
        Ok(missing) => {
            for (key, count) in missing {
                report.bad(
                    &pick(
                        format!("{count} 个文件用主密钥 {key} 加密，而配置里没有它"),
                        format!("{count} file(s) are encrypted under the master key {key}, which is not configured"),
                    ),
                    &pick(
                        "请把旧密钥放回 blobs.master_keys，排在现用的之后。",
                        "Put the old key back into blobs.master_keys, after the present one.",
                    ),
                );
            }
        }
        Err(error) => report.bad(&Failure::from(error).to_string(), &see_log()),
    }
    match core.audit.checkpoint().await {
        Ok(_) => report.ok(&pick("审计日志可以签名", "the audit log can be signed")),
        Err(error) => report.bad(&Failure::from(error).to_string(), &see_log()),
    }
}

/// Checks what does not hang on the tables with an empty office, which vanishes: looking must leave nothing behind.
async fn elsewhere(report: &mut Report, config: &Config) {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => {
            return report.bad(
                &pick(format!("没有临时文件夹：{error}"), format!("no temporary folder: {error}")),
                &pick("请让存放临时文件的文件夹可以写入。", "Make the folder for temporary files writable."),
            );
        }
    };
    let mut empty = config.clone();
    empty.data.dir = folder.path().to_owned();
    empty.database.url = None;
    if let Some(composed) = opened(report, &empty).await {
        store(report, &empty, &composed.core).await;
        composed.close().await;
    }
}

async fn opened(report: &mut Report, config: &Config) -> Option<Composed> {
    match compose_beside(config).await {
        Ok(composed) => Some(composed),
        Err(error) => {
            report.bad(
                &Failure::from(error).to_string(),
                &pick(
                    "请处理上面指出的问题，再运行 courtyard doctor。",
                    "Mend what is named above, then run courtyard doctor again.",
                ),
            );
            None
        }
    }
}

async fn store(report: &mut Report, config: &Config, core: &Core) {
    let store = match config.blobs.store {
        Store::Folder => pick("文件的文件夹", "the folder of the files"),
        Store::S3 => pick("文件的存储桶", "the bucket of the files"),
    };
    match core.blobs.check().await {
        Ok(()) => report.ok(&pick(
            format!("{store}可以写入、读取和清除"),
            format!("{store} can be written, read and cleared"),
        )),
        Err(error) => report.bad(
            &format!("{store}: {}", Failure::from(error)),
            &pick(
                "请检查 [blobs]：文件夹和权限，或 endpoint、bucket、region 和密钥。",
                "Check [blobs]: folder and rights, or endpoint, bucket, region and keys.",
            ),
        ),
    }
}

fn see_log() -> String {
    pick("原因见日志。", "See the log for the cause.")
}
