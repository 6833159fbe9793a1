//! Reactions: what people think of a message, in one emoji.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Author, GuestId};

/// One emoji under a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Reaction {
    pub emoji: Arc<str>,
    /// How many people gave it.
    pub count: u32,
    /// Who did, in the order in which they came; the first 30.
    pub by: Vec<Author>,
}

impl Reaction {
    /// Whether a guest is one of those who are named.
    pub fn is_by(&self, guest: &GuestId) -> bool {
        self.by.iter().any(|who| who.id == *guest)
    }
}

#[cfg(feature = "ssr")]
mod giving {
    use super::{Arc, Author, Reaction};
    use crate::domain::{Refusal, limits, markup};
    use unicode_segmentation::UnicodeSegmentation;

    /// Says that the character before it is meant as a picture.
    const PICTURE: char = '\u{FE0F}';

    impl Reaction {
        /// A checked emoji, in the one spelling under which it is counted.
        ///
        /// # Errors
        /// [`Refusal::ReactionForbidden`] for anything but one emoji.
        pub fn emoji(text: &str) -> Result<Arc<str>, Refusal> {
            let is_one = text.graphemes(true).nth(1).is_none() && text.len() <= limits::EMOJI_BYTES;
            if !is_one || !markup::is_emoji(text) {
                return Err(Refusal::ReactionForbidden);
            }
            // The old pictures also exist as letters, and keyboards send them either way.
            let is_old = |c: char| c < '\u{1F000}';
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(only), None) if is_old(only) => Ok([only, PICTURE].iter().collect::<String>().into()),
                _ => Ok(text.into()),
            }
        }

        /// Counts somebody who had not given it yet.
        pub fn add(reactions: &mut Vec<Self>, emoji: &Arc<str>, who: Author) {
            let known = reactions.iter().position(|reaction| reaction.emoji == *emoji);
            let place = known.unwrap_or_else(|| {
                reactions.push(Self { emoji: emoji.clone(), count: 0, by: Vec::new() });
                reactions.len() - 1
            });
            let reaction = &mut reactions[place];
            reaction.count += 1;
            if reaction.by.len() < limits::REACTION_NAMES {
                reaction.by.push(who);
            }
        }

        /// Counts somebody no more who had given it.
        pub fn take_back(reactions: &mut Vec<Self>, emoji: &str, who: &Author) {
            for reaction in reactions.iter_mut().filter(|reaction| &*reaction.emoji == emoji) {
                reaction.count = reaction.count.saturating_sub(1);
                reaction.by.retain(|known| known.id != who.id);
            }
            reactions.retain(|reaction| reaction.count > 0);
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::domain::GuestId;

        #[test]
        fn one_emoji_is_a_reaction() {
            for good in ["👍", "👍🏽", "🇰🇷", "👨‍👩‍👧‍👦", "❤️‍🔥", "⭐️", "✅️"]
            {
                assert_eq!(Reaction::emoji(good).as_deref(), Ok(good));
            }
            for bad in ["", "a", "1", "ㅋ", "👍👍", "👍 ", "<b>", "\u{200D}", &["👍", &"\u{301}".repeat(40)].concat()]
            {
                assert_eq!(Reaction::emoji(bad), Err(Refusal::ReactionForbidden), "{bad:?}");
            }
        }

        #[test]
        fn both_spellings_of_an_emoji_are_one() {
            assert_eq!(Reaction::emoji("❤"), Reaction::emoji("❤️"));
            assert_eq!(Reaction::emoji("⭐"), Reaction::emoji("⭐️"));
        }

        #[test]
        fn everyone_is_counted_and_the_first_are_named() {
            let who = |n: usize| Author::person(GuestId::new(n.to_string()), n.to_string());
            let emoji: Arc<str> = "👍".into();
            let mut reactions = Vec::new();
            (0..=limits::REACTION_NAMES).for_each(|n| Reaction::add(&mut reactions, &emoji, who(n)));
            assert_eq!((reactions[0].count, reactions[0].by.len()), (31, 30));
            (0..limits::REACTION_NAMES).for_each(|n| Reaction::take_back(&mut reactions, "👍", &who(n)));
            assert_eq!((reactions[0].count, reactions[0].by.len()), (1, 0));
            Reaction::take_back(&mut reactions, "👍", &who(30));
            assert_eq!(reactions, []);
        }
    }
}
