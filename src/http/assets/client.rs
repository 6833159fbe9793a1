//! The Socket.IO client for browsers, where the original server has it: `/socket.io/socket.io.js`. `bin/build` takes it
//! from its npm package; a binary that was built without is a house without it.

use std::sync::Arc;

use axum::Router;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use axum::response::Response;
use axum::routing::get;

use super::{Assets, FROM_DISK, Site};

/// The names under which the original server has it.
const FILES: [&str; 3] = ["socket.io/socket.io.js", "socket.io/socket.io.min.js", "socket.io/socket.io.esm.min.js"];

const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

pub(super) fn is_client(path: &str) -> bool {
    FILES.contains(&path)
}

impl Assets {
    /// Whether the binary was built with the client.
    pub fn has_client(&self) -> bool {
        FILES.iter().all(|path| self.files.contains_key(*path) || (FROM_DISK && Site::get(path).is_some()))
    }

    /// Routes for the client. Pages of any origin may load it: it holds nothing of the house.
    pub fn client_router<S>(self: Arc<Self>) -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
    {
        FILES.iter().fold(Router::new(), |router, path| {
            let assets = self.clone();
            let answer = async move |uri: Uri, headers: HeaderMap| assets.client(uri.path(), &headers);
            router.route(&format!("/{path}"), get(answer))
        })
    }

    pub(super) fn client(&self, path: &str, request: &HeaderMap) -> Response {
        let mut response = self.answer(path, request);
        let headers = response.headers_mut();
        headers.insert(CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
        // Without it no page could load the file as a module.
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        // The address stays and the content changes with a release, which must speak the server's protocol.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
        response
    }
}
