//! The settings: whether they can be read, and whether they fit together.

use std::path::Path;

use super::{Finding, bad, doubtful, good};
use crate::settings::{DEFAULT_FILE, Settings, SettingsError};

pub fn check(settings: &Settings, named: Option<&Path>, problems: &[SettingsError]) -> Vec<Finding> {
    let mut findings: Vec<_> = problems.iter().map(|problem| bad("settings", problem.to_string())).collect();
    if findings.is_empty() {
        let file = named.unwrap_or(DEFAULT_FILE.as_ref());
        let from = if file.exists() { format!("{} and ", file.display()) } else { String::new() };
        findings.push(good("settings", format!("{from}environment and flags are understood")));
    }
    findings.push(way_in(settings));
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
}
