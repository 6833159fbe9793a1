//! What a key press in the composer means.
//!
//! Korean is written with an input method (IME), and browsers disagree about the Enter that ends a composition:
//!
//! - Chrome sends `keydown` 229 while composing, then `compositionend`, then a second `keydown` 13.
//! - Safari sends `compositionend` first, so its `keydown` 229 has `isComposing == false`.
//! - Some systems send only the first of the two, so a flag that swallows "the next Enter" would make people press
//!   it twice.
//!
//! Therefore each press is judged by itself: one that belongs to the IME means nothing, whichever key it names, and
//! the Enter that follows it, if there is one, sends the whole text exactly once.

use leptos::ev::KeyboardEvent;

/// A `keydown` in the composer, with what its meaning depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Press<'a> {
    /// `KeyboardEvent.key`
    pub key: &'a str,
    /// `KeyboardEvent.keyCode`; deprecated, and the only sign by which Safari tells that a press is the IME's.
    pub key_code: u32,
    /// `KeyboardEvent.isComposing`
    pub composing: bool,
    pub shift: bool,
    /// Control or Alt, or Command on a Mac.
    pub command: bool,
    /// The text comes from an on-screen keyboard, which has no Shift+Enter: see [`touch_keyboard`].
    pub touch: bool,
}

/// What a press means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Send the text and keep the browser from handling the key.
    Send,
    /// A new line, which the browser makes by itself.
    NewLine,
    /// Escape: close or give up what is open above the composer.
    Cancel,
    /// The arrow up, which in an empty composer means the latest own message.
    Up,
    /// None of the composer's keys, or one that belongs to the IME.
    Nothing,
}

/// The key code of every press that an IME handles.
const IME: u32 = 229;

impl<'a> Press<'a> {
    /// Reads an event whose `key` is kept by the caller, for its text is the browser's.
    pub fn new(event: &KeyboardEvent, key: &'a str, touch: bool) -> Self {
        Self {
            key,
            key_code: event.key_code(),
            composing: event.is_composing(),
            shift: event.shift_key(),
            command: event.ctrl_key() || event.meta_key() || event.alt_key(),
            touch,
        }
    }

    /// The press is part of a composition. Arrows, Tab and Escape are the IME's then, too: they pick or give up a
    /// candidate and must neither move the focus nor close anything.
    pub fn is_the_imes(self) -> bool {
        self.composing || self.key_code == IME
    }

    pub fn meaning(self) -> Meaning {
        match self.key {
            _ if self.is_the_imes() => Meaning::Nothing,
            "Enter" if self.command => Meaning::Send,
            "Enter" if self.shift || self.touch => Meaning::NewLine,
            "Enter" => Meaning::Send,
            "Escape" => Meaning::Cancel,
            // With another key it is the browser's, or leads to another room.
            "ArrowUp" if !(self.shift || self.command) => Meaning::Up,
            _ => Meaning::Nothing,
        }
    }
}

/// What an event in the composer means.
pub fn meaning(event: &KeyboardEvent, touch: bool) -> Meaning {
    Press::new(event, &event.key(), touch).meaning()
}

/// Whether an event belongs to the IME; for key handlers outside the composer.
pub fn is_the_imes(event: &KeyboardEvent) -> bool {
    Press::new(event, "", false).is_the_imes()
}

