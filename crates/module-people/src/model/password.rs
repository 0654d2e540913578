//! Passwords: what makes a good one, and how it is kept (argon2id).

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use kernel::{Error, Result};

use crate::error::{
    PASSWORD_COMMON, PASSWORD_NOT_MIXED, PASSWORD_PERSONAL, PASSWORD_TOO_LONG, PASSWORD_TOO_SHORT,
};
use crate::model::limits;
use crate::model::policy::Policy;
use crate::model::text::{Checked, Fault};

/// Passwords that anybody tries first, in small letters: from lists of leaked passwords, here and abroad, those of eight
/// characters or more.
const COMMON: &[&str] = &[
    "00000000",
    "000000000",
    "01234567",
    "0123456789",
    "11111111",
    "111111111",
    "1111111111",
    "11112222",
    "11223344",
    "12121212",
    "123123123",
    "12312312",
    "12341234",
    "12344321",
    "123456123",
    "1234567890",
    "123456789",
    "12345678",
    "1234567890-=",
    "12345678910",
    "123456789a",
    "12345678a",
    "1234qwer",
    "123654789",
    "1357924680",
    "147258369",
    "147852369",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1qaz2wsx",
    "1qazxsw2",
    "1qaz@wsx",
    "22222222",
    "31415926",
    "33333333",
    "5201314520",
    "520520520",
    "52013140",
    "55555555",
    "66666666",
    "666666666",
    "77777777",
    "789456123",
    "87654321",
    "88888888",
    "888888888",
    "987654321",
    "98765432",
    "99999999",
    "a1234567",
    "a12345678",
    "a123456789",
    "a1b2c3d4",
    "aa123456",
    "aa12345678",
    "aaaaaaaa",
    "abc12345",
    "abc123456",
    "abcd1234",
    "abcdefgh",
    "admin123",
    "admin1234",
    "admin123456",
    "admin@123",
    "administrator",
    "asd123456",
    "asdasdasd",
    "asdf1234",
    "asdfghjk",
    "asdfghjkl",
    "baseball",
    "changeme",
    "computer",
    "courtyard",
    "football",
    "iloveyou",
    "internet",
    "letmein1",
    "michelle",
    "p@ssw0rd",
    "passw0rd",
    "password",
    "password1",
    "password12",
    "password123",
    "princess",
    "q1w2e3r4",
    "q1w2e3r4t5",
    "qazwsx123",
    "qazwsxedc",
    "qq123456",
    "qwe123456",
    "qwer1234",
    "qwer123456",
    "qwerasdf",
    "qwerqwer",
    "qwert12345",
    "qwerty123",
    "qwertyui",
    "qwertyuiop",
    "root1234",
    "starwars",
    "sunshine",
    "superman",
    "superadmin",
    "test1234",
    "trustno1",
    "w123456789",
    "wang1234",
    "welcome1",
    "welcome123",
    "woaini123",
    "woaini1314",
    "woaini520",
    "woaiwojia",
    "z123456789",
    "zaq12wsx",
    "zxc123456",
    "zxcvbnm1",
    "zxcvbnm123",
    "zxcvbnma",
];

/// Whether somebody may choose this password. `own` are the person's login, name and numbers.
pub(crate) fn check(policy: &Policy, password: &str, own: &[&str]) -> Checked<()> {
    if password.len() > limits::PASSWORD_BYTES {
        return Err(Fault::with(&PASSWORD_TOO_LONG, "max", limits::PASSWORD_BYTES));
    }
    if password.chars().count() < policy.min_password_length as usize {
        return Err(Fault::with(&PASSWORD_TOO_SHORT, "min", policy.min_password_length));
    }
    let mixed = password.chars().any(char::is_alphabetic) && password.chars().any(|c| c.is_ascii_digit());
    if policy.require_mixed && !mixed {
        return Err((&PASSWORD_NOT_MIXED).into());
    }
    let folded = password.to_lowercase();
    let mut chars = folded.chars();
    let first = chars.next();
    if COMMON.contains(&folded.as_str()) || chars.all(|c| Some(c) == first) {
        return Err((&PASSWORD_COMMON).into());
    }
    if own.iter().any(|own| !own.is_empty() && own.to_lowercase() == folded) {
        return Err((&PASSWORD_PERSONAL).into());
    }
    Ok(())
}

