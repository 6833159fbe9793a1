//! Headers that keep a page from being turned against its reader.

use axum::{
    http::{HeaderValue, header},
    response::Response,
};

/// The policy of a page whose scripts carry `nonce`. `reload` is the development server's
/// reload socket, if there is one.
pub fn content_security_policy(nonce: &str, reload: Option<&str>) -> String {
    let more_connections = reload.map(|socket| format!(" {socket}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'{more_connections}; manifest-src 'self'; worker-src 'self'; \
         frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )
}

/// The policy of a document that stands in a frame of our own pages: it runs nothing and sends nothing.
pub const FRAME_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; manifest-src 'self'; \
                                form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

/// What every answer carries.
pub async fn headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    // What is no page runs nothing.
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    response
}

/// What the realtime endpoint answers is for one client and one moment. The engine does not say so; a cache between
/// would hand a poll's answer to the next.
pub async fn uncached(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
