//! The built site inside the binary, served compressed and under content-hashed addresses.
//!
//! `bin/build` leaves the page's script, WASM, style and the files of `public/` in `target/site`, each beside its
//! `.br` and `.gz`. A release build embeds that folder, so the binary alone in an empty folder serves everything. A
//! debug build reads it from disk at each request, which is what `cargo leptos watch` needs.
//!
//! The files that pages load get the hash of their content into their address when the server starts:
//! `/pkg/sarangbang.3f6c0a9b12de.js`. Such an address never changes its content, so browsers keep it for a year, and a
//! new release is fetched at once. The script must be handed the hashed address of the WASM; see [`AssetUrls`].

mod apart;
mod client;
mod encoding;
mod file;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::Embed;

use file::{AssetFile, Lifetime};

/// Whether the files come from the disk at each request instead of from the binary.
const FROM_DISK: bool = cfg!(debug_assertions);

const SCRIPT: &str = "pkg/sarangbang.js";
const WASM: &str = "pkg/sarangbang.wasm";
const STYLE: &str = "pkg/sarangbang.css";
const CHECK: &str = "check.js";
const PALETTE: &str = "palette.js";
const MENTION: &str = "mention.js";
const PASSKEY: &str = "passkey.js";
const PICTURES: &str = "pictures.js";
const BELL: &str = "bell.js";
/// Its address has to stay the same, and to be at the root: it serves what is below it.
const WORKER: &str = "sw.js";
const APART: &str = apart::PATH;

#[derive(Embed)]
#[folder = "target/site"]
#[allow_missing = true]
struct Site;

/// The binary was compiled before its page was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this binary was built without its page ({0} is missing); build it with bin/build")]
pub struct MissingSite(pub &'static str);

/// Where the page finds its script, its WASM and its style: absolute paths on this server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetUrls {
    /// The ES module that wasm-bindgen made. Its default export takes `{ module_or_path: <wasm> }`.
    pub js: String,
    /// To be passed to the script's `init`; by itself the script would guess a name without a hash.
    pub wasm: String,
    pub css: String,
    /// The script of the page `/check`.
    pub check: String,
    /// The module of the palette and the shortcuts, which pages load when somebody asks for it.
    pub palette: String,
    /// The module that completes names, which pages load when one is being typed.
    pub mention: String,
    /// The script of passkeys.
    pub passkey: String,
    /// What documents that are no part of the app need besides the style of all pages.
    pub apart: String,
    /// What uploads pictures, once somebody has one to send.
    pub pictures: String,
    /// What shows notifications, where somebody turned them on.
    pub bell: String,
}

/// The site, ready to serve.
#[derive(Debug)]
pub struct Assets {
    urls: AssetUrls,
    /// By path without the leading slash. Empty when [`FROM_DISK`].
    files: HashMap<String, AssetFile>,
}

impl Assets {
    /// Takes the embedded site into service. Debug builds accept a site that is not built yet, because they look for
    /// each file when it is asked for.
    ///
    /// # Errors
    /// [`MissingSite`] when a release binary was compiled without its page.
    pub fn load() -> Result<Self, MissingSite> {
        if FROM_DISK {
            let plain = |path: &str| format!("/{path}");
            let urls = AssetUrls {
                js: plain(SCRIPT),
                wasm: plain(WASM),
                css: plain(STYLE),
                check: plain(CHECK),
                palette: plain(PALETTE),
                mention: plain(MENTION),
                passkey: plain(PASSKEY),
                apart: plain(APART),
                pictures: plain(PICTURES),
                bell: plain(BELL),
            };
            return Ok(Self { urls, files: HashMap::new() });
        }
        let site = Site::iter().filter_map(|path| read(&path, Lifetime::Short).map(|file| (path, file)));
        Self::index(site.chain([(APART.into(), apart::sheet(Lifetime::Short))]))
    }

