//! How much of everything, each with its reason.

/// Characters of a name: longer than any in a register of persons, short enough for a card.
pub(crate) const NAME: usize = 100;
/// Characters of a title.
pub(crate) const TITLE: usize = 100;
/// Characters of a login name.
pub(crate) const LOGIN: usize = 64;
/// Characters of an employee number.
pub(crate) const EMPLOYEE_NO: usize = 64;
/// Characters of an e-mail address (RFC 5321, 4.5.3.1.3).
pub(crate) const EMAIL: usize = 254;
/// Phone numbers of one person: what fits on a card.
pub(crate) const PHONES: usize = 10;
/// Departments of one person: every card carries them.
pub(crate) const USER_DEPARTMENTS: usize = 20;
/// Dotted-line managers of one person.
pub(crate) const DOTTED_MANAGERS: usize = 20;
/// Managers above a person that are followed to find a circle.
pub(crate) const MANAGER_CHAIN: usize = 64;
/// Characters of a value of a field that the organisation added.
pub(crate) const ATTRIBUTE_VALUE: usize = 500;
/// Fields that an organisation may add: each is a line on the card.
pub(crate) const ATTRIBUTES: usize = 50;
/// Characters of the label of such a field.
pub(crate) const ATTRIBUTE_LABEL: usize = 40;
/// Choices of one field.
pub(crate) const CHOICES: usize = 200;
/// Levels of the tree of departments: paths are shown whole.
pub(crate) const DEPTH: usize = 32;
/// Departments of one organisation: all are held in memory and sent to admins as one tree.
pub(crate) const DEPARTMENTS: i64 = 20_000;
/// Characters of a department's name.
pub(crate) const DEPARTMENT_NAME: usize = 100;
/// Heads of one department.
pub(crate) const HEADS: usize = 20;
/// Departments in one reply of the tree.
pub(crate) const TREE_PAGE: usize = 5_000;
/// Ids that one request may ask for.
pub(crate) const IDS: usize = 200;
/// Hits of one search that can be paged through: whoever is not among them is found by typing more.
pub(crate) const SEARCH_HITS: usize = 1_000;
/// Access tokens of one person.
pub(crate) const TOKENS: usize = 50;
/// Sessions of one person; the one not seen for longest ends when there are more.
pub(crate) const SESSIONS: usize = 50;
/// Characters of an access token's name.
pub(crate) const TOKEN_NAME: usize = 60;
/// Characters kept of a browser's name for itself.
pub(crate) const AGENT: usize = 300;
/// Characters of an organisation's name.
pub(crate) const ORG_NAME: usize = 100;
/// Bytes of a password that are hashed: a phrase fits, and hashing stays quick.
pub(crate) const PASSWORD_BYTES: usize = 256;
/// Roles that one organisation may grant.
pub(crate) const ROLES: usize = 2_000;
