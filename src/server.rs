//! The composition root: the one place that knows which engines the house runs on.

mod clock;
mod listener;
mod push;
mod render;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use futures::FutureExt;
use tokio::{
    net::TcpListener,
    sync::oneshot,
    task::JoinHandle,
    time::{Interval, MissedTickBehavior, interval, timeout},
};

pub use self::clock::SystemClock;
use self::listener::Doorkeeper;
use crate::{
    actions::desk::Desk,
    album::{
        darkroom::LocalDarkroom,
        files::{FilesError, StoredFiles},
    },
    bells,
    bus::local::LocalBus,
    chat::{self, Chat, Config, Pictures, Quota, Rate, Rates},
    domain::{Refusal, Space},
    http::{
        self, Anonymous, Echo, Frames, Origins, Pages, Peer, Places, TrustedProxies, Uploads,
        assets::{Assets, MissingSite},
    },
    i18n::Language,
    outside::Gate,
    realtime::{self, Realtime},
    settings::{Limits, PicturePlace, Settings},
    storage::sqlite::{OpenError, SqliteStore},
    webhooks,
};

/// Sessions that nobody uses are looked for this often.
const SWEEP: Duration = Duration::from_secs(60 * 60);

/// Rooms whose time is over, bots without a token any more, and people who came by a form and went without a word:
/// everybody is out within a second.
const ENDINGS: Duration = Duration::from_millis(500);

/// Spaces that the operator added or removed beside the running house.
const SPACES: Duration = Duration::from_secs(1);

/// What is left of rooms that ended, and passing rooms that are empty.
const CLEARING: Duration = Duration::from_secs(60);

/// Pictures that one address, and everybody together, may be uploading.
const UPLOADS_PER_ADDRESS: usize = 8;
const UPLOADS: usize = 64;

