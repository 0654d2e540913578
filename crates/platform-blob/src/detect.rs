//! What a file is: by its first bytes; by its extension only within the family that the bytes show. What the client
//! declares is a hint, used where one container holds sound or pictures.

use image::ImageFormat;

use crate::files::FileKind;
use crate::name::extension;

/// Bytes looked at.
const HEAD: usize = 8 * 1024;
/// What nothing is known of.
const UNKNOWN: &str = "application/octet-stream";

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Detected {
    pub(crate) content_type: &'static str,
    pub(crate) kind: FileKind,
    /// A picture whose size can be measured and that can have thumbnails.
    pub(crate) picture: Option<ImageFormat>,
}

fn plain_file(content_type: &'static str) -> Detected {
    Detected { content_type, kind: FileKind::File, picture: None }
}

/// The format behind the media type of a picture.
pub(crate) fn picture_format(content_type: &str) -> Option<ImageFormat> {
    match content_type {
        "image/jpeg" => Some(ImageFormat::Jpeg),
        "image/png" => Some(ImageFormat::Png),
        "image/gif" => Some(ImageFormat::Gif),
        "image/webp" => Some(ImageFormat::WebP),
        _ => None,
    }
}

/// What a file with this beginning is.
pub(crate) fn detect(head: &[u8], name: &str, declared: Option<&str>) -> Detected {
    let cut = head.len() > HEAD;
    let head = &head[..head.len().min(HEAD)];
    let extension = extension(name).unwrap_or_default();
    if is_utf8(head, cut) && !head.is_empty() {
        return text(head, &extension);
    }
    let Some(found) = infer::get(head) else { return unmarked(head, &extension) };
    let picture = |content_type| Detected {
        content_type,
        kind: FileKind::Image,
        picture: picture_format(content_type),
    };
    let media = |content_type, kind| Detected { content_type, kind, picture: None };
    let hint = |family: &str| {
        declared.is_some_and(|declared| declared.trim().to_ascii_lowercase().starts_with(family))
    };
    match found.mime_type() {
        found @ ("image/jpeg" | "image/png" | "image/gif" | "image/webp") => picture(found),
        // Browsers show it; we cannot measure it.
        "image/avif" => media("image/avif", FileKind::Image),
        // Recordings of the browser: one container for both.
        "video/mp4" | "video/x-m4v" if hint("audio/") || extension == "m4a" => {
            media("audio/mp4", FileKind::Audio)
        }
        "video/mp4" | "video/x-m4v" => media("video/mp4", FileKind::Video),
        "video/webm" if hint("audio/") => media("audio/webm", FileKind::Audio),
        "video/webm" => media("video/webm", FileKind::Video),
        "video/quicktime" => media("video/quicktime", FileKind::Video),
        "audio/ogg" if hint("video/") || extension == "ogv" => media("video/ogg", FileKind::Video),
        "audio/ogg" | "audio/opus" => media("audio/ogg", FileKind::Audio),
        "audio/mpeg" => media("audio/mpeg", FileKind::Audio),
        "audio/m4a" => media("audio/mp4", FileKind::Audio),
        "audio/x-flac" => media("audio/flac", FileKind::Audio),
        "audio/x-wav" => media("audio/wav", FileKind::Audio),
        "audio/aac" => media("audio/aac", FileKind::Audio),
        "application/zip" => plain_file(zipped(&extension).unwrap_or("application/zip")),
        "application/msword" | "application/x-ole-storage" => plain_file(compound(&extension)),
        // Looks for text that is not UTF-8 as well; the extension of such a file decides.
        "text/html" | "text/xml" | "text/x-shellscript" => unmarked(head, &extension),
        other => plain_file(other),
    }
}

/// Documents that are a zip inside. Where the bytes name the kind themselves, they have decided already.
fn zipped(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "odp" => "application/vnd.oasis.opendocument.presentation",
        "ofd" => "application/ofd",
        "epub" => "application/epub+zip",
        "apk" => "application/vnd.android.package-archive",
        "jar" => "application/java-archive",
        "key" => "application/vnd.apple.keynote",
        "numbers" => "application/vnd.apple.numbers",
        "pages" => "application/vnd.apple.pages",
        "xmind" => "application/vnd.xmind.workbook",
        _ => return None,
    })
}

/// Documents of older office programs: one container for all.
fn compound(extension: &str) -> &'static str {
    match extension {
        "doc" | "dot" => "application/msword",
        "xls" | "xlt" => "application/vnd.ms-excel",
        "ppt" | "pps" => "application/vnd.ms-powerpoint",
        "msg" => "application/vnd.ms-outlook",
        "vsd" => "application/vnd.visio",
        "wps" => "application/vnd.ms-works",
        _ => "application/x-ole-storage",
    }
}

/// Text by its extension. None of these is ever shown within a page of ours but the plain ones.
fn text_type(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "txt" | "log" | "text" | "ini" | "conf" | "cfg" => "text/plain",
        "md" | "markdown" => "text/markdown",
        "csv" => "text/csv",
        "tsv" => "text/tab-separated-values",
        "json" | "ipynb" => "application/json",
        "yaml" | "yml" => "application/yaml",
        "toml" => "application/toml",
        "xml" => "application/xml",
        "html" | "htm" | "xhtml" => "text/html",
        "svg" => "image/svg+xml",
        "js" | "mjs" => "text/javascript",
        "css" => "text/css",
        "ics" => "text/calendar",
        "vcf" => "text/vcard",
        "eml" => "message/rfc822",
        "sh" => "text/x-shellscript",
        _ => return None,
    })
}

