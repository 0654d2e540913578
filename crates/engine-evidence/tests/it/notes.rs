//! Notes and checkpoints against the examples of C2SP and of Go's `sumdb/note`.

use engine_evidence::checkpoint::{
    Checkpoint, CheckpointError, open_checkpoint, parse_checkpoint, sign_checkpoint,
};
use engine_evidence::hash::{empty_root, leaf_hash};
use engine_evidence::note::{NoteError, SignerKey, VerifierKey, open_note, sign_note};

use crate::support::{ORIGIN, foreign_key, log_key, office_log};

/// Key pair and note of the documentation and tests of `golang.org/x/mod/sumdb/note`.
const GO_PRIVATE: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const GO_PUBLIC: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const GO_TEXT: &str =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const GO_SIGNATURE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

/// Example of C2SP signed-note; its key is not published.
const C2SP_NOTE: &str = "Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
";

fn go_key() -> VerifierKey {
    GO_PUBLIC.parse().expect("the published key")
}

fn go_note() -> String {
    format!("{GO_TEXT}\n{GO_SIGNATURE}")
}

fn malformed(note: &str) -> bool {
    matches!(open_note(note, &[go_key()]), Err(NoteError::Malformed(_)))
}

#[test]
fn the_go_note_is_signed_and_opened_byte_for_byte() {
    let key: SignerKey = GO_PRIVATE.parse().unwrap();
    assert_eq!(key.verifier().to_string(), GO_PUBLIC);
    assert_eq!(key.to_secret_text(), GO_PRIVATE);
    assert_eq!(sign_note(GO_TEXT, &[&key]).unwrap(), go_note());
    let note = go_note();
    let opened = open_note(&note, &[go_key()]).unwrap();
    assert_eq!((opened.text, opened.signed_by), (GO_TEXT, vec![go_key()]));
}

#[test]
fn the_c2sp_note_is_read_whole_and_its_key_is_unknown() {
    let signers = vec!["quasimodo.example/salvatore+367ba04b".to_owned()];
    assert_eq!(open_note(C2SP_NOTE, &[go_key()]), Err(NoteError::NoKnownKey { signers }));
}

#[test]
fn a_changed_byte_anywhere_refuses_the_note() {
    let note = go_note();
    for position in 0..note.len() {
        for bit in 0..8 {
            let mut bytes = note.clone().into_bytes();
            bytes[position] ^= 1 << bit;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            assert!(open_note(&text, &[go_key()]).is_err(), "byte {position}, bit {bit}");
        }
    }
}

#[test]
fn unknown_signatures_are_ignored_but_a_broken_known_one_is_not() {
    let (known, unknown) = (log_key(), foreign_key());
    let both = sign_note("text\n", &[&unknown, &known]).unwrap();
    let opened = open_note(&both, &[known.verifier().clone()]).unwrap();
    assert_eq!(opened.signed_by, vec![known.verifier().clone()]);

    let other = sign_note("other\n", &[&known]).unwrap();
    let foreign_line = both.lines().nth(2).unwrap();
    let known_line = other.lines().nth(2).unwrap();
    let mixed = format!("text\n\n{foreign_line}\n{known_line}\n");
    let keys = [unknown.verifier().clone(), known.verifier().clone()];
    assert!(matches!(open_note(&mixed, &keys), Err(NoteError::Signature { .. })));
    assert!(open_note(&mixed, &keys[..1]).is_ok());
}

#[test]
fn text_may_hold_empty_lines_and_even_signature_lines() {
    let key = log_key();
    for text in ["\n", "\n\n", "a\n\nb\n\n", &go_note(), "合院\n"] {
        let note = sign_note(text, &[&key]).unwrap();
        assert_eq!(open_note(&note, &[key.verifier().clone()]).unwrap().text, text);
    }
}

#[test]
fn malformed_notes_are_refused() {
    for text in ["", "no newline", "tab\t\n", "return\r\n", "nul\0\n"] {
        assert!(matches!(sign_note(text, &[&log_key()]), Err(NoteError::Malformed(_))), "{text:?}");
    }
    assert!(matches!(sign_note("text\n", &[]), Err(NoteError::Malformed(_))));
    let line = GO_SIGNATURE;
    let cases = [
        String::new(),
        "\n\n".into(),
        format!("{GO_TEXT}{line}"),
        format!("{GO_TEXT}\n"),
        format!("{GO_TEXT}\n{}", line.trim_end()),
        format!("{GO_TEXT}\n{}", line.replace('—', "-")),
        format!("{GO_TEXT}\n{}", line.replace(" x08", "  x08")),
        format!("{GO_TEXT}\n{}", line.replace("AM=", "AM")),
        format!("{GO_TEXT}\n{}", line.replace("AM=", "AN=")),
        format!("{GO_TEXT}\n{}", line.replace('\n', "\r\n")),
        format!("{GO_TEXT}\n— PeterNeumann x08gow==\n"),
        format!("{GO_TEXT}\n— PeterNeumann+ x08goAA=\n"),
        format!("{GO_TEXT}\n— Peter\u{a0}Neumann x08goAA=\n"),
        format!("{GO_TEXT}\n{}", line.repeat(101)),
        format!("{}\n\n{line}", "x".repeat(1 << 20)),
    ];
    for note in cases {
        assert!(malformed(&note), "{note:?}");
    }
    assert!(open_note(&format!("{GO_TEXT}\n{}", line.repeat(100)), &[go_key()]).is_ok());
}

