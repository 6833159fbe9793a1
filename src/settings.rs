//! The settings: their defaults, then `Leptos.toml` (or `--config FILE`), then `SARANGBANG_*`, then flags.

mod layers;
mod network;

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, time::Duration};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

pub use self::{layers::SettingsError, network::ANY_ORIGIN};

/// The file that is read when it is there and no other was named.
pub const DEFAULT_FILE: &str = "Leptos.toml";

/// Everything that an operator may set. `Leptos.toml` in the repository lists each with its default and what it does;
/// a test keeps the two equal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The address and port to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The folder of the database.
    pub data: PathBuf,
    /// The address under which guests see the house, when that is another one than `listen`: behind a proxy, say.
    /// With `https://` cookies are `Secure`.
    pub public_url: String,
    /// Other origins whose pages may connect, such as `https://example.org`; `*` for any, without their cookies.
    pub allowed_origins: Vec<String>,
    /// Addresses and networks (`10.0.0.0/8`) of the proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<String>,
    /// Spaces that are made at the start, beside `main` and `anonymous`. Removing a name here removes no space.
    pub spaces: Vec<String>,
    /// Whether the Socket.IO client is served as `/socket.io/socket.io.js`, as the original server does.
    pub serve_client: bool,
    /// What is logged, as a filter in the syntax of `tracing`: `warn`, `info`, `sarangbang=debug`…
    pub log: String,
    /// Minutes east of UTC in which times are rendered until a browser has told its own zone.
    pub utc_offset: i32,
    /// Whether notifications are pushed to browsers that ask for it, by way of their push services.
    pub push: bool,
    pub sessions: Sessions,
    pub rooms: Rooms,
    pub realtime: Realtime,
    pub echo: Echo,
    pub pictures: Pictures,
    pub webhooks: Webhooks,
    pub limits: Limits,
}

/// How guests are known again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sessions {
    /// Days after which an unused session ends and its nickname is free again.
    pub days: u32,
    /// Milliseconds for which somebody whose connection broke still counts as present.
    pub presence_grace_ms: u32,
}

/// How rooms end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rooms {
    /// Minutes after which everything that was written in a room that ended is deleted.
    pub kept_minutes: u32,
}

impl Rooms {
    /// The same as a time.
    pub fn kept(&self) -> Duration {
        Duration::from_secs(60 * u64::from(self.kept_minutes))
    }
}

impl Default for Rooms {
    fn default() -> Self {
        Self { kept_minutes: 60 }
    }
}

/// The realtime endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Realtime {
    /// Bytes of the largest message that a client may send.
    pub max_payload: usize,
    /// Milliseconds between two pings.
    pub ping_interval_ms: u32,
    /// Milliseconds that a client may take to answer a ping.
    pub ping_timeout_ms: u32,
    /// Milliseconds for which a peer may leave what was sent to it unacknowledged, before its connection is closed.
    pub unread_timeout_ms: u32,
}

/// The WebSocket at `/ws/echo`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Echo {
    /// Connections that may be open at once.
    pub connections: usize,
    /// Milliseconds for which a connection may say nothing.
    pub idle_timeout_ms: u32,
}

/// Pictures in messages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pictures {
    /// Where they lie: `file:` and a folder, or `s3://bucket/below`; empty for the folder `pictures` in the data folder.
    pub url: String,
    /// Bytes of the largest one that may be uploaded.
    pub max_bytes: u32,
    /// Megabytes that all of them may take together; 0 for no bound.
    pub quota_mb: u32,
    /// Megabytes that those of one guest may take; 0 for no bound.
    pub guest_quota_mb: u32,
}

impl Pictures {
    /// Bytes that all of them may take.
    pub fn quota(&self) -> u64 {
        bytes(self.quota_mb)
    }

    /// Bytes that those of one guest may take.
    pub fn guest_quota(&self) -> u64 {
        bytes(self.guest_quota_mb)
    }
}

fn bytes(megabytes: u32) -> u64 {
    if megabytes == 0 { u64::MAX } else { u64::from(megabytes) << 20 }
}

/// Where pictures lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PicturePlace {
    Folder(PathBuf),
    /// Its address, which begins with `s3://`.
    Bucket(String),
}

impl Default for Pictures {
    fn default() -> Self {
        Self { url: String::new(), max_bytes: 10_485_760, quota_mb: 4_096, guest_quota_mb: 512 }
    }
}

