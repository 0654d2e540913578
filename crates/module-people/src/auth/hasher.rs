//! Passwords are checked on threads that may block, a few at a time: each check takes megabytes and milliseconds.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use kernel::{Error, Result};
use tokio::sync::Semaphore;

use crate::error::SIGN_IN_BUSY;
use crate::model::password::Cost;

/// Checks at once: the machines this runs on have few cores, and requests must go on being served.
const AT_ONCE: usize = 2;
/// Checks that may wait. Beyond it people are asked to come back: waiting longer helps nobody.
const WAITING: usize = 400;

/// Hashes and checks passwords.
pub(crate) struct Hasher {
    cost: Cost,
    turns: Arc<Semaphore>,
    waiting: AtomicUsize,
    nobody: Arc<OnceLock<String>>,
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is not the password, or there is nobody to have one.
    Wrong,
    /// It is the password.
    Right,
    /// It is the password, and was hashed at another cost: this is the hash to keep from now on.
    Outdated(String),
}

impl Hasher {
    /// argon2id with this much memory and this many passes.
    pub(crate) fn new(memory_kib: u32, passes: u32) -> Result<Self> {
        Ok(Self {
            cost: Cost::new(memory_kib, passes)?,
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: AtomicUsize::new(0),
            nobody: Arc::default(),
        })
    }

    /// The hash of a new password.
    pub(crate) async fn hash(&self, password: String) -> Result<String> {
        self.run(move |cost| cost.hash(&password)).await?
    }

    /// Checks a password. `kept` is `None` when there is nobody, or nobody with a password: that takes as long, so that
    /// time does not tell who exists.
    pub(crate) async fn check(&self, password: String, kept: Option<String>) -> Result<Outcome> {
        let nobody = Arc::clone(&self.nobody);
        self.run(move |cost| {
            let Some(kept) = kept else {
                let kept = nobody.get_or_init(|| cost.hash("nobody has this password").unwrap_or_default());
                cost.verify(&password, kept);
                return Ok(Outcome::Wrong);
            };
            Ok(match (cost.verify(&password, &kept), cost.is_outdated(&kept)) {
                (false, _) => Outcome::Wrong,
                (true, false) => Outcome::Right,
                (true, true) => Outcome::Outdated(cost.hash(&password)?),
            })
        })
        .await?
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Cost) -> T + Send + 'static) -> Result<T> {
        let waiting = Waiting::join(&self.waiting)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(Error::internal)?;
        drop(waiting);
        let cost = self.cost.clone();
        // The turn goes along: a caller that goes away does not let a third check begin.
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work(&cost)
        })
        .await
        .map_err(Error::internal)
    }
}

/// A place in the line; given back however the wait ends.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn join(line: &'a AtomicUsize) -> Result<Self> {
        if line.fetch_add(1, Ordering::SeqCst) >= WAITING {
            line.fetch_sub(1, Ordering::SeqCst);
            return Err(Error::new(&SIGN_IN_BUSY).retry_after(3));
        }
        Ok(Self(line))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobody_has_no_password_and_old_hashes_are_renewed() {
        let (old, new) = (Hasher::new(64, 1).unwrap(), Hasher::new(128, 1).unwrap());
        let kept = old.hash("correct horse".to_owned()).await.unwrap();
        let check = async |hasher: &Hasher, password: &str, kept: Option<&str>| {
            hasher.check(password.to_owned(), kept.map(str::to_owned)).await.unwrap()
        };
        assert_eq!(check(&old, "correct horse", Some(&kept)).await, Outcome::Right);
        assert_eq!(check(&old, "wrong", Some(&kept)).await, Outcome::Wrong);
        assert_eq!(check(&old, "nobody has this password", None).await, Outcome::Wrong);
        assert!(matches!(check(&new, "correct horse", Some(&kept)).await, Outcome::Outdated(_)));
    }

    #[tokio::test]
    async fn the_line_has_an_end() {
        let hasher = Hasher::new(64, 1).unwrap();
        hasher.waiting.store(WAITING, Ordering::SeqCst);
        let error = hasher.hash("x".to_owned()).await.unwrap_err();
        assert!(error.is(&SIGN_IN_BUSY) && error.retry_after_s().is_some());
        hasher.waiting.store(0, Ordering::SeqCst);
        hasher.hash("x".to_owned()).await.unwrap();
        assert_eq!(hasher.waiting.load(Ordering::SeqCst), 0);
    }
}
