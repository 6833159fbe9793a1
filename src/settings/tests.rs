use clap::Parser;

use super::*;

fn flags_of(arguments: &[&str]) -> Flags {
    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        flags: Flags,
    }
    Line::parse_from(std::iter::once(&"sarangbang").chain(arguments)).flags
}

fn load(file: Option<&str>, environment: &[(&str, &str)], flags: &[&str]) -> Result<Settings, String> {
    let folder = tempfile::tempdir().unwrap();
    let mut flags = flags_of(flags);
    let path = folder.path().join("house.toml");
    std::fs::write(&path, file.unwrap_or_default()).unwrap();
    flags.config = Some(path);
    let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Settings::load(flags, environment).map_err(|error| error.to_string())
}

#[test]
fn the_repositorys_file_says_the_defaults() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Leptos.toml");
    let text = std::fs::read_to_string(file).unwrap();
    assert_eq!(toml::from_str::<Settings>(&text).unwrap(), Settings::default());

    let listed: toml::Table = toml::from_str(&text).unwrap();
    assert_eq!(listed, toml::Table::try_from(Settings::default()).unwrap(), "every setting is listed");
}

#[test]
fn flags_are_stronger_than_the_environment_and_that_than_the_file() {
    let file = "listen = '127.0.0.1:1'\ndata = 'from-file'\nlog = 'debug'";
    let environment = [("SARANGBANG_LISTEN", "127.0.0.1:2"), ("SARANGBANG_DATA", "from-environment")];
    let settings = load(Some(file), &environment, &["--listen", "127.0.0.1:3"]).unwrap();
    assert_eq!(settings.listen, "127.0.0.1:3".parse().unwrap());
    assert_eq!(settings.data, PathBuf::from("from-environment"));
    assert_eq!(settings.log, "debug");
}

#[test]
fn what_kubernetes_tells_of_a_service_of_our_name_is_no_setting() {
    let told = [
        ("SARANGBANG_SERVICE_HOST", "10.0.0.7"),
        ("SARANGBANG_SERVICE_PORT_HTTP", "80"),
        ("SARANGBANG_PORT", "tcp://10.0.0.7:80"),
        ("SARANGBANG_PORT_80_TCP_ADDR", "10.0.0.7"),
    ];
    assert_eq!(load(None, &told, &[]).unwrap(), Settings::default());
}

#[test]
fn the_environment_reaches_every_kind_of_setting() {
    let environment = [
        ("SARANGBANG_REALTIME_MAX_PAYLOAD", "4096"),
        ("SARANGBANG_ALLOWED_ORIGINS", "https://a.example, http://b.example:8080"),
        ("SARANGBANG_PUBLIC_URL", "https://chat.example"),
        ("SARANGBANG_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"),
        ("HOME", "/root"),
    ];
    let settings = load(None, &environment, &[]).unwrap();
    assert_eq!(settings.realtime.max_payload, 4096);
    assert_eq!(settings.public_origin().as_deref(), Some("https://chat.example"));
    assert_eq!(settings.foreign_origins(), ["https://a.example", "http://b.example:8080"]);
    assert_eq!(settings.proxies(), ["127.0.0.1/32".parse().unwrap(), "10.0.0.0/8".parse().unwrap()]);
    assert!(settings.secure());
}

#[test]
fn a_mistake_is_told_in_one_line_that_names_it() {
    let wrong = [
        (load(Some("log = 'info'\nlisten = 'here'"), &[], &[]), "house.toml, line 2: "),
        (load(Some("\n\nlissten = '127.0.0.1:1'"), &[], &[]), "house.toml, line 3: unknown field `lissten`"),
        (load(Some("listen = "), &[], &[]), "house.toml, line 1: "),
        (load(None, &[("SARANGBANG_LISTEN", "here")], &[]), "SARANGBANG_LISTEN: "),
        (load(None, &[("SARANGBANG_LISTN", "127.0.0.1:1")], &[]), "SARANGBANG_LISTN: is no setting"),
        (load(None, &[("SARANGBANG_SESSIONS_DAYS", "many")], &[]), "SARANGBANG_SESSIONS_DAYS: cannot be \"many\""),
        (load(None, &[("SARANGBANG_PUBLIC_URL", "chat.example")], &[]), "public_url"),
        (load(None, &[("SARANGBANG_ALLOWED_ORIGINS", "https://a.example,b.example")], &[]), "allowed_origins: "),
        (
            load(None, &[("SARANGBANG_ALLOWED_ORIGINS", "https://a.example/chat")], &[]),
            "not \"https://a.example/chat\"",
        ),
        (load(Some("trusted_proxies = ['proxy']"), &[], &[]), "trusted_proxies: "),
        (load(None, &[("SARANGBANG_WEBHOOKS_ALLOWED_ADDRESSES", "intranet")], &[]), "webhooks.allowed_addresses"),
        (load(Some("[realtime]\nmax_payload = 1"), &[], &[]), "realtime.max_payload"),
    ];
    for (settings, expected) in wrong {
        let error = settings.unwrap_err();
        assert!(error.contains(expected), "{error:?} tells {expected:?}");
        assert!(!error.contains('\n'), "{error:?} is one line");
    }
}

#[test]
fn all_mistakes_are_found_at_once_and_the_rest_is_taken() {
    let environment = [
        ("SARANGBANG_LISTN", "127.0.0.1:1"),
        ("SARANGBANG_SESSIONS_DAYS", "many"),
        ("SARANGBANG_LIMITS_MESSAGES_BURST", "0"),
        ("SARANGBANG_LOG", "debug"),
        ("SARANGBANG_UTC_OFFSET", "9999"),
    ];
    let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let flags = Flags { config: Some("missing.toml".into()), ..Flags::default() };
    let (settings, problems) = Settings::examine(flags, environment.into_iter());
    let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
    for (problem, names) in told.iter().zip(["missing.toml", "LISTN", "SESSIONS_DAYS", "MESSAGES_BURST", "utc_offset"])
    {
        assert!(problem.contains(names), "{problem} names {names}");
    }
    assert_eq!((told.len(), &*settings.log, settings.sessions.days), (5, "debug", 30));
}