/// Where bots may be told of messages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Webhooks {
    /// Addresses and networks (`10.0.0.0/8`) beside the public ones to which webhooks may lead.
    pub allowed_addresses: Vec<String>,
}

impl Webhooks {
    /// The networks of `allowed_addresses`.
    pub fn opened(&self) -> Vec<IpNet> {
        self.allowed_addresses.iter().filter_map(|text| network::network(text)).collect()
    }
}

/// How fast one guest may write, and how much one address may take. Sizes and shapes are checked whatever stands here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// `false` lifts the limits, for tests and benchmarks.
    pub enabled: bool,
    /// Messages a second in the long run, and at once.
    pub messages_per_second: NonZeroU32,
    pub messages_burst: NonZeroU32,
    /// New rooms and nickname changes a second in the long run, and at once.
    pub announcements_per_second: NonZeroU32,
    pub announcements_burst: NonZeroU32,
    /// New guests from one address, a second in the long run and at once. An IPv6 address counts by its /64.
    pub newcomers_per_second: NonZeroU32,
    pub newcomers_burst: NonZeroU32,
    /// TCP connections that one address may have open, and as many realtime sessions.
    pub connections_per_address: usize,
    /// Connections to the echo that one address may have open.
    pub echoes_per_address: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            data: "data".into(),
            public_url: String::new(),
            allowed_origins: Vec::new(),
            trusted_proxies: Vec::new(),
            spaces: Vec::new(),
            serve_client: true,
            log: "warn,sarangbang=info".to_owned(),
            utc_offset: 540,
            push: false,
            sessions: Sessions::default(),
            rooms: Rooms::default(),
            realtime: Realtime::default(),
            echo: Echo::default(),
            pictures: Pictures::default(),
            webhooks: Webhooks::default(),
            limits: Limits::default(),
        }
    }
}

impl Default for Sessions {
    fn default() -> Self {
        Self { days: 30, presence_grace_ms: 4_000 }
    }
}

impl Default for Realtime {
    fn default() -> Self {
        Self { max_payload: 65_536, ping_interval_ms: 25_000, ping_timeout_ms: 20_000, unread_timeout_ms: 20_000 }
    }
}

impl Default for Echo {
    fn default() -> Self {
        Self { connections: 500, idle_timeout_ms: 60_000 }
    }
}

impl Default for Limits {
    fn default() -> Self {
        let number = |number| NonZeroU32::new(number).expect("not zero");
        Self {
            enabled: true,
            messages_per_second: number(20),
            messages_burst: number(200),
            announcements_per_second: number(1),
            announcements_burst: number(30),
            newcomers_per_second: number(1),
            newcomers_burst: number(100),
            connections_per_address: 500,
            echoes_per_address: 10,
        }
    }
}

/// The settings that may be given as flags.
#[derive(Debug, Default, clap::Args)]
pub struct Flags {
    /// Settings file [default: Leptos.toml in the working directory, if there is one]
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:3000]
    #[arg(long, value_name = "ADDR", global = true)]
    pub listen: Option<SocketAddr>,
    /// Folder of the database [default: data]
    #[arg(long, value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
}

impl Settings {
    /// Reads all layers.
    ///
    /// # Errors
    /// One line that names the setting, where it was set, and what is wrong with it.
    pub fn load(flags: Flags, environment: impl Iterator<Item = (String, String)>) -> Result<Self, SettingsError> {
        let (settings, problems) = Self::examine(flags, environment);
        problems.into_iter().next().map_or(Ok(settings), Err)
    }

    /// Reads all layers and passes over what is wrong in them; the settings that result, and everything that is wrong.
    pub fn examine(flags: Flags, environment: impl Iterator<Item = (String, String)>) -> (Self, Vec<SettingsError>) {
        let file = match &flags.config {
            Some(path) => layers::read(path).map(Some),
            None => layers::read_if_there(DEFAULT_FILE.as_ref()),
        };
        let mut problems = Vec::new();
        let file = file.unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        let mut settings = layers::merge(file, environment, &mut problems);
        settings.listen = flags.listen.unwrap_or(settings.listen);
        settings.data = flags.data.unwrap_or(settings.data);
        problems.extend(settings.check().err());
        (settings, problems)
    }

    /// The file of the database.
    pub fn database(&self) -> PathBuf {
        self.data.join("sarangbang.db")
    }

