use super::html::Html;
use crate::domain::{GuestId, INKS};

/// A person's seal (도장): the first letter of the name on a small square of ink. Decoration beside the name.
pub fn seal(html: &mut Html, id: &GuestId, chosen: Option<u32>, nickname: &str) {
    html.tags("<span class=\"")
        .tags(ink(id, chosen))
        .tags("\" aria-hidden=\"true\">")
        .words(&letter(nickname))
        .tags("</span>");
}

/// The classes of a person's seal: in the ink that they chose, else in one that is the same everywhere without anyone
/// keeping count.
pub fn ink(id: &GuestId, chosen: Option<u32>) -> &'static str {
    const CLASSES: [&str; INKS as usize] =
        ["seal seal-0", "seal seal-1", "seal seal-2", "seal seal-3", "seal seal-4", "seal seal-5"];
    let sum = || id.as_str().bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    CLASSES[(chosen.unwrap_or_else(sum) % INKS) as usize]
}

/// What is on the seal.
pub fn letter(nickname: &str) -> String {
    nickname.chars().next().map(String::from).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_keeps_their_ink() {
        let ink_of = |id: &str| ink(&GuestId::new(id), None);
        assert_eq!(ink_of("g1"), ink_of("g1"));
        assert!(["g2", "g3", "g4"].iter().any(|id| ink_of(id) != ink_of("g1")));
    }

    #[test]
    fn a_person_may_choose_their_ink() {
        let chosen = (0..INKS).map(|chosen| ink(&GuestId::new("g1"), Some(chosen)));
        assert!(chosen.enumerate().all(|(number, class)| class == format!("seal seal-{number}")));
    }

    #[test]
    fn stamps_the_first_letter() {
        assert_eq!(letter("철수"), "철");
        assert_eq!(letter(""), "");
    }
}