fn text(head: &[u8], extension: &str) -> Detected {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    // Formats that may be text throughout and say so at the start.
    for (mark, content_type) in
        [("%PDF-", "application/pdf"), ("{\\rtf", "application/rtf"), ("%!PS", "application/postscript")]
    {
        if start.starts_with(mark.as_bytes()) {
            return plain_file(content_type);
        }
    }
    let starts =
        |mark: &str| start.get(..mark.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(mark.as_bytes()));
    let begins_html =
        ["<!doctype html", "<html", "<head", "<body", "<script", "<iframe"].iter().any(|mark| starts(mark));
    let has_svg = start.windows(4).take(1_024).any(|window| window.eq_ignore_ascii_case(b"<svg"));
    plain_file(match text_type(extension) {
        Some(known) => known,
        None if begins_html => "text/html",
        None if has_svg && start.starts_with(b"<") => "image/svg+xml",
        None if starts("<?xml") => "application/xml",
        None => "text/plain",
    })
}

/// Bytes that no mark explains: text in an older encoding if the extension says so and nothing speaks against it.
fn unmarked(head: &[u8], extension: &str) -> Detected {
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    match text_type(extension) {
        Some(known) if utf16 || head.iter().all(|byte| !is_control(*byte)) => plain_file(known),
        _ => plain_file(UNKNOWN),
    }
}

/// Whether these are text in UTF-8; `cut`: more follows, so that the last character may be incomplete.
fn is_utf8(head: &[u8], cut: bool) -> bool {
    let sound = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => cut && error.error_len().is_none(),
    };
    sound && !head.iter().any(|byte| is_control(*byte))
}

/// A byte that text has no use for.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31 | 127)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(head: &[u8], name: &str) -> (&'static str, FileKind) {
        let found = detect(head, name, None);
        (found.content_type, found.kind)
    }

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const ZIP: &[u8] = b"PK\x03\x04\x14\0\0\0\0\0";
    const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0";

    #[test]
    fn bytes_decide() {
        assert_eq!(kind_of(PNG, "a.exe"), ("image/png", FileKind::Image));
        assert_eq!(
            kind_of(b"MZ\x90\0\x03\0", "holiday.jpg").0,
            "application/vnd.microsoft.portable-executable"
        );
        assert_eq!(kind_of(b"\xff\xd8\xff\xe0\0\x10JFIF", "x"), ("image/jpeg", FileKind::Image));
        assert_eq!(kind_of(b"\0\x01\x02\x03\x04", "a.jpg"), (UNKNOWN, FileKind::File));
        assert_eq!(kind_of("BMW 的新车".as_bytes(), "x"), ("text/plain", FileKind::File));
        assert_eq!(kind_of(b"%PDF-1.7\n%all text", "x.txt"), ("application/pdf", FileKind::File));
        assert_eq!(kind_of(b"", "a.csv"), ("text/csv", FileKind::File));
        assert_eq!(kind_of(b"", "a.jpg"), (UNKNOWN, FileKind::File));
    }

    #[test]
    fn extensions_refine_within_a_family() {
        assert!(kind_of(ZIP, "a.docx").0.ends_with("wordprocessingml.document"));
        assert_eq!(kind_of(ZIP, "a.zip").0, "application/zip");
        assert_eq!(kind_of(ZIP, "a.html").0, "application/zip");
        assert_eq!(kind_of(OLE, "a.xls").0, "application/vnd.ms-excel");
        assert_eq!(kind_of(OLE, "a.html").0, "application/x-ole-storage");
        // GB18030
        assert_eq!(kind_of(b"\xd0\xd5\xc3\xfb,\xb2\xbf\xc3\xc5\n", "名单.csv").0, "text/csv");
        assert_eq!(kind_of(b"\xff\xfea\0", "a.txt").0, "text/plain");
    }

    #[test]
    fn what_runs_in_a_page_is_never_a_picture() {
        let svg =
            b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>";
        for name in ["a.svg", "a.png", "a"] {
            assert_eq!(kind_of(svg, name), ("image/svg+xml", FileKind::File), "{name}");
        }
        assert_eq!(kind_of(b"<!DOCTYPE html><p>", "a.png"), ("text/html", FileKind::File));
        assert_eq!(kind_of(b"hello", "a.html"), ("text/html", FileKind::File));
    }

    #[test]
    fn the_hint_tells_sound_from_film() {
        let mut webm =
            b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm".to_vec();
        webm.resize(300, 0);
        let with = |declared| detect(&webm, "voice", declared).content_type;
        assert_eq!((with(None), with(Some("audio/webm;codecs=opus"))), ("video/webm", "audio/webm"));
        assert_eq!(with(Some("text/html")), "video/webm");
    }

    #[test]
    fn a_character_cut_at_the_border_is_still_text() {
        let long = "字".repeat(HEAD);
        assert_eq!(kind_of(long.as_bytes(), "x"), ("text/plain", FileKind::File));
        assert_eq!(kind_of(&"字".as_bytes()[..2], "x").0, UNKNOWN);
    }
}
