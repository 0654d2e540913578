//! Writing entries and signing heads.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use engine_evidence::canonical::canonical_json;
use engine_evidence::checkpoint::{Checkpoint, open_checkpoint, sign_checkpoint};
use engine_evidence::entry::{ENTRY_VERSION, Entry, Salt, commit};
use engine_evidence::note::{SignerKey, VerifierKey};
use engine_evidence::tree;
use kernel::{Clock, Error, Id, Result};
use parking_lot::{Mutex, RwLock};
use platform_db::{Db, Tx};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::error::TAMPERED;
use crate::texts::{AuditKind, AuditWord};
use crate::{key, store};

/// How often a new head is signed.
const SIGN_EVERY: Duration = Duration::from_secs(1);

/// What the log needs.
#[derive(Clone)]
pub struct AuditOptions {
    /// The store.
    pub db: Db,
    /// The clock.
    pub clock: Clock,
    /// Name of a new log: a name of this office that will not be another's, such as `office.example/audit`. A log
    /// that exists keeps its name.
    pub origin: String,
    /// Master keys, the present one first; empty leaves the signing key unencrypted.
    pub master_keys: Vec<[u8; 32]>,
}

/// The audit log. Clones share it.
#[derive(Clone)]
pub struct Audit(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) origin: String,
    pub(crate) key: SignerKey,
    pub(crate) kinds: RwLock<BTreeMap<&'static str, AuditKind>>,
    pub(crate) words: RwLock<Vec<AuditWord>>,
    /// The last head that this process signed.
    signed: Mutex<Option<Checkpoint>>,
}

/// To what something was done.
#[derive(Clone, Debug)]
pub struct Target {
    /// What sort of thing, such as `user`.
    pub kind: &'static str,
    /// Which one.
    pub id: Id,
    /// What it was called then; part of the erasable payload.
    pub label: String,
}

/// An act to be recorded.
#[derive(Clone, Debug)]
pub struct AuditEntry {
    /// The organisation.
    pub org: Id,
    /// Who did it, and what that person was called; `None` for the office itself and for people unknown.
    pub actor: Option<(Id, String)>,
    /// What was done: `people.user.suspended`.
    pub kind: &'static str,
    /// To what.
    pub target: Option<Target>,
    /// From which address.
    pub ip: Option<String>,
    /// Facts; whole numbers, texts, lists and objects only.
    pub detail: Value,
}

impl Audit {
    /// Opens the log; makes it, and its key, at the first start.
    pub async fn open(options: AuditOptions) -> Result<Self> {
        let (origin, clock, masters) =
            (options.origin.clone(), options.clock.clone(), options.master_keys.clone());
        let (origin, key) = options
            .db
            .write(move |tx| {
                Box::pin(async move {
                    store::create_log(tx, &origin).await?;
                    let origin = store::log(tx).await?.map(|(origin, _)| origin).unwrap_or(origin);
                    if store::key(tx).await?.is_none() {
                        let (seed, key) = key::generate(&origin)?;
                        let sealed = masters.first().map(|master| key::seal(master, &seed)).transpose()?;
                        let is_sealed = sealed.is_some();
                        let secret = sealed.unwrap_or_else(|| seed.to_vec());
                        let verifier = key.verifier().to_string();
                        store::put_key(tx, &verifier, secret, is_sealed, clock.now()).await?;
                    }
                    let (secret, sealed) = store::key(tx).await?.ok_or_else(Error::not_found)?;
                    let seed = if sealed {
                        key::unseal(&masters, &secret)?
                    } else {
                        <[u8; 32]>::try_from(secret)
                            .map_err(|_| Error::internal("the audit key has 32 bytes"))?
                    };
                    // The present master key protects the key from now on, whatever protected it before.
                    if let Some(master) = masters.first()
                        && (!sealed || masters.len() > 1)
                    {
                        store::reseal_key(tx, key::seal(master, &seed)?).await?;
                    }
                    Ok((origin.clone(), key::open(&origin, &seed)?))
                })
            })
            .await?;
        Ok(Self(Arc::new(Inner {
            db: options.db,
            clock: options.clock,
            origin,
            key,
            kinds: RwLock::default(),
            words: RwLock::default(),
            signed: Mutex::default(),
        })))
    }

    /// Makes kinds of entries and their words known.
    pub fn register(&self, kinds: &[AuditKind]) {
        self.0.kinds.write().extend(kinds.iter().map(|kind| (kind.kind, *kind)));
    }

    /// Makes words for values of details known.
    pub fn register_words(&self, words: &[AuditWord]) {
        self.0.words.write().extend(words);
    }

    /// Every kind known, by name.
    #[must_use]
    pub fn kinds(&self) -> Vec<AuditKind> {
        self.0.kinds.read().values().copied().collect()
    }

