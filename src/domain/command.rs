//! What begins with a slash in the composer: a command rather than something to be said.

use std::borrow::Cow;

/// What a text in the composer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command<'a> {
    /// No command: this is to be said.
    Say(Cow<'a, str>),
    /// `/nick NAME`: another nickname. An empty one asks for the form that changes it.
    Nick(&'a str),
    /// `/topic TEXT`: another topic for the own room; an empty one takes it away.
    Topic(&'a str),
    /// `/leave`: out of the room.
    Leave,
    /// `/help`: what there is.
    Help,
    /// A command that there is not, or that lacks what it needs.
    Unknown,
}

/// The commands with what they take, as they are explained.
pub const COMMANDS: [&str; 5] = ["/nick", "/me", "/topic", "/leave", "/help"];

impl<'a> Command<'a> {
    /// Only a slash and Latin letters, up to the first space, can be a command: paths and faces such as `/ㅅ/` are said as
    /// they are, and so is everything behind two slashes, without the first.
    pub fn read(text: &'a str) -> Self {
        let Some(rest) = text.strip_prefix('/') else { return Self::Say(text.into()) };
        if rest.starts_with('/') {
            return Self::Say(rest.into());
        }
        let is_space = |character: char| character.is_ascii_whitespace();
        let (name, argument) = rest.split_once(is_space).unwrap_or((rest, ""));
        let argument = argument.trim();
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Self::Say(text.into());
        }
        match name {
            "nick" => Self::Nick(argument),
            "me" if !argument.is_empty() => Self::Say(doing(argument).into()),
            "topic" => Self::Topic(argument),
            "leave" => Self::Leave,
            "help" => Self::Help,
            _ => Self::Unknown,
        }
    }
}

/// What somebody does rather than says: a line in italics under their name. It is one line, because emphasis is.
fn doing(what: &str) -> String {
    ["*", &what.replace('\n', " "), "*"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Command<'_> {
        Command::Say(text.into())
    }

    #[test]
    fn what_does_not_look_like_a_command_is_said_as_it_is() {
        for text in ["안녕", " /nick 철수", "/", "/ 나누기", "/etc/passwd", "/ㅅ/", "/2", "1/2", ""] {
            assert_eq!(Command::read(text), said(text), "{text:?}");
        }
    }

    #[test]
    fn two_slashes_say_what_begins_with_one() {
        assert_eq!(Command::read("//nick 철수"), said("/nick 철수"));
        assert_eq!(Command::read("// 주석"), said("/ 주석"));
    }

    #[test]
    fn a_command_takes_what_stands_behind_it() {
        assert_eq!(Command::read("/nick  철 수 \n"), Command::Nick("철 수"));
        assert_eq!(Command::read("/nick"), Command::Nick(""));
        assert_eq!(Command::read("/topic\n러스트와 웹"), Command::Topic("러스트와 웹"));
        assert_eq!(Command::read("/topic"), Command::Topic(""));
        assert_eq!((Command::read("/leave"), Command::read("/help me")), (Command::Leave, Command::Help));
    }

    #[test]
    fn what_one_does_is_one_line_in_italics() {
        assert_eq!(Command::read("/me 손을\n흔든다"), said("*손을 흔든다*"));
        assert_eq!(Command::read("/me "), Command::Unknown);
    }

    #[test]
    fn a_command_that_there_is_not_is_not_said() {
        for text in ["/nik 철수", "/Nick 철수", "/whisper"] {
            assert_eq!(Command::read(text), Command::Unknown, "{text:?}");
        }
    }
}
