//! The house's cookies. The realtime endpoint only reads them; pages set them.

use cookie::Cookie;

/// Holds the session's token. `HttpOnly`, `SameSite=Lax`. Over HTTPS it is `Secure` and carries the `__Host-` prefix,
/// so that no other host of the domain can plant one.
pub const SESSION: &str = "sarangbang";
pub const SECURE_SESSION: &str = "__Host-sarangbang";

/// The language that somebody chose: `ko` or `en`.
pub const LANGUAGE: &str = "language";

/// How the house looks: the codes of a [`Theme`](super::look::Theme) and a [`TextSize`](super::look::TextSize).
pub const THEME: &str = "theme";
pub const TEXT_SIZE: &str = "text_size";

/// For a minute, in the browser of somebody who was forgotten: the next page says so.
pub const FAREWELL: &str = "farewell";

/// Minutes east of UTC, told by the page's script for the next rendering.
pub const UTC_OFFSET: &str = "utc_offset";

/// The value of a cookie in a `Cookie` header.
pub fn value<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    Cookie::split_parse(header)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == name)
        .and_then(|cookie| cookie.value_raw())
}

/// The session's token in a `Cookie` header. Only the cookie of this deployment's kind counts: over HTTPS a cookie
/// without the prefix may come from a neighbour.
pub fn session(header: &str, secure: bool) -> Option<&str> {
    value(header, session_name(secure))
}

/// A `Set-Cookie` header by which a browser keeps a cookie. 400 days is the longest that browsers keep one.
pub fn kept(cookie: &str, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{cookie}; Path=/; SameSite=Lax; Max-Age={}{secure}", 400 * 24 * 60 * 60)
}

/// The same for a session. It ends earlier than the cookie, on the server.
pub fn kept_session(token: &str, secure: bool) -> String {
    kept(&format!("{}={token}; HttpOnly", session_name(secure)), secure)
}

/// A `Set-Cookie` header by which a browser forgets a session.
pub fn ended_session(secure: bool) -> String {
    let end = if secure { "; Secure" } else { "" };
    format!("{}=; HttpOnly; Path=/; SameSite=Lax; Max-Age=0{end}", session_name(secure))
}

/// The name of the session cookie.
pub const fn session_name(secure: bool) -> &'static str {
    if secure { SECURE_SESSION } else { SESSION }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_session_among_others() {
        assert_eq!(session("language=ko; sarangbang=abc; x=y", false), Some("abc"));
        assert_eq!(session("xsarangbang=abc", false), None);
        assert_eq!(session("", false), None);
    }

    #[test]
    fn over_https_only_the_host_cookie_counts() {
        assert_eq!(session("sarangbang=planted", true), None);
        assert_eq!(session("sarangbang=planted; __Host-sarangbang=own", true), Some("own"));
    }
}