#[test]
fn malformed_keys_are_refused() {
    for start in 0..GO_PUBLIC.len() {
        for end in start..=GO_PUBLIC.len() {
            if end - start < GO_PUBLIC.len() {
                assert!(GO_PUBLIC[start..end].parse::<VerifierKey>().is_err(), "{start}..{end}");
            }
        }
    }
    for text in [
        &GO_PUBLIC.to_uppercase(),
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ] {
        assert!(matches!(text.parse::<VerifierKey>(), Err(NoteError::Key(_))), "{text}");
        assert!(format!("PRIVATE+KEY+{text}").parse::<SignerKey>().is_err());
    }
    assert!(VerifierKey::new("weak", &[0; 32]).is_err());
    assert!(SignerKey::from_seed("two words", &[1; 32]).is_err());
    assert!(SignerKey::from_seed("", &[1; 32]).is_err());
}

#[test]
fn a_private_key_does_not_print_itself() {
    let secret = log_key().to_secret_text();
    let seed = secret.rsplit('+').next().unwrap();
    assert!(!format!("{:?}", log_key()).contains(seed));
}

#[test]
fn a_checkpoint_comes_back_with_its_key() {
    let checkpoint = Checkpoint { origin: ORIGIN.into(), size: 12, root: office_log().root_at(12) };
    let note = sign_checkpoint(&checkpoint, &log_key()).unwrap();
    let (opened, key) = open_checkpoint(&note, &[log_key().verifier().clone()]).unwrap();
    assert_eq!((opened, &key), (checkpoint, log_key().verifier()));
}

#[test]
fn the_c2sp_checkpoint_is_read() {
    let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    let checkpoint = parse_checkpoint(text).unwrap();
    assert_eq!((checkpoint.origin.as_str(), checkpoint.size), ("example.com/behind-the-sofa", 20_852_163));
    assert_eq!(checkpoint.root.to_string(), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
}

#[test]
fn malformed_checkpoints_are_refused() {
    let root = leaf_hash(b"").to_string();
    let cases = [
        String::new(),
        "\n".into(),
        format!("o\n1\n{root}"),
        format!("o\n1\n{root}\nextension\n"),
        format!("o\n1\n{root}\n\n"),
        format!("\n1\n{root}\n"),
        format!("o\n01\n{root}\n"),
        format!("o\n+1\n{root}\n"),
        format!("o\n-1\n{root}\n"),
        format!("o\n1 \n{root}\n"),
        format!("o\n9223372036854775808\n{root}\n"),
        format!("o\n0\n{root}\n"),
        format!("o\n1\n{}\n", &root[..43]),
        format!("o\n1\n{}\n", "A".repeat(44)),
    ];
    for text in cases {
        assert!(matches!(parse_checkpoint(&text), Err(CheckpointError::Malformed(_))), "{text:?}");
    }
    assert!(parse_checkpoint(&format!("o\n0\n{}\n", empty_root())).is_ok());
    assert!(parse_checkpoint(&format!("o\n{}\n{root}\n", i64::MAX)).is_ok());
}

#[test]
fn only_the_logs_own_key_vouches_for_a_checkpoint() {
    let checkpoint = Checkpoint { origin: ORIGIN.into(), size: 12, root: office_log().root_at(12) };
    let witness = SignerKey::from_seed("witness.example", &[9; 32]).unwrap();
    let refused = Err(CheckpointError::ForeignKey { origin: ORIGIN.into() });
    assert_eq!(sign_checkpoint(&checkpoint, &witness), refused);

    let text = format!("{ORIGIN}\n12\n{}\n", checkpoint.root);
    let note = sign_note(&text, &[&witness]).unwrap();
    assert_eq!(
        open_checkpoint(&note, &[witness.verifier().clone()]),
        Err(CheckpointError::ForeignKey { origin: ORIGIN.into() })
    );
    let broken = Checkpoint { size: 0, ..checkpoint };
    assert!(matches!(sign_checkpoint(&broken, &log_key()), Err(CheckpointError::Malformed(_))));
}
