//! Looking at what a browser says that a passkey did: §7.1 and §7.2 of Web Authentication, without attestation. Who made
//! a key is of no interest; that it is the same one again is.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::cose::PublicKey;
use crate::{chat::ports::KnownPasskey, domain::GuestId};

/// Where the browser says it is: the origin under which the house is asked, which the request was checked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    origin: String,
}

/// A passkey that was made.
#[derive(Clone, Debug)]
pub struct Attestation {
    pub client_data: Vec<u8>,
    pub authenticator_data: Vec<u8>,
}

/// A challenge that was signed.
#[derive(Clone, Debug)]
pub struct Assertion {
    pub credential: Vec<u8>,
    pub client_data: Vec<u8>,
    pub authenticator_data: Vec<u8>,
    pub signature: Vec<u8>,
    /// Whose the passkey says that it is.
    pub user_handle: Option<Vec<u8>>,
}

/// What was made.
pub struct Made {
    pub credential: Vec<u8>,
    pub public_key: Vec<u8>,
    pub sign_count: u32,
}

/// The bits of an authenticator's flags that matter here.
const USER_PRESENT: u8 = 1;
const HAS_CREDENTIAL: u8 = 1 << 6;

/// The longest id that the standard allows, in bytes.
const LONGEST_ID: usize = 1_023;

/// Reads base64url, as scripts and forms carry bytes.
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()
}

impl Site {
    /// The site of an origin as browsers write it, such as `https://chat.example.org`.
    pub fn new(origin: impl Into<String>) -> Self {
        Self { origin: origin.into() }
    }

    /// What keys are made for, and work nowhere else: the host without its port.
    pub fn relying_party(&self) -> &str {
        let authority = self.origin.split_once("://").map_or(&*self.origin, |(_, authority)| authority);
        authority.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(authority, |(host, _)| host)
    }
}

impl Attestation {
    /// What was made, when all is as it should be; `take` says whether a challenge is one that was given out.
    pub(super) fn verify(&self, site: &Site, take: impl FnOnce(&str) -> bool) -> Option<Made> {
        let challenge = challenge_of(&self.client_data, "webauthn.create", site)?;
        let data = AuthenticatorData::read(&self.authenticator_data, site)?;
        let (credential, key) = data.credential()?;
        let (_, length) = PublicKey::read(key)?;
        take(&challenge).then(|| Made {
            credential: credential.to_vec(),
            public_key: key[..length].to_vec(),
            sign_count: data.sign_count,
        })
    }
}

impl Assertion {
    /// How often the passkey says that it signed, when all is as it should be. Some do not count; one that counts
    /// backwards is a copy.
    pub(super) fn verify(&self, site: &Site, known: &KnownPasskey, take: impl FnOnce(&str) -> bool) -> Option<u32> {
        let challenge = challenge_of(&self.client_data, "webauthn.get", site)?;
        let data = AuthenticatorData::read(&self.authenticator_data, site)?;
        let is_of = |guest: &GuestId| self.user_handle.as_deref().is_none_or(|told| told == guest.as_str().as_bytes());
        let signed = [&*self.authenticator_data, &Sha256::digest(&self.client_data)].concat();
        let (key, _) = PublicKey::read(&known.public_key)?;
        let counts = data.sign_count > known.sign_count || (data.sign_count, known.sign_count) == (0, 0);
        let is_right = is_of(&known.guest) && counts && key.has_signed(&signed, &self.signature);
        (is_right && take(&challenge)).then_some(data.sign_count)
    }
}

/// What the browser signed for its part.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    /// Whether a page of another site had ours in a frame.
    #[serde(default)]
    cross_origin: bool,
}

fn challenge_of(client_data: &[u8], what: &str, site: &Site) -> Option<String> {
    let told: ClientData = serde_json::from_slice(client_data).ok()?;
    let is_ours = told.r#type == what && told.origin == site.origin && !told.cross_origin;
    is_ours.then_some(told.challenge)
}

/// What the device signed: for which site, by whose hand, and a new key.
struct AuthenticatorData<'a> {
    flags: u8,
    sign_count: u32,
    rest: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    /// `None` when it is for another site, or nobody touched the device.
    fn read(bytes: &'a [u8], site: &Site) -> Option<Self> {
        let (hash, rest) = bytes.split_at_checked(32)?;
        let (flags, rest) = rest.split_first()?;
        let (sign_count, rest) = rest.split_first_chunk()?;
        let is_ours = hash == &*Sha256::digest(site.relying_party()) && flags & USER_PRESENT != 0;
        is_ours.then_some(Self { flags: *flags, sign_count: u32::from_be_bytes(*sign_count), rest })
    }

    /// The id of a new credential, and what begins with its key.
    fn credential(&self) -> Option<(&'a [u8], &'a [u8])> {
        let (_maker, rest) = self.rest.split_at_checked(16).filter(|_| self.flags & HAS_CREDENTIAL != 0)?;
        let (length, rest) = rest.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes(*length));
        rest.split_at_checked(length).filter(|_| (1..=LONGEST_ID).contains(&length))
    }
}
