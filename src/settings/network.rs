//! Reading what operators write about the network: origins, and the addresses of proxies.

use std::net::IpAddr;

use ipnet::IpNet;
use url::Url;

/// Stands for every origin.
pub const ANY_ORIGIN: &str = "*";

/// An origin as browsers write it: in lower case, without the usual port and a slash at the end. `None` for what has a
/// path or a user, or is no address of the web.
pub fn origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let anonymous = url.username().is_empty() && url.password().is_none();
    let plain_name = !url.host_str()?.contains('*');
    (bare && anonymous && plain_name).then(|| url.origin().ascii_serialization())
}

/// `10.0.0.0/8`, or one address.
pub fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_read_as_browsers_write_them() {
        for (text, expected) in [
            ("https://Chat.Example/", Some("https://chat.example")),
            ("https://chat.example:443", Some("https://chat.example")),
            ("http://chat.example:8080", Some("http://chat.example:8080")),
            ("http://[::1]:3000", Some("http://[::1]:3000")),
            ("https://사랑방.example", Some("https://xn--9i2b40g7se.example")),
            ("https://chat.example/room", None),
            ("https://chat.example?x", None),
            ("https://me@chat.example", None),
            ("https://*.example", None),
            ("ftp://chat.example", None),
            ("chat.example", None),
            ("https://", None),
            ("null", None),
        ] {
            assert_eq!(origin(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        assert_eq!(network("10.0.0.0/8").unwrap().to_string(), "10.0.0.0/8");
        assert_eq!(network("127.0.0.1").unwrap().to_string(), "127.0.0.1/32");
        assert_eq!(network("::1").unwrap().to_string(), "::1/128");
        for wrong in ["", "proxy.example", "10.0.0.0/33", "10.0.0.1:80", "*"] {
            assert!(network(wrong).is_none(), "{wrong}");
        }
    }
}
