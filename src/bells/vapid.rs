//! By which push services know the house (RFC 8292): a key of its own, made when it pushes for the first time.

use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::json;
use url::Url;

use crate::domain::Millis;

/// For how long a push service may take a token to be the house's, in seconds; a day at most.
const VALID: i64 = 12 * 60 * 60;

/// Why there is no key. One line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum VapidError {
    #[error("cannot keep the key for Web Push in {}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{} is no key for Web Push; move it away, and browsers are asked anew", path.display())]
    NotOurs { path: PathBuf },
}

/// The house's key.
pub struct Vapid {
    pair: EcdsaKeyPair,
    /// Where whoever runs a push service finds the house's operator.
    contact: Option<String>,
}

impl Vapid {
    /// The key of a file, which is made when it is not there. Its folder is.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds something else.
    pub fn open(path: &Path, contact: Option<String>) -> Result<Self, VapidError> {
        let failed = |source| VapidError::File { path: path.to_owned(), source };
        let not_ours = || VapidError::NotOurs { path: path.to_owned() };
        let random = SystemRandom::new();
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
                let made = made.expect("the system has random numbers");
                keep(path, made.as_ref()).map_err(failed)?;
                made.as_ref().to_owned()
            }
            Err(error) => return Err(failed(error)),
        };
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &bytes, &random);
        Ok(Self { pair: pair.map_err(|_| not_ours())?, contact })
    }

    /// The public key, in base64url.
    pub fn public_key(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.pair.public_key())
    }

    /// What says to the push service at `endpoint` that a request is the house's: the `Authorization` header.
    pub(super) fn authorization(&self, endpoint: &Url, now: Millis) -> String {
        let mut claims = json!({ "aud": endpoint.origin().ascii_serialization(), "exp": now / 1_000 + VALID });
        if let Some(contact) = &self.contact {
            claims["sub"] = contact.as_str().into();
        }
        let encoded = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
        let token = [encoded(r#"{"typ":"JWT","alg":"ES256"}"#), encoded(&claims.to_string())].join(".");
        let signature = self.pair.sign(&SystemRandom::new(), token.as_bytes()).expect("the system has random numbers");
        format!("vapid t={token}.{}, k={}", BASE64_URL_SAFE_NO_PAD.encode(signature), self.public_key())
    }
}

/// Whoever has it speaks to the guests' browsers in the house's name.
fn keep(path: &Path, key: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(key)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_for_nobody_else_to_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("push.key");
        let first = Vapid::open(&path, None).unwrap().public_key();
        assert_eq!(Vapid::open(&path, None).unwrap().public_key(), first);
        assert_eq!(BASE64_URL_SAFE_NO_PAD.decode(first).unwrap().len(), 65);
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777, 0o600);
    }

    #[test]
    fn what_is_no_key_is_named_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("push.key");
        fs::write(&path, "a diary").unwrap();
        let refused = Vapid::open(&path, None).err().unwrap().to_string();
        assert!(refused.contains("push.key is no key for Web Push"), "{refused}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "a diary");
    }
}
