//! How the house looks to a visitor: what they chose, kept in cookies and told in every document's root element.

use super::cookies;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the visitor's device is.
    #[default]
    System,
    Light,
    Dark,
}

/// How large letters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSize {
    Small,
    /// As the visitor's browser has them.
    #[default]
    Normal,
    Large,
    Larger,
}

/// Both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub theme: Theme,
    pub size: TextSize,
}

macro_rules! codes {
    ($choice:ident: $($variant:ident = $code:literal,)*) => {
        impl $choice {
            /// In the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in forms, cookies and the style sheet.
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                }
            }

            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.code() == code)
            }
        }
    };
}

codes! { Theme:
    System = "system",
    Light = "light",
    Dark = "dark",
}

codes! { TextSize:
    Small = "small",
    Normal = "normal",
    Large = "large",
    Larger = "larger",
}

impl Look {
    /// What the cookies of a request say; what they do not say is as everybody has it.
    pub fn of(cookie: Option<&str>) -> Self {
        let chosen = |name| cookie.and_then(|header| cookies::value(header, name));
        Self {
            theme: chosen(cookies::THEME).and_then(Theme::from_code).unwrap_or_default(),
            size: chosen(cookies::TEXT_SIZE).and_then(TextSize::from_code).unwrap_or_default(),
        }
    }

    /// The `data-theme` of the root element.
    pub fn theme_attribute(self) -> Option<&'static str> {
        (self.theme != Theme::System).then(|| self.theme.code())
    }

    /// The `data-size` of the root element.
    pub fn size_attribute(self) -> Option<&'static str> {
        (self.size != TextSize::Normal).then(|| self.size.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_as_the_cookies_say_and_otherwise_as_everybody_has_it() {
        let look = |cookie| Look::of(Some(cookie));
        assert_eq!(look("theme=dark; text_size=larger"), Look { theme: Theme::Dark, size: TextSize::Larger });
        for unsaid in ["", "theme=\"><script>; text_size=9rem", "themes=dark"] {
            assert_eq!(look(unsaid), Look::default(), "{unsaid}");
        }
        assert_eq!((Look::default().theme_attribute(), look("theme=light").theme_attribute()), (None, Some("light")));
        assert_eq!((Look::default().size_attribute(), look("text_size=small").size_attribute()), (None, Some("small")));
    }
}
