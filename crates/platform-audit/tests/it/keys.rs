use platform_audit::{Audit, KEY_SEALED};
use platform_db::{Db, args};
use testkit::Store;

use crate::office::{ORG, TABLES, entry, options, record};

const OLD: [u8; 32] = [1; 32];
const NEW: [u8; 32] = [2; 32];

/// The stored key: its bytes, and whether they are encrypted.
async fn stored(db: &Db) -> (Vec<u8>, bool) {
    db.read(|tx| {
        Box::pin(async move {
            let row = tx.one("SELECT secret, sealed FROM audit_keys", args![]).await?;
            Ok((row.get(0)?, row.get(1)?))
        })
    })
    .await
    .expect("there is a key")
}

async fn verifier(store: &Store, masters: &[[u8; 32]]) -> kernel::Result<String> {
    let audit = Audit::open(options(store, masters)).await?;
    // It does not only open, it signs.
    record(&store.db, &audit, entry(ORG, 1)).await?;
    audit.checkpoint().await?;
    Ok(audit.verifier().to_string())
}

#[test]
fn a_master_key_encrypts_the_signing_key_and_can_be_changed() {
    testkit::on_both_engines(TABLES, async |store| {
        let key = verifier(&store, &[OLD]).await.unwrap();
        let (sealed, is_sealed) = stored(&store.db).await;
        assert!(is_sealed && sealed.len() > 32);

        for missing in [&[][..], &[NEW][..]] {
            assert!(verifier(&store, missing).await.unwrap_err().is(&KEY_SEALED));
        }
        assert_eq!(verifier(&store, &[OLD]).await.unwrap(), key);
        assert_eq!(verifier(&store, &[NEW, OLD]).await.unwrap(), key);
        assert_ne!(stored(&store.db).await.0, sealed);
        // From now on the new one alone is enough, and the old one is not.
        assert_eq!(verifier(&store, &[NEW]).await.unwrap(), key);
        assert!(verifier(&store, &[OLD]).await.unwrap_err().is(&KEY_SEALED));
    });
}

#[test]
fn a_key_made_without_a_master_key_is_encrypted_when_one_comes() {
    testkit::on_both_engines(TABLES, async |store| {
        let key = verifier(&store, &[]).await.unwrap();
        let (seed, is_sealed) = stored(&store.db).await;
        assert!(!is_sealed);
        assert_eq!(verifier(&store, &[NEW]).await.unwrap(), key);
        let (sealed, is_sealed) = stored(&store.db).await;
        assert!(is_sealed);
        assert!(!sealed.windows(seed.len()).any(|window| window == seed), "the key can still be read");
        assert!(verifier(&store, &[]).await.unwrap_err().is(&KEY_SEALED));
    });
}