/// Whether text is written on a touch screen. To be asked in event handlers only: the server has no screen.
pub fn touch_keyboard() -> bool {
    #[cfg(feature = "hydrate")]
    {
        let query = leptos::prelude::window().match_media("(hover: none) and (pointer: coarse)");
        query.ok().flatten().is_some_and(|query| query.matches())
    }
    #[cfg(not(feature = "hydrate"))]
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a browser tells a textarea, as recorded.
    #[derive(Clone, Copy)]
    enum Told {
        Down(Press<'static>),
        /// `input`, with the whole value: while composing, its last syllable is not final.
        Input(&'static str),
        CompositionEnd,
    }
    use Told::*;

    const fn down(key: &'static str, key_code: u32, composing: bool) -> Press<'static> {
        Press { key, key_code, composing, shift: false, command: false, touch: false }
    }

    const fn on_touch(press: Press<'static>) -> Press<'static> {
        Press { touch: true, ..press }
    }

    /// A textarea with the composer's rule: what was sent, and what is left in it. As in browsers, the new line of
    /// an Enter that nobody claimed shows in the `input` event that is recorded next.
    fn play(events: &[Told]) -> (Vec<String>, String) {
        let (mut value, mut sent) = (String::new(), Vec::new());
        for event in events {
            match event {
                Down(press) if press.meaning() == Meaning::Send => {
                    let text = std::mem::take(&mut value);
                    // As the composer does: an Enter in an empty one sends nothing.
                    if !text.is_empty() {
                        sent.push(text);
                    }
                }
                Input(text) => value = (*text).to_owned(),
                Down(_) | CompositionEnd => {}
            }
        }
        (sent, value)
    }

    fn sends_once(events: &[Told]) {
        assert_eq!(play(events), (vec!["안녕하세요".to_owned()], String::new()));
    }

    #[test]
    fn chrome_on_a_mac_sends_enter_twice_and_one_message_goes_out() {
        sends_once(&[
            Down(down("ㅇ", 229, false)),
            Input("안녕하세ㅇ"),
            Down(down("ㅛ", 229, true)),
            Input("안녕하세요"),
            Down(down("Enter", 229, true)),
            CompositionEnd,
            Down(down("Enter", 13, false)),
        ]);
    }

    #[test]
    fn chrome_on_windows_names_the_first_enter_process() {
        sends_once(&[
            Down(down("Process", 229, true)),
            Input("안녕하세요"),
            Down(down("Process", 229, true)),
            CompositionEnd,
            Down(down("Enter", 13, false)),
        ]);
    }

    #[test]
    fn safari_ends_the_composition_before_its_keydown() {
        let ended = [Input("안녕하세요"), CompositionEnd, Down(down("Enter", 229, false))];
        assert_eq!(play(&ended), (Vec::new(), "안녕하세요".to_owned()), "this Enter only ended the composition");
        sends_once(&[&ended[..], &[Down(down("Enter", 13, false))]].concat());
    }

    #[test]
    fn firefox_sends_the_enter_after_the_composition_only_once() {
        sends_once(&[
            Down(down("Process", 229, true)),
            Input("안녕하세요"),
            CompositionEnd,
            Down(down("Enter", 13, false)),
        ]);
    }

    #[test]
    fn an_enter_that_was_the_imes_does_not_swallow_the_next_one() {
        let first = [Down(down("Enter", 229, true)), CompositionEnd];
        sends_once(&[&[Input("안녕하세요")], &first[..], &[Down(down("Enter", 13, false))]].concat());
    }

    #[test]
    fn a_held_enter_sends_once() {
        let enter = Down(down("Enter", 13, false));
        sends_once(&[Input("안녕하세요"), enter, enter, enter]);
    }

    #[test]
    fn gboard_breaks_the_line() {
        let events = [
            Down(on_touch(down("Unidentified", 229, true))),
            Input("안녕하세요"),
            CompositionEnd,
            Down(on_touch(down("Enter", 13, false))),
            Input("안녕하세요\n"),
        ];
        assert_eq!(play(&events), (Vec::new(), "안녕하세요\n".to_owned()));
        assert_eq!(on_touch(down("Enter", 13, false)).meaning(), Meaning::NewLine);
    }

    #[test]
    fn shift_enter_breaks_the_line_everywhere() {
        let press = Press { shift: true, ..down("Enter", 13, false) };
        assert_eq!(press.meaning(), Meaning::NewLine);
        assert_eq!(on_touch(press).meaning(), Meaning::NewLine);
    }

    #[test]
    fn a_keyboard_on_a_tablet_sends_with_command_enter() {
        let press = on_touch(Press { command: true, ..down("Enter", 13, false) });
        assert_eq!(press.meaning(), Meaning::Send);
    }

    #[test]
    fn escape_arrows_and_tab_are_the_imes_while_composing() {
        for key in ["Escape", "ArrowUp", "ArrowDown", "Tab", "Enter"] {
            assert_eq!(down(key, 229, false).meaning(), Meaning::Nothing, "{key}");
            assert_eq!(down(key, 27, true).meaning(), Meaning::Nothing, "{key}");
        }
        assert_eq!(down("Escape", 27, false).meaning(), Meaning::Cancel);
    }

    #[test]
    fn letters_mean_nothing() {
        assert_eq!(down("a", 65, false).meaning(), Meaning::Nothing);
    }
}