/// How passwords are hashed.
#[derive(Clone, Debug)]
pub(crate) struct Cost {
    argon2: Argon2<'static>,
}

impl Cost {
    /// argon2id with this much memory and this many passes, in one lane.
    pub(crate) fn new(memory_kib: u32, passes: u32) -> Result<Self> {
        let params =
            Params::new(memory_kib, passes, 1, None).map_err(|error| Error::internal(error.to_string()))?;
        Ok(Self { argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params) })
    }

    /// The password as it is kept (PHC string). Takes tens of milliseconds: call it on a blocking thread.
    pub(crate) fn hash(&self, password: &str) -> Result<String> {
        let mut salt = [0_u8; 16];
        getrandom::fill(&mut salt).map_err(|error| Error::internal(error.to_string()))?;
        let hash: PasswordHash = self
            .argon2
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map_err(|error| Error::internal(error.to_string()))?;
        Ok(hash.to_string())
    }

    /// Whether it is the password. Takes as long as hashing: call it on a blocking thread. A hash made at another cost
    /// is checked at that cost.
    pub(crate) fn verify(&self, password: &str, kept: &str) -> bool {
        PasswordHash::new(kept)
            .is_ok_and(|kept| self.argon2.verify_password(password.as_bytes(), &kept).is_ok())
    }

    /// Whether a hash was made at another cost and should be made anew at the next sign-in.
    pub(crate) fn is_outdated(&self, kept: &str) -> bool {
        PasswordHash::new(kept).ok().and_then(|kept| Params::try_from(&kept).ok()).is_none_or(|params| {
            let own = self.argon2.params();
            (params.m_cost(), params.t_cost(), params.p_cost()) != (own.m_cost(), own.t_cost(), own.p_cost())
        })
    }
}

#[cfg(test)]
mod tests {
    use kernel::ErrorCode;

    use super::*;

    fn fault(policy: &Policy, password: &str) -> Option<&'static ErrorCode> {
        check(policy, password, &["liwei", "13812345678", "李伟"]).err().map(|fault| fault.code)
    }

    #[test]
    fn bad_passwords_are_refused_with_the_reason() {
        let policy = Policy::default();
        let id = |password: &str| fault(&policy, password).map(|code| code.id);
        assert_eq!(id("short"), Some("people.password_too_short"));
        assert_eq!(id("Password123"), Some("people.password_common"));
        assert_eq!(id("zzzzzzzzzz"), Some("people.password_common"));
        assert_eq!(id("13812345678"), Some("people.password_personal"));
        assert_eq!(id(&"长".repeat(100)), Some("people.password_too_long"));
        assert_eq!(id("correct horse battery"), None);
        assert_eq!(id("春眠不觉晓处处闻啼鸟"), None);
    }

    #[test]
    fn letters_and_digits_are_wanted_only_where_the_policy_says() {
        let policy = Policy { require_mixed: true, min_password_length: 12, ..Policy::default() };
        let id = |password: &str| fault(&policy, password).map(|code| code.id);
        assert_eq!(id("correct horse battery"), Some("people.password_not_mixed"));
        assert_eq!(id("correct4horse"), None);
        assert_eq!(id("correct4hor"), Some("people.password_too_short"));
    }

    #[test]
    fn common_passwords_are_listed_as_they_are_compared() {
        assert!(COMMON.iter().all(|password| password.len() >= 8 && *password == password.to_lowercase()));
    }

    #[test]
    fn a_password_is_known_again_and_no_other() {
        let cost = Cost::new(64, 1).unwrap();
        let kept = cost.hash("correct horse").unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(cost.verify("correct horse", &kept));
        assert!(
            !cost.verify("correct hors", &kept)
                && !cost.verify("correct horse", "")
                && !cost.verify("", &kept)
        );
        assert_ne!(cost.hash("correct horse").unwrap(), kept);
    }

    #[test]
    fn a_change_of_cost_is_noticed() {
        let (old, new) = (Cost::new(64, 1).unwrap(), Cost::new(128, 1).unwrap());
        let kept = old.hash("correct horse").unwrap();
        assert!(new.verify("correct horse", &kept));
        assert!(new.is_outdated(&kept) && !old.is_outdated(&kept) && new.is_outdated("rubbish"));
    }
}
