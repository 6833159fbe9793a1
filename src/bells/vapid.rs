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
        let not_ours = || VapidError::NotOurs { path: path.to_owned() };
        let random = SystemRandom::new();
        let bytes = match read(path)? {
            Some(bytes) => bytes,
            None => {
                let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
                let made = made.expect("the system has random numbers");
                keep(path, made.as_ref()).map_err(failed(path))?;
                made.as_ref().to_owned()
            }
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

/// The key beside the backup of a database: `backup.db.push.key`.
pub fn beside(backup: &Path) -> PathBuf {
    with_ending(backup, ".push.key")
}

/// Copies the key of a file, if there is one, into the new file `to`, for the caller alone. Whether there was one.
///
/// # Errors
/// When it cannot be read or written; another key at `to` is not overwritten.
pub fn copy(from: &Path, to: &Path) -> Result<bool, VapidError> {
    let Some(key) = read(from)? else { return Ok(false) };
    if read(to)?.as_ref() != Some(&key) {
        keep(to, &key).map_err(failed(to))?;
    }
    Ok(true)
}

/// Makes the key of a backup the house's, if it has one; browsers asked for pushes of that. Another key that is there
/// stays beside it, under a name that tells when the backup was put back, in seconds since 1970. Whether there was one.
///
/// # Errors
/// When it cannot be read or written.
pub fn restore(backup: &Path, key: &Path, now: u64) -> Result<bool, VapidError> {
    let from = beside(backup);
    let (Some(restored), known) = (read(&from)?, read(key)?) else { return Ok(false) };
    if known.is_some_and(|known| known != restored) {
        fs::rename(key, with_ending(key, &format!(".{now}"))).map_err(failed(key))?;
    }
    copy(&from, key)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, VapidError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(path)(error)),
    }
}

fn failed(path: &Path) -> impl Fn(io::Error) -> VapidError {
    move |source| VapidError::File { path: path.to_owned(), source }
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
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
    fn a_key_is_put_back_with_its_backup_and_another_one_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let [backup, path] = ["monday.db", "push.key"].map(|name| folder.path().join(name));
        assert!(!restore(&backup, &path, 7).unwrap(), "a house that did not push");
        let first = Vapid::open(&path, None).unwrap().public_key();
        assert!(copy(&path, &beside(&backup)).unwrap());
        assert!(restore(&backup, &path, 7).unwrap());
        assert!(!folder.path().join("push.key.7").exists(), "it is the same");
        fs::remove_file(&path).unwrap();
        let other = Vapid::open(&path, None).unwrap().public_key();
        let refused = copy(&path, &beside(&backup)).unwrap_err().to_string();
        assert!(refused.contains("monday.db.push.key"), "a backup is not overwritten: {refused}");
        assert!(restore(&backup, &path, 7).unwrap());
        let key = |name: &str| Vapid::open(&folder.path().join(name), None).unwrap().public_key();
        assert_eq!([key("push.key"), key("push.key.7")], [first, other]);
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
