//! What a download is called.

use http::HeaderValue;
use kernel::{Error, Result};

/// `Content-Disposition` with the name in both forms (RFC 6266): plain for old programs, encoded for all scripts.
pub fn disposition(attach: bool, name: &str) -> Result<HeaderValue> {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') || c == ' ' { c } else { '_' })
        .collect();
    let encoded: String = name.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    });
    let kind = if attach { "attachment" } else { "inline" };
    HeaderValue::from_str(&format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}"))
        .map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_every_script_pass() {
        let text = disposition(true, "花名册\"\r\n.xlsx").unwrap();
        assert_eq!(
            text.to_str().unwrap(),
            "attachment; filename=\"______.xlsx\"; filename*=UTF-8''%E8%8A%B1%E5%90%8D%E5%86%8C%22%0D%0A.xlsx"
        );
    }
}
