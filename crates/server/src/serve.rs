//! Serving: start, run, stop.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum_server::accept::DefaultAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use futures_util::StreamExt;
use hyper_util::rt::TokioTimer;
use kernel::{Error, Result};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use platform_bus::Bus;
use platform_config::{Config, Tls, TlsMode};
use platform_core::Core;
use platform_db::Engine;
use platform_events::{Consumer, Event, Follower, NodeNumber, Observer, Runner, Step, restart_consumers};
use platform_live::Dispatcher;
use rustls_acme::AcmeConfig;
use rustls_acme::caches::DirCache;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::accept::Prompt;
use crate::app;
use crate::cluster::{give_back, keep_clock};
use crate::office::{Composed, compose};

/// How long requests and jobs may take to end after the order to stop.
const GRACE: Duration = Duration::from_secs(10);
/// How long open sockets may take to hear it.
const GOODBYE: Duration = Duration::from_secs(3);
/// Longest that a client may take over the head of a request.
const HEAD: Duration = Duration::from_secs(30);
/// How often it is looked whether a certificate was renewed.
const RENEWED: Duration = Duration::from_secs(300);
/// How often figures that grow are trimmed.
const UPKEEP: Duration = Duration::from_secs(5);

/// Runs the office until a signal says stop. `ready` is called with the address once requests are answered.
pub async fn serve(config: &Config, ready: impl FnOnce(SocketAddr, &Core)) -> Result<()> {
    let metrics = PrometheusBuilder::new().install_recorder().map_err(Error::internal)?;
    run(config, compose(config).await?, Some(metrics), signal(), ready).await
}

/// Runs an office that is put together until `until` ends. `ready` is called with the address once requests are
/// answered.
pub async fn run(
    config: &Config,
    composed: Composed,
    metrics: Option<PrometheusHandle>,
    until: impl Future<Output = ()> + Send + 'static,
    ready: impl FnOnce(SocketAddr, &Core),
) -> Result<()> {
    let Composed { core, mut modules, committed, bus, number, stop, tasks, .. } = composed;
    let stop = stop.disarm();
    let listener = TcpListener::bind(config.server.listen).await.map_err(|error| {
        Error::internal(format!(
            "cannot listen on {}: {error}. Is another office running there? Choose another address with --listen.",
            config.server.listen
        ))
    })?;
    for module in &mut modules {
        if let Some(start) = module.start.take() {
            start().await?;
        }
    }
    core.search.verify().await?;
    let consumers: Vec<Consumer> = modules.iter().flat_map(|module| module.consumers.clone()).collect();
    rebuild_search(&core, &consumers).await?;

    let (db, clock, events) = (core.db.clone(), core.clock.clone(), core.events.clone());
    let follower = Follower::new(db, clock, events, bus.clone()).await?;
    let runs = Runs { stop: stop.clone(), tasks: tasks.clone() };
    background(&core, &modules, &bus, (follower, committed), metrics.clone(), &runs);

    let stopping = Arc::new(AtomicBool::new(false));
    let router = app::router(&core, &mut modules, config, metrics, Arc::clone(&stopping))?;
    let address = listener.local_addr().map_err(Error::internal)?;
    ready(address, &core);

    // Somebody else has the number of this process: what it makes from now on could be taken for the other's.
    let usurped = Arc::new(AtomicBool::new(false));
    let shutdown = {
        let (core, stop) = (core.clone(), stop.clone());
        let (usurped, number) = (Arc::clone(&usurped), number.clone());
        async move {
            tokio::select! {
                () = until => {}
                () = hold(number.as_ref(), &core) => usurped.store(true, Ordering::Relaxed),
            }
            tracing::info!("stopping: requests under way are finished, clients are told to come back");
            stopping.store(true, Ordering::Relaxed);
            core.live.stop();
            stop.cancel();
        }
    };
    listen(&config.tls, &config.data.dir, listener, router, shutdown).await?;
    // An open socket is no request: the listener does not wait for it, and its last word must still go out.
    if tokio::time::timeout(GOODBYE, core.live.stopped()).await.is_err() {
        tracing::warn!("some clients were not told that the office stops; they notice by themselves");
    }
    tasks.close();
    if tokio::time::timeout(GRACE, tasks.wait()).await.is_err() {
        tracing::warn!("some work in the background did not end in time; it is taken up at the next start");
    }
    if usurped.load(Ordering::Relaxed) {
        return Err(Error::internal(
            "this process slept for so long that another one has its number; start it again",
        ));
    }
    give_back(number, &core.db, &core.clock).await;
    Ok(())
}