/// How long the end may take, in steps that together stay below the five seconds that supervisors give.
const LAST_WRITES: Duration = Duration::from_secs(2);
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// Why the house could not be opened, or not be kept open. One line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error(transparent)]
    Store(#[from] OpenError),
    #[error(transparent)]
    Pictures(#[from] FilesError),
    #[error(transparent)]
    Push(#[from] bells::VapidError),
    #[error(transparent)]
    Site(#[from] MissingSite),
    #[error("the listener failed: {0}")]
    Listener(#[from] std::io::Error),
}

/// The house, with its doors still closed.
pub struct House {
    chat: Arc<Chat>,
    realtime: Arc<Realtime>,
    routes: Router,
    echo: Arc<Echo>,
    frames: Arc<Frames>,
    doorkeeper: Doorkeeper,
    /// To be made, if they are not there.
    spaces: Vec<Space>,
    /// What happens from time to time.
    keepers: Vec<JoinHandle<()>>,
}

impl House {
    /// Opens the database and puts everything together.
    ///
    /// # Errors
    /// When the database cannot be opened, or the binary was built without its page.
    pub fn open(settings: &Settings) -> Result<Self, ServerError> {
        // Fails only when the process has one already, as in tests that open several houses.
        let _ = any_spawner::Executor::init_tokio();
        let assets = Arc::new(Assets::load()?);
        let store = SqliteStore::open(&settings.database())?;
        let pictures = pictures(settings)?;
        let bus = Arc::new(LocalBus::default());
        let chat = Chat::open(Arc::new(store), bus.clone(), Arc::new(SystemClock), chat_config(settings, pictures));
        let (endpoint, realtime) = Realtime::open(chat.clone(), &*bus, &realtime_config(settings));
        let (echo, doorkeeper) = (echo(settings), doorkeeper(settings));
        if settings.limits.enabled && settings.public_origin().is_some() && settings.trusted_proxies.is_empty() {
            tracing::warn!("trusted_proxies is empty: if there is a proxy, all guests count as one address");
        }
        let places = Places::new(per_address(settings, settings.limits.connections_per_address), usize::MAX);
        let push = push::with(settings)?;
        let push_key = push.as_ref().map(|push| push.vapid.public_key().into());
        let frames = Frames::open(&*bus, places.clone());
        let routes = http::router(http::Parts {
            chat: chat.clone(),
            realtime: endpoint,
            anonymous: Anonymous { chat: chat.clone(), secure: settings.secure() },
            actions: actions(Desk { chat: chat.clone(), secure: settings.secure() }),
            pages: Pages {
                chat: chat.clone(),
                render: render::with(assets.urls()),
                secure: settings.secure(),
                public_origin: settings.public_origin(),
                utc_offset: settings.utc_offset,
                push_key,
                uploads: Uploads {
                    largest: settings.pictures.max_bytes,
                    places: Places::new(per_address(settings, UPLOADS_PER_ADDRESS), UPLOADS),
                },
            },
            assets: assets_router(&assets, settings),
            frames: frames.clone(),
            echo: echo.clone(),
            origins: Origins::new(settings.public_origin(), settings.foreign_origins()),
            proxies: doorkeeper.proxies.clone(),
            places,
        });
        let keepers = vec![
            tokio::spawn(sweep_sessions(chat.clone())),
            tokio::spawn(end_what_is_over(chat.clone())),
            tokio::spawn(remove_pictures(chat.clone())),
            tokio::spawn(clear_rooms(chat.clone(), settings.rooms.kept())),
            bells::start(chat.clone(), &*bus, push),
            webhooks::start(chat.clone(), &*bus, Gate::new(settings.webhooks.opened())),
        ];
        let spaces = settings.spaces.iter().filter_map(|name| Space::parse(name)).collect();
        Ok(Self { chat, realtime: Arc::new(realtime), routes, echo, frames, doorkeeper, spaces, keepers })
    }

    /// Serves on `listener` until `shutdown` resolves; then lets the writes under way finish, tells the clients to
    /// come back, and returns within five seconds.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(
        mut self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ServerError> {
        self.keep_spaces().await;
        let (closing, closed) = oneshot::channel::<()>();
        let routes = self.routes.into_make_service_with_connect_info::<Peer>();
        let serving = axum::serve(self.doorkeeper.guard(listener), routes)
            .with_graceful_shutdown(async { closed.await.unwrap_or_default() });
        let serving = tokio::spawn(async move { serving.await });
        shutdown.await;

        // No new guests; those who are here hear of it before their connections end, and still get their last acks.
        drop(closing);
        self.keepers.iter().for_each(JoinHandle::abort);
        self.realtime.say_goodbye("restart");
        self.frames.close();
        match timeout(LAST_WRITES, self.chat.close()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(error = &error as &dyn std::error::Error, "the store did not close"),
            Err(_) => tracing::error!("the last writes did not end in time"),
        }
        tokio::join!(self.realtime.close(), self.echo.close());
        match timeout(LAST_ANSWERS, serving).await {
            Ok(Ok(served)) => Ok(served?),
            // Somebody is still downloading; they will ask again.
            Ok(Err(_)) | Err(_) => Ok(()),
        }
    }
}

impl House {
    /// From before the first guest comes.
    async fn keep_spaces(&mut self) {
        for space in &self.spaces {
            logged(self.chat.add_space(space).await);
        }
        look_at_spaces(&self.chat, &self.realtime).await;
        self.keepers.push(tokio::spawn(keep_spaces(self.chat.clone(), self.realtime.clone())));
    }
}

fn pictures(settings: &Settings) -> Result<Pictures, FilesError> {
    let files = match settings.picture_place() {
        PicturePlace::Folder(folder) => StoredFiles::in_folder(&folder)?,
        PicturePlace::Bucket(url) => StoredFiles::in_bucket(&url)?,
    };
    let quota = Quota { in_all: settings.pictures.quota(), of_guest: settings.pictures.guest_quota() };
    Ok(Pictures { darkroom: Arc::new(LocalDarkroom::new()), files: Arc::new(files), quota })
}

fn chat_config(settings: &Settings, pictures: Pictures) -> Config {
    Config {
        session_lifetime: Duration::from_secs(u64::from(settings.sessions.days) * 24 * 60 * 60),
        presence_grace: Duration::from_millis(settings.sessions.presence_grace_ms.into()),
        rates: settings.limits.enabled.then(|| rates(&settings.limits)),
        outside: Arc::new(Gate::new(settings.webhooks.opened())),
        pictures,
    }
}

fn rates(limits: &Limits) -> Rates {
    Rates {
        messages: Rate { per_second: limits.messages_per_second, burst: limits.messages_burst },
        announcements: Rate { per_second: limits.announcements_per_second, burst: limits.announcements_burst },
        newcomers: Rate { per_second: limits.newcomers_per_second, burst: limits.newcomers_burst },
    }
}

fn realtime_config(settings: &Settings) -> realtime::Config {
    realtime::Config {
        max_payload: settings.realtime.max_payload,
        ping_interval: Duration::from_millis(settings.realtime.ping_interval_ms.into()),
        ping_timeout: Duration::from_millis(settings.realtime.ping_timeout_ms.into()),
        secure: settings.secure(),
        explain: Language::Korean.texts().refusal,
    }
}

fn assets_router(assets: &Arc<Assets>, settings: &Settings) -> Router {
    let router = assets.clone().router();
    if !settings.serve_client {
        return router;
    }
    if !assets.has_client() {
        tracing::warn!(
            "built without the Socket.IO client: /socket.io/socket.io.js is not there; bin/build takes it in"
        );
        return router;
    }
    router.merge(assets.clone().client_router())
}

fn echo(settings: &Settings) -> Arc<Echo> {
    let places = Places::new(per_address(settings, settings.limits.echoes_per_address), settings.echo.connections);
    Echo::open(places, Duration::from_millis(settings.echo.idle_timeout_ms.into()))
}

fn doorkeeper(settings: &Settings) -> Doorkeeper {
    Doorkeeper {
        places: Places::new(per_address(settings, settings.limits.connections_per_address), usize::MAX),
        proxies: TrustedProxies::new(settings.proxies()),
        unread_timeout: Duration::from_millis(settings.realtime.unread_timeout_ms.into()),
    }
}

/// A limit of one address, unless the operator lifted the limits.
fn per_address(settings: &Settings, limit: usize) -> usize {
    if settings.limits.enabled { limit } else { usize::MAX }
}

fn actions(desk: Desk) -> Router {
    let handle = move |request: Request| {
        let desk = desk.clone();
        let provide_desk = move || leptos::context::provide_context(desk.clone());
        leptos_axum::handle_server_fns_with_context(provide_desk, request).map(without_internals)
    };
    Router::new().route("/do/{*action}", post(handle))
}

/// A form without its fields is none of ours. The framework would answer 500 and name what it missed.
fn without_internals(answer: impl IntoResponse) -> Response {
    let answer = answer.into_response();
    if answer.headers().contains_key("serverfnerror") {
        return (StatusCode::BAD_REQUEST, Refusal::BadRequest.code()).into_response();
    }
    answer
}

/// At once, and then again and again. Who was late does not hurry to make up for it.
fn every(pause: Duration) -> Interval {
    let mut times = interval(pause);
    times.set_missed_tick_behavior(MissedTickBehavior::Delay);
    times
}

async fn sweep_sessions(chat: Arc<Chat>) {
    let mut hours = every(SWEEP);
    loop {
        hours.tick().await;
        logged(chat.expire_sessions().await);
    }
}

async fn end_what_is_over(chat: Arc<Chat>) {
    let mut moments = every(ENDINGS);
    loop {
        moments.tick().await;
        logged(chat.end_expired_rooms().await);
        logged(chat.expel_revoked_bots().await);
        chat.forget_readers();
    }
}

/// By itself: a slow bucket keeps no room open.
async fn remove_pictures(chat: Arc<Chat>) {
    let mut moments = every(ENDINGS);
    loop {
        moments.tick().await;
        logged(chat.remove_pictures().await);
    }
}

async fn clear_rooms(chat: Arc<Chat>, keep: Duration) {
    let mut minutes = every(CLEARING);
    loop {
        minutes.tick().await;
        logged(chat.clear_rooms(keep).await);
        logged(chat.finish_departures().await);
        logged(chat.give_up_unsent_pictures().await);
        chat.look_who_is_idle();
    }
}

async fn keep_spaces(chat: Arc<Chat>, realtime: Arc<Realtime>) {
    let mut moments = every(SPACES);
    loop {
        moments.tick().await;
        look_at_spaces(&chat, &realtime).await;
    }
}

async fn look_at_spaces(chat: &Chat, realtime: &Realtime) {
    match chat.spaces().await {
        Ok(spaces) => realtime.keep_spaces(spaces).await,
        Err(error) => _ = error.refusal(),
    }
}

fn logged<T>(outcome: chat::Result<T>) {
    if let Err(error) = outcome {
        error.refusal();
    }
}
