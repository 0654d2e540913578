//! What a person is found by, and how much each find is worth.

/// What was matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The name as written.
    Name,
    /// The name as read: syllables, initials or a mixture.
    Pinyin,
    /// Title of the position.
    Title,
    /// Department.
    Department,
    /// Telephone number: found by three or more of its digits.
    Phone,
    /// Number in the register of employees.
    EmployeeNo,
    /// E-mail address: found by three or more of its characters.
    Email,
}

/// Fewest characters that find a telephone number or an e-mail address: any two digits are in almost every number,
/// any two letters in the domain that everybody shares.
pub const MIN_LONG_CHARS: usize = 3;

/// How a pattern stands in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stand {
    /// It is the whole text.
    Whole,
    /// It begins the text.
    Start,
    /// It ends the text.
    End,
    /// It is in the middle.
    Inside,
}

impl Field {
    /// Worth of finding a pattern of `len` bytes in this field, below every find by name.
    pub(crate) fn score(self, stand: Stand, len: usize) -> i32 {
        match self {
            Self::Phone => match stand {
                Stand::Whole => 350,
                // The last four digits are what people remember and say.
                Stand::End if len >= 4 => 345,
                Stand::Start => 330,
                Stand::End | Stand::Inside => 310,
            },
            Self::EmployeeNo => match stand {
                Stand::Whole => 350,
                Stand::Start => 340,
                Stand::End | Stand::Inside => 300,
            },
            Self::Email => match stand {
                Stand::Whole => 350,
                Stand::Start => 320,
                Stand::End | Stand::Inside => 240,
            },
            Self::Title | Self::Name | Self::Pinyin => match stand {
                Stand::Whole => 290,
                Stand::Start => 280,
                Stand::End | Stand::Inside => 260,
            },
            Self::Department => match stand {
                Stand::Whole => 285,
                Stand::Start => 275,
                Stand::End | Stand::Inside => 255,
            },
        }
    }

    /// Whether it takes [`MIN_LONG_CHARS`] to find something in this field.
    pub(crate) fn is_long(self) -> bool {
        matches!(self, Self::Phone | Self::Email)
    }
}