/// Ends when this process must, because its number is another's; never for a process that was given one.
async fn hold(number: Option<&NodeNumber>, core: &Core) {
    match number {
        Some(number) => number.hold(&core.db, &core.clock).await,
        None => std::future::pending().await,
    }
}

/// What runs in the background, and how it ends.
struct Runs {
    stop: CancellationToken,
    tasks: TaskTracker,
}

fn background(
    core: &Core,
    modules: &[platform_core::Module],
    bus: &Bus,
    (follower, committed): (Follower, mpsc::Receiver<Arc<Event>>),
    metrics: Option<PrometheusHandle>,
    Runs { stop, tasks }: &Runs,
) {
    let owner = format!("node-{}-{}", core.ids.node(), core.ids.next());
    let consumers: Vec<Consumer> = modules.iter().flat_map(|module| module.consumers.clone()).collect();
    let mut jobs: Vec<_> = modules.iter().flat_map(|module| module.jobs.clone()).collect();
    jobs.extend(consumers.iter().map(|consumer| consumer.retry_kind(&core.db)));
    let runner = Runner {
        db: core.db.clone(),
        clock: core.clock.clone(),
        ids: core.ids.clone(),
        owner: owner.clone(),
        shared: core.db.engine() == Engine::Postgres,
        bus: bus.clone(),
        stop: stop.clone(),
        tasks: tasks.clone(),
    };
    runner.start(&core.events, consumers);
    core.jobs.start(&core.db, &owner, jobs, stop, tasks);
    tasks.spawn(core.audit.clone().run(stop.clone()));
    let renderers = modules.iter().flat_map(|module| module.renderers.clone()).collect();
    let observers = modules.iter().flat_map(|module| module.observers.clone()).collect();
    let (steps, followed) = mpsc::channel(1024);
    let (observed, forward) = mpsc::channel(1024);
    tasks.spawn(follower.run(committed, steps, stop.clone()));
    tasks.spawn(observe(core.clone(), observers, followed, observed, stop.clone()));
    tasks.spawn(Dispatcher { hub: core.live.clone(), renderers }.run(forward, stop.clone()));
    core.live.follow(stop.clone(), tasks);
    if core.db.engine() == Engine::Postgres {
        tasks.spawn(keep_clock(core.db.clone(), core.clock.clone(), stop.clone()));
    }
    let Some(metrics) = metrics else { return };
    tasks.spawn(platform_events::figures::report(core.db.clone(), stop.clone()));
    let stop = stop.clone();
    let process = metrics_process::Collector::default();
    process.describe();
    tasks.spawn(async move {
        let mut timer = tokio::time::interval(UPKEEP);
        loop {
            tokio::select! {
                _ = timer.tick() => {
                    process.collect();
                    metrics.run_upkeep();
                }
                () = stop.cancelled() => return,
            }
        }
    });
}

/// Lets the access check and the memory of modules hear of every event before clients do, so that what they ask then is
/// answered rightly.
async fn observe(
    core: Core,
    observers: Vec<Observer>,
    mut followed: mpsc::Receiver<Step>,
    forward: mpsc::Sender<Arc<Event>>,
    stop: CancellationToken,
) {
    loop {
        let step = tokio::select! {
            step = followed.recv() => step,
            () = stop.cancelled() => return,
        };
        let (followed, is_told) = match step {
            None => return,
            Some(Step::Behind) => {
                core.live.ask_all_to_catch_up();
                continue;
            }
            Some(Step::Missed(followed)) => (followed, false),
            Some(Step::Event(followed)) => (followed, true),
        };
        core.access.observe(&followed.event);
        for observer in &observers {
            observer.see(&followed).await;
        }
        if is_told && forward.send(followed.event).await.is_err() {
            return;
        }
    }
}

/// A search index that is new or was lost is filled again from the first event on.
async fn rebuild_search(core: &Core, consumers: &[Consumer]) -> Result<()> {
    if !core.search.needs_rebuild().await? {
        return Ok(());
    }
    core.search.begin_rebuild().await?;
    restart_consumers(&core.db, ".index_", consumers).await?;
    core.search.rebuild_begun().await
}

