//! The settings: whether they can be read, and whether they fit together.

use std::path::Path;

use super::{Finding, bad, doubtful, good};
use crate::settings::{ANY_ORIGIN, DEFAULT_FILE, Settings, SettingsError};

pub fn check(settings: &Settings, named: Option<&Path>, problems: &[SettingsError]) -> Vec<Finding> {
    let mut findings: Vec<_> = problems.iter().map(|problem| bad("settings", problem.to_string())).collect();
    if findings.is_empty() {
        let file = named.unwrap_or(DEFAULT_FILE.as_ref());
        let from = if file.exists() { format!("{} and ", file.display()) } else { String::new() };
        findings.push(good("settings", format!("{from}environment and flags are understood")));
    }
    findings.push(way_in(settings));
    findings.extend(origins(settings));
    findings.extend(proxies(settings));
    if !settings.limits.enabled {
        findings.push(doubtful(
            "limits",
            "limits.enabled is false: one guest can keep the house busy; only tests and benchmarks want that",
        ));
    }
    findings
}

/// How guests reach the house, and whether others can read along.
fn way_in(settings: &Settings) -> Finding {
    let Settings { listen, public_url, .. } = settings;
    match (settings.secure(), listen.ip().is_loopback()) {
        (true, true) => good("public_url", format!("{public_url}, by a proxy on this machine")),
        (true, false) => doubtful(
            "public_url",
            format!(
                "{public_url}, but {listen} answers to other machines without TLS as well; unless the proxy is one of \
                 them, set listen to 127.0.0.1:{}",
                listen.port()
            ),
        ),
        (false, true) if public_url.is_empty() => {
            good("public_url", "none: guests on this machine only; set it to the address that a TLS proxy serves")
        }
        (false, _) => doubtful(
            "public_url",
            "guests come without TLS: others can read along, and cookies are not Secure; put a TLS proxy in front \
             and set public_url to its https:// address",
        ),
    }
}

/// Whose pages may connect besides our own.
fn origins(settings: &Settings) -> Option<Finding> {
    let foreign = settings.foreign_origins();
    if foreign.iter().any(|origin| origin == ANY_ORIGIN) {
        return Some(doubtful(
            "origins",
            "allowed_origins has \"*\": any page on the web may connect as somebody new; name the ones that you know",
        ));
    }
    let insecure = foreign.iter().find(|origin| settings.secure() && origin.starts_with("http://"));
    if let Some(origin) = insecure {
        let text = format!("{origin} is without TLS: whoever changes that page on its way acts for your guests");
        return Some(doubtful("origins", text));
    }
    (!foreign.is_empty()).then(|| good("origins", format!("pages of {} may connect", foreign.join(", "))))
}

/// Whose word about the clients is believed.
fn proxies(settings: &Settings) -> Option<Finding> {
    let proxies = settings.proxies();
    if proxies.iter().any(|network| network.prefix_len() == 0) {
        let text = "trusted_proxies has everybody: whoever writes X-Forwarded-For escapes the limits per address";
        return Some(doubtful("proxies", text));
    }
    let unnamed = proxies.is_empty() && !settings.public_url.is_empty() && settings.limits.enabled;
    unnamed.then(|| {
        doubtful(
            "proxies",
            "public_url tells of a proxy, but trusted_proxies is empty: all guests count as one address for the limits; \
             name the proxy's address, and let it set X-Forwarded-For",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{super::Grade, *};

    #[test]
    fn the_way_in_is_doubted_when_others_can_read_along() {
        let graded = |listen: &str, public_url: &str| {
            let settings =
                Settings { listen: listen.parse().unwrap(), public_url: public_url.to_owned(), ..Settings::default() };
            way_in(&settings).grade
        };
        assert_eq!(graded("127.0.0.1:3000", ""), Grade::Good);
        assert_eq!(graded("127.0.0.1:3000", "https://chat.example"), Grade::Good);
        assert_eq!(graded("0.0.0.0:3000", "https://chat.example"), Grade::Doubtful);
        assert_eq!(graded("0.0.0.0:3000", ""), Grade::Doubtful);
        assert_eq!(graded("127.0.0.1:3000", "http://chat.example"), Grade::Doubtful);
    }

    #[test]
    fn pages_and_proxies_are_doubted_when_anybody_may_be_one() {
        let graded = |origins: &[&str], proxies: &[&str], public_url: &str| {
            let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
            let (allowed_origins, trusted_proxies) = (own(origins), own(proxies));
            let public_url = public_url.to_owned();
            let settings = Settings { allowed_origins, trusted_proxies, public_url, ..Settings::default() };
            (
                super::origins(&settings).map(|finding| finding.grade),
                super::proxies(&settings).map(|finding| finding.grade),
            )
        };
        let https = "https://chat.example";
        assert_eq!(graded(&[], &[], ""), (None, None));
        assert_eq!(graded(&["https://a.example"], &["127.0.0.1"], https), (Some(Grade::Good), None));
        assert_eq!(graded(&["http://a.example"], &[], ""), (Some(Grade::Good), None));
        assert_eq!(graded(&["http://a.example"], &["127.0.0.1"], https), (Some(Grade::Doubtful), None));
        assert_eq!(graded(&["*"], &["0.0.0.0/0"], https), (Some(Grade::Doubtful), Some(Grade::Doubtful)));
        assert_eq!(graded(&[], &[], https), (None, Some(Grade::Doubtful)));
    }
}