    fn index(site: impl Iterator<Item = (Cow<'static, str>, AssetFile)>) -> Result<Self, MissingSite> {
        let mut files: HashMap<String, AssetFile> =
            site.filter(|(path, _)| is_public(path)).map(|(path, file)| (path.into_owned(), file)).collect();
        let mut hashed = |path: &'static str| {
            let file = files.get(path).ok_or(MissingSite(path))?;
            let address = hashed_path(path, file.hash());
            files.insert(address.clone(), file.clone().living(Lifetime::Forever));
            Ok(format!("/{address}"))
        };
        let urls = AssetUrls {
            js: hashed(SCRIPT)?,
            wasm: hashed(WASM)?,
            css: hashed(STYLE)?,
            check: hashed(CHECK)?,
            palette: hashed(PALETTE)?,
            mention: hashed(MENTION)?,
            passkey: hashed(PASSKEY)?,
            apart: hashed(APART)?,
            pictures: hashed(PICTURES)?,
            bell: hashed(BELL)?,
        };
        Ok(Self { urls, files })
    }

    /// The addresses to write into a page.
    pub fn urls(&self) -> &AssetUrls {
        &self.urls
    }

    /// Routes for every file of the site: `/pkg/…` and, at the root, what `public/` holds. Other paths are left to
    /// the routers it is merged with.
    pub fn router<S>(self: Arc<Self>) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        let in_public = if FROM_DISK { all_on_disk() } else { self.files.keys().cloned().collect() };
        let mut router = Router::new().route("/pkg/{*file}", self.clone().handler());
        for path in in_public.iter().filter(|path| !path.starts_with("pkg/") && !client::is_client(path)) {
            router = router.route(&format!("/{path}"), self.clone().serve(path));
        }
        router
    }

    fn serve<S>(self: Arc<Self>, path: &str) -> axum::routing::MethodRouter<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        let handler = self.handler();
        if path == WORKER { handler.layer(map_response(of_the_worker)) } else { handler }
    }

    fn handler<S>(self: Arc<Self>) -> axum::routing::MethodRouter<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        get(async move |uri: axum::http::Uri, headers: HeaderMap| self.answer(uri.path(), &headers))
    }

    fn answer(&self, path: &str, request: &HeaderMap) -> Response {
        let path = path.trim_start_matches('/');
        let from_disk = if FROM_DISK { on_disk(path) } else { None };
        match from_disk.as_ref().or_else(|| self.files.get(path)) {
            Some(file) => file.answer(request),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }
}

/// The service worker asks the house, and nobody else; it serves the whole house.
async fn of_the_worker(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; connect-src 'self'; img-src 'self'"),
    );
    headers.insert("service-worker-allowed", HeaderValue::from_static("/"));
    response
}

/// Reads one file of the site with its compressed forms.
fn read(path: &str, lifetime: Lifetime) -> Option<AssetFile> {
    let plain = Site::get(path)?;
    let form = |extension: &str| Site::get(&format!("{path}.{extension}")).map(|file| file.data);
    Some(AssetFile::new(path, plain.data, plain.metadata.sha256_hash(), lifetime).with_forms(form("br"), form("gz")))
}

fn on_disk(path: &str) -> Option<AssetFile> {
    match path {
        APART => Some(apart::sheet(Lifetime::None)),
        path => is_public(path).then(|| read(path, Lifetime::None)).flatten(),
    }
}

fn all_on_disk() -> Vec<String> {
    Site::iter().filter(|path| is_public(path)).map(Cow::into_owned).chain([APART.to_owned()]).collect()
}

/// Compressed forms are reached through `Accept-Encoding` only; names with a dot in front are the build's own notes.
fn is_public(path: &str) -> bool {
    !path.ends_with(".br") && !path.ends_with(".gz") && !path.starts_with('.')
}

/// `pkg/sarangbang.js` → `pkg/sarangbang.<hash>.js`.
fn hashed_path(path: &str, hash: &str) -> String {
    let (stem, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    format!("{stem}.{hash}.{extension}")
}

#[cfg(test)]
mod tests;