async fn listen(
    tls: &Tls,
    data: &Path,
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let handle = axum_server::Handle::new();
    let ending = handle.clone();
    tokio::spawn(async move {
        shutdown.await;
        // A client that never ends its request does not keep the process.
        ending.graceful_shutdown(Some(GRACE));
    });
    let listener = listener.into_std().map_err(Error::internal)?;
    let mut server = axum_server::from_tcp(listener).map_err(Error::internal)?.handle(handle);
    let http = server.http_builder();
    http.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    http.http2().timer(TokioTimer::new()).keep_alive_interval(HEAD).keep_alive_timeout(HEAD);
    match tls.mode {
        TlsMode::Off => server.acceptor(Prompt(DefaultAcceptor::new())).serve(service).await,
        TlsMode::Acme => {
            let mut state = AcmeConfig::new(tls.domains.clone())
                .contact(tls.contact.iter().map(|address| format!("mailto:{address}")))
                .cache(DirCache::new(data.join("acme")))
                .directory_lets_encrypt(!tls.staging)
                .state();
            let acceptor = state.axum_acceptor(state.default_rustls_config());
            tokio::spawn(async move {
                while let Some(step) = state.next().await {
                    match step {
                        Ok(step) => tracing::info!(?step, "certificate"),
                        Err(error) => {
                            tracing::error!(%error, "the certificate could not be renewed; will try again")
                        }
                    }
                }
            });
            server.acceptor(Prompt(acceptor)).serve(service).await
        }
        TlsMode::Files => {
            let missing = || Error::internal("tls.mode = \"files\" needs tls.cert and tls.key");
            let (cert, key) = tls.cert.as_ref().zip(tls.key.as_ref()).ok_or_else(missing)?;
            let rustls = RustlsConfig::from_pem_file(cert, key).await.map_err(|error| {
                Error::internal(format!("the certificate {} cannot be used: {error}", cert.display()))
            })?;
            tokio::spawn(follow_files(rustls.clone(), cert.clone(), key.clone()));
            server.acceptor(Prompt(RustlsAcceptor::new(rustls))).serve(service).await
        }
    }
    .map_err(Error::internal)
}

/// Takes in certificates that are renewed: whoever renews one only writes the files.
async fn follow_files(rustls: RustlsConfig, cert: PathBuf, key: PathBuf) {
    let mut seen = changed(&cert, &key).await;
    loop {
        tokio::time::sleep(RENEWED).await;
        seen = renew(&rustls, &cert, &key, seen).await;
    }
}

type Changed = (Option<SystemTime>, Option<SystemTime>);

/// When the files of a certificate were written.
async fn changed(cert: &Path, key: &Path) -> Changed {
    let time = async |path: &Path| tokio::fs::metadata(path).await.and_then(|meta| meta.modified()).ok();
    (time(cert).await, time(key).await)
}

/// Takes the files in if they are others than those seen last; which are in use then.
async fn renew(rustls: &RustlsConfig, cert: &Path, key: &Path, seen: Changed) -> Changed {
    let now = changed(cert, key).await;
    if now == seen {
        return seen;
    }
    match rustls.reload_from_pem_file(cert, key).await {
        Ok(()) => {
            tracing::info!(cert = %cert.display(), "the renewed certificate is in use");
            now
        }
        // Perhaps only one of the two is written yet.
        Err(error) => {
            tracing::warn!(%error, "the renewed certificate cannot be used; the one before stays");
            seen
        }
    }
}

/// Ctrl-C, or the order of a service manager.
async fn signal() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut terminate) = terminate {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = interrupt.await;
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    #[tokio::test]
    async fn a_renewed_certificate_is_taken_in_and_a_broken_one_is_not() {
        let folder = testkit::fixture::folder();
        let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
        let issue = |hour: u64| {
            let made = rcgen::generate_simple_self_signed(["office.example".to_owned()]).unwrap();
            std::fs::write(&cert, made.cert.pem()).unwrap();
            std::fs::write(&key, made.key_pair.serialize_pem()).unwrap();
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(hour * 3_600);
            File::options().write(true).open(&cert).unwrap().set_modified(time).unwrap();
        };
        issue(1);
        let rustls = RustlsConfig::from_pem_file(&cert, &key).await.unwrap();
        let (first, seen) = (rustls.get_inner(), changed(&cert, &key).await);
        assert_eq!(renew(&rustls, &cert, &key, seen).await, seen);
        std::fs::write(&cert, "half written").unwrap();
        assert_eq!(renew(&rustls, &cert, &key, seen).await, seen);
        assert!(Arc::ptr_eq(&first, &rustls.get_inner()), "what cannot be used is left");
        issue(2);
        assert_ne!(renew(&rustls, &cert, &key, seen).await, seen);
        assert!(!Arc::ptr_eq(&first, &rustls.get_inner()));
    }
}