    /// The file of the key by which push services know the house.
    pub fn push_key(&self) -> PathBuf {
        self.data.join("push.key")
    }

    /// Where pictures lie.
    pub fn picture_place(&self) -> PicturePlace {
        match self.pictures.url.strip_prefix("file:") {
            Some(folder) => PicturePlace::Folder(folder.into()),
            None if self.pictures.url.is_empty() => PicturePlace::Folder(self.data.join("pictures")),
            None => PicturePlace::Bucket(self.pictures.url.clone()),
        }
    }

    /// Whether guests come over HTTPS.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The origin of `public_url`, if there is one.
    pub fn public_origin(&self) -> Option<String> {
        network::origin(&self.public_url)
    }

    /// The other origins whose pages may connect, as browsers write them, and [`ANY_ORIGIN`].
    pub fn foreign_origins(&self) -> Vec<String> {
        let read = |text: &String| if text == ANY_ORIGIN { Some(text.clone()) } else { network::origin(text) };
        self.allowed_origins.iter().filter_map(read).collect()
    }

    /// The networks of `trusted_proxies`.
    pub fn proxies(&self) -> Vec<IpNet> {
        self.trusted_proxies.iter().filter_map(|text| network::network(text)).collect()
    }

    fn check(&self) -> Result<(), SettingsError> {
        let invalid = |name: &str, problem: &str| Err(SettingsError::invalid(name, problem));
        if !self.public_url.is_empty() && self.public_origin().is_none() {
            return invalid("public_url", "is of the form https://chat.example.org");
        }
        let is_origin = |text: &&String| *text == ANY_ORIGIN || network::origin(text).is_some();
        if let Some(wrong) = self.allowed_origins.iter().find(|text| !is_origin(text)) {
            return invalid(
                "allowed_origins",
                &format!("are of the form https://example.org, or \"*\"; not {wrong:?}"),
            );
        }
        if let Some(wrong) = self.trusted_proxies.iter().find(|text| network::network(text).is_none()) {
            return invalid("trusted_proxies", &format!("are addresses or networks as 10.0.0.0/8; not {wrong:?}"));
        }
        if let Some(wrong) = self.webhooks.allowed_addresses.iter().find(|text| network::network(text).is_none()) {
            return invalid(
                "webhooks.allowed_addresses",
                &format!("are addresses or networks as 10.0.0.0/8; not {wrong:?}"),
            );
        }
        if let Some(wrong) = self.spaces.iter().find(|name| crate::domain::Space::parse(name).is_none()) {
            let rule = "have 1 to 32 lower-case letters, digits and -, and are none of v1, chat, room and chats";
            return invalid("spaces", &format!("{rule}; not {wrong:?}"));
        }
        if self.echo.idle_timeout_ms < 100 {
            return invalid("echo.idle_timeout_ms", "is at least 100");
        }
        if self.limits.connections_per_address == 0 || self.limits.echoes_per_address == 0 {
            return invalid("limits.connections_per_address and echoes_per_address", "are at least 1");
        }
        if !(1_024..=1_048_576).contains(&self.realtime.max_payload) {
            return invalid("realtime.max_payload", "is between 1024 and 1048576 bytes");
        }
        if self.realtime.ping_interval_ms < 100 || self.realtime.ping_timeout_ms < 100 {
            return invalid("realtime.ping_interval_ms and ping_timeout_ms", "are at least 100");
        }
        if self.realtime.unread_timeout_ms < 1_000 {
            return invalid("realtime.unread_timeout_ms", "is at least 1000");
        }
        let names_bucket = |rest: &str| !rest.is_empty() && !rest.starts_with('/');
        let place = &self.pictures.url;
        let is_folder = place.strip_prefix("file:").is_some_and(|folder| !folder.is_empty());
        if !place.is_empty() && !is_folder && !place.strip_prefix("s3://").is_some_and(names_bucket) {
            return invalid("pictures.url", "is of the form file:data/pictures or s3://bucket/below");
        }
        if !(65_536..=104_857_600).contains(&self.pictures.max_bytes) {
            return invalid("pictures.max_bytes", "is between 65536 and 104857600");
        }
        if self.sessions.days == 0 {
            return invalid("sessions.days", "is at least 1");
        }
        if !(-840..=840).contains(&self.utc_offset) {
            return invalid("utc_offset", "is between -840 and 840 minutes");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
