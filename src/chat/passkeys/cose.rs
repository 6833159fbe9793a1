//! The keys of passkeys. Authenticators write them in one way only (CTAP2's canonical CBOR), so each kind is a few
//! known bytes around the numbers of the key.

use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};

/// The algorithms that a device may choose from, by their COSE numbers, the best one first: what phones and keys have,
/// and what older Windows has.
pub const ALGORITHMS: [i32; 3] = [-7, -8, -257];

const ES256: (&[u8], &[u8]) = (b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", b"\x22\x58\x20");
const EDDSA: &[u8] = b"\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20";
const RS256: (&[u8], &[u8]) = (b"\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00", b"\x21\x43\x01\x00\x01");

/// Bytes of a coordinate, and of an RSA key's modulus.
const COORDINATE: usize = 32;
const MODULUS: usize = 256;

/// A public key of one of the [`ALGORITHMS`].
pub enum PublicKey<'a> {
    /// As an uncompressed point.
    Es256([u8; 1 + 2 * COORDINATE]),
    EdDsa(&'a [u8]),
    Rs256(&'a [u8]),
}

impl<'a> PublicKey<'a> {
    /// Reads the key at the beginning of `bytes`; also how long it is. `None` when there is none that we know.
    pub fn read(bytes: &'a [u8]) -> Option<(Self, usize)> {
        let key = if let Some(rest) = bytes.strip_prefix(ES256.0) {
            let (x, rest) = rest.split_at_checked(COORDINATE)?;
            let (y, rest) = rest.strip_prefix(ES256.1)?.split_at_checked(COORDINATE)?;
            let mut point = [4; 1 + 2 * COORDINATE];
            point[1..=COORDINATE].copy_from_slice(x);
            point[1 + COORDINATE..].copy_from_slice(y);
            (Self::Es256(point), rest)
        } else if let Some(rest) = bytes.strip_prefix(EDDSA) {
            let (point, rest) = rest.split_at_checked(COORDINATE)?;
            (Self::EdDsa(point), rest)
        } else {
            let (modulus, rest) = bytes.strip_prefix(RS256.0)?.split_at_checked(MODULUS)?;
            (Self::Rs256(modulus), rest.strip_prefix(RS256.1)?)
        };
        Some((key.0, bytes.len() - key.1.len()))
    }

    /// Whether this key made the signature.
    pub fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        let outcome = match self {
            Self::Es256(point) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature),
            Self::EdDsa(point) => UnparsedPublicKey::new(&ED25519, point).verify(message, signature),
            Self::Rs256(n) => {
                let key = RsaPublicKeyComponents { n: *n, e: &RS256.1[2..] };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
        };
        outcome.is_ok()
    }
}