    /// The key that heads are signed with: what people pin.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        self.0.key.verifier()
    }

    /// Records an act in its own transaction; its place in the log.
    pub async fn record(&self, tx: &mut Tx, new: AuditEntry) -> Result<u64> {
        let place = store::take_place(tx).await?;
        let index = u64::try_from(place).map_err(Error::internal)?;
        let payload = json!({
            "actor": new.actor.as_ref().map(|(_, name)| name),
            "target": new.target.as_ref().map(|target| &target.label),
            "ip": new.ip,
            "detail": new.detail,
        });
        let payload = canonical_json(&payload).map_err(Error::internal)?;
        let salt = Salt(key::random()?);
        let entry = Entry {
            v: ENTRY_VERSION,
            index,
            at: self.0.clock.now().0,
            org: new.org.0,
            actor: new.actor.as_ref().map(|(id, _)| id.0),
            kind: new.kind.to_owned(),
            target: new.target.as_ref().map(|target| format!("{}:{}", target.kind, target.id)),
            commitment: commit(&salt, &payload),
        };
        let leaf = entry.leaf_hash().map_err(Error::internal)?;
        let known = store::nodes(tx, &tree::peaks(index)).await?;
        let appended =
            tree::append(index, &[leaf], |node| known.get(&node).copied()).map_err(Error::internal)?;
        store::put_nodes(tx, &appended.nodes).await?;
        let stored = store::Stored {
            place,
            org: new.org,
            at: kernel::Millis(entry.at),
            actor: new.actor.map(|(id, _)| id),
            kind: entry.kind,
            target: entry.target,
            commitment: entry.commitment,
            salt: Some(salt.0.to_vec()),
            payload: Some(payload),
        };
        store::insert(tx, &stored).await?;
        Ok(index)
    }

    /// Erases what an entry says (names, address, facts), for good. Its place, and every proof, stay.
    pub async fn erase(&self, tx: &mut Tx, org: Id, index: u64) -> Result<bool> {
        Ok(store::erase(tx, org, i64::try_from(index).map_err(Error::internal)?).await?)
    }

    /// The signed head of the log as it is now, as text.
    ///
    /// A head that does not continue the one signed last is never signed ([`TAMPERED`]): whoever rewrites rows and tree
    /// in the database does not get the office's signature for it.
    pub async fn checkpoint(&self) -> Result<String> {
        let this = self.clone();
        let (size, signed) = self
            .0
            .db
            .read(|tx| {
                Box::pin(async move {
                    let size = store::log(tx).await?.map_or(0, |(_, size)| size);
                    Ok((size, store::checkpoint(tx).await?))
                })
            })
            .await?;
        if let Some((signed_size, note)) = signed
            && signed_size == size
        {
            return Ok(note);
        }
        self.0.db.write(move |tx| Box::pin(async move { this.sign(tx).await })).await
    }

    async fn sign(&self, tx: &mut Tx) -> Result<String> {
        let tampered = |cause| Error::new(&TAMPERED).caused_by(cause);
        let size = store::log(tx).await?.map_or(0, |(_, size)| size);
        let last = match store::checkpoint(tx).await? {
            Some((_, note)) => Some(self.open_head(&note)?),
            None => None,
        };
        // What this process signed itself is not believed to the store either.
        let own = self.0.signed.lock().clone();
        let earlier: Vec<Checkpoint> = last.into_iter().chain(own).collect();
        if earlier.iter().any(|last| size < last.size) {
            return Err(Error::new(&TAMPERED));
        }
        let mut wanted = tree::peaks(size);
        wanted.extend(earlier.iter().flat_map(|last| tree::peaks(last.size)));
        let known = store::nodes(tx, &wanted).await?;
        for last in earlier {
            let root = tree::root(last.size, |node| known.get(&node).copied()).map_err(tampered)?;
            if root != last.root {
                return Err(Error::new(&TAMPERED));
            }
        }
        let root = tree::root(size, |node| known.get(&node).copied()).map_err(tampered)?;
        let head = Checkpoint { origin: self.0.origin.clone(), size, root };
        let note = sign_checkpoint(&head, &self.0.key).map_err(Error::internal)?;
        store::put_checkpoint(tx, size, &note, self.0.clock.now()).await?;
        let this = self.clone();
        tx.after_commit(move || *this.0.signed.lock() = Some(head));
        Ok(note)
    }

    /// Reads a head that this log signed.
    pub(crate) fn open_head(&self, note: &str) -> Result<Checkpoint> {
        open_checkpoint(note, std::slice::from_ref(self.verifier()))
            .map(|(head, _)| head)
            .map_err(|cause| Error::new(&TAMPERED).caused_by(cause))
    }

    /// Signs a new head whenever the log has grown, until the process stops.
    pub async fn run(self, stop: CancellationToken) {
        let mut timer = tokio::time::interval(SIGN_EVERY);
        let mut told = false;
        loop {
            tokio::select! {
                _ = timer.tick() => match self.checkpoint().await {
                    Ok(_) => told = false,
                    Err(error) if error.is(&TAMPERED) => {
                        if !told {
                            tracing::error!(?error, "the audit log was changed behind the office's back");
                        }
                        told = true;
                    }
                    Err(error) => {
                        tracing::warn!(?error, "a head of the audit log could not be signed; will try again");
                    }
                },
                () = stop.cancelled() => return,
            }
        }
    }
}
