//! One file of the site and its answers.

use std::borrow::Cow;

use axum::body::{Body, Bytes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::encoding::Encoding;

/// How many hex digits of the SHA-256 stand in an address: 48 bits, plenty to tell the builds of one file apart.
const HASH_DIGITS: usize = 12;

/// How long a browser may use a file without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// The address names the content.
    Forever,
    /// An address such as `/favicon.svg`, whose content changes with a release.
    Short,
    /// A debug build: what is on disk now.
    None,
}

impl Lifetime {
    fn cache_control(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Forever => "public, max-age=31536000, immutable",
            Self::Short => "public, max-age=300",
            Self::None => "no-store",
        })
    }
}

/// A file in the forms the build made of it. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct AssetFile {
    content_type: HeaderValue,
    hash: String,
    lifetime: Lifetime,
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
}

impl AssetFile {
    /// `path` gives the media type, `sha256` is the digest of `plain`.
    pub fn new(path: &str, plain: Cow<'static, [u8]>, sha256: [u8; 32], lifetime: Lifetime) -> Self {
        let mut hash = hex::encode(sha256);
        hash.truncate(HASH_DIGITS);
        Self { content_type: content_type(path), hash, lifetime, plain: bytes(plain), brotli: None, gzip: None }
    }

    /// Adds the compressed forms.
    pub fn with_forms(self, brotli: Option<Cow<'static, [u8]>>, gzip: Option<Cow<'static, [u8]>>) -> Self {
        Self { brotli: brotli.map(bytes), gzip: gzip.map(bytes), ..self }
    }

    /// The same file under an address with another lifetime.
    pub fn living(self, lifetime: Lifetime) -> Self {
        Self { lifetime, ..self }
    }

    /// The first digits of the plain content's SHA-256.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Answers a GET. axum cuts the body off for a HEAD.
    pub fn answer(&self, request: &HeaderMap) -> Response {
        let encoding = Encoding::negotiate(request, &self.available());
        let etag = self.etag(encoding);
        let mut response =
            if is_known(request, &etag) { StatusCode::NOT_MODIFIED.into_response() } else { self.full(encoding) };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, self.lifetime.cache_control());
        headers.insert(ETAG, HeaderValue::from_str(&etag).expect("hex digits are a valid header"));
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }

    fn full(&self, encoding: Encoding) -> Response {
        let form = match encoding {
            Encoding::Brotli => self.brotli.as_ref(),
            Encoding::Gzip => self.gzip.as_ref(),
            Encoding::Identity => None,
        };
        let mut response = Response::new(Body::from(form.unwrap_or(&self.plain).clone()));
        response.headers_mut().insert(CONTENT_TYPE, self.content_type.clone());
        if let Some(token) = encoding.token() {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(token));
        }
        response
    }

    fn available(&self) -> Vec<Encoding> {
        let compressed = [(Encoding::Brotli, &self.brotli), (Encoding::Gzip, &self.gzip)];
        let made = compressed.into_iter().filter_map(|(encoding, form)| form.as_ref().map(|_| encoding));
        made.chain([Encoding::Identity]).collect()
    }

    /// Strong, so each form needs its own: their bytes differ.
    fn etag(&self, encoding: Encoding) -> String {
        match encoding.token() {
            Some(token) => format!("\"{}-{token}\"", self.hash),
            None => format!("\"{}\"", self.hash),
        }
    }
}

fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(embedded) => Bytes::from_static(embedded),
        Cow::Owned(read) => Bytes::from(read),
    }
}

fn content_type(path: &str) -> HeaderValue {
    let media_type = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = media_type.type_() == mime_guess::mime::TEXT || media_type.subtype() == mime_guess::mime::JSON;
    let value = if is_text { format!("{media_type}; charset=utf-8") } else { media_type.to_string() };
    HeaderValue::from_str(&value).expect("a media type is a valid header")
}

/// `If-None-Match` compares weakly: RFC 9110 §13.1.2.
fn is_known(request: &HeaderMap, etag: &str) -> bool {
    request
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|known| known.trim().trim_start_matches("W/"))
        .any(|known| known == etag || known == "*")
}
