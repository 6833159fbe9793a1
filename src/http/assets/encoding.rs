//! Which form of a file a client gets: RFC 9110 §12.5.3.

use axum::http::{HeaderMap, header::ACCEPT_ENCODING};

/// A content coding the build makes. The order is our preference among codings a client likes equally.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    Identity,
    Gzip,
    Brotli,
}

impl Encoding {
    /// The token of `Content-Encoding`; none for the plain form.
    pub fn token(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// The best of `available` for a request with these headers. A client that refuses everything gets the plain
    /// form: an answer it may not understand serves it better than none.
    pub fn negotiate(request: &HeaderMap, available: &[Self]) -> Self {
        let accepted = Accepted::from(request);
        available
            .iter()
            .copied()
            .map(|encoding| (accepted.quality(encoding), encoding))
            .filter(|&(quality, _)| quality > 0)
            .max()
            .map_or(Self::Identity, |(_, encoding)| encoding)
    }
}

/// What `Accept-Encoding` says of each coding, as qualities in thousandths.
#[derive(Debug, Default)]
struct Accepted {
    identity: Option<u16>,
    gzip: Option<u16>,
    brotli: Option<u16>,
    any: Option<u16>,
}

impl Accepted {
    fn from(request: &HeaderMap) -> Self {
        let mut accepted = Self::default();
        let fields = request.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        for item in fields.flat_map(|value| value.split(',')) {
            let (coding, parameters) = item.split_once(';').unwrap_or((item, ""));
            let quality = Some(parse_quality(parameters));
            match coding.trim().to_ascii_lowercase().as_str() {
                "br" => accepted.brotli = quality,
                "gzip" | "x-gzip" => accepted.gzip = quality,
                "identity" => accepted.identity = quality,
                "*" => accepted.any = quality,
                _ => {}
            }
        }
        accepted
    }

    fn quality(&self, encoding: Encoding) -> u16 {
        match encoding {
            Encoding::Brotli => self.brotli.or(self.any).unwrap_or(0),
            Encoding::Gzip => self.gzip.or(self.any).unwrap_or(0),
            // Always acceptable unless refused by name or by `*;q=0`, but nobody's wish unless named.
            Encoding::Identity => self.identity.or(self.any).unwrap_or(1),
        }
    }
}

/// `q=0.25` → 250. A malformed weight counts as the strongest wish, like a missing one.
fn parse_quality(parameters: &str) -> u16 {
    parameters
        .split(';')
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
        .and_then(|(_, weight)| weight.trim().parse::<f32>().ok())
        .map_or(1000, |weight| (weight.clamp(0.0, 1.0) * 1000.0).round() as u16)
}
