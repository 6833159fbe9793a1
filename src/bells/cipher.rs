//! Messages that only one browser can read: Message Encryption for Web Push (RFC 8291), which is the `aes128gcm` of
//! RFC 8188 with keys that are agreed upon.

use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    error::Unspecified,
    hkdf::{HKDF_SHA256, KeyType, Salt},
    rand::SystemRandom,
};

use crate::chat::ports::PushAddress;

/// Bytes of a record; there is one. Push services take up to 4,096 bytes.
const RECORD: u32 = 4_096;

/// What tells the end of the last record's text.
const LAST: u8 = 2;

/// Bytes of a key to be derived.
struct Bytes(usize);

impl KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

/// Encrypts for a browser, with a key that is used only once.
///
/// # Errors
/// When the browser's key is none.
pub fn seal(text: &[u8], address: &PushAddress) -> Result<Vec<u8>, Unspecified> {
    let own = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new())?;
    let public = own.compute_public_key()?;
    let theirs = UnparsedPublicKey::new(&ECDH_P256, &address.public_key);
    let salt: [u8; 16] = rand::random();
    agree_ephemeral(own, &theirs, |agreed| sealed(text, agreed, address, public.as_ref(), salt))?
}

/// The body of the request: RFC 8188 §2.1, then the record.
fn sealed(
    text: &[u8],
    agreed: &[u8],
    address: &PushAddress,
    public: &[u8],
    salt: [u8; 16],
) -> Result<Vec<u8>, Unspecified> {
    let about = [b"WebPush: info\0", &*address.public_key, public].concat();
    let agreed = derived::<32>(&address.secret, agreed, &about)?;
    let key = derived::<16>(&salt, &agreed, b"Content-Encoding: aes128gcm\0")?;
    let nonce = derived::<12>(&salt, &agreed, b"Content-Encoding: nonce\0")?;
    let mut record = [text, &[LAST]].concat();
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?);
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)?;
    let length = u8::try_from(public.len()).map_err(|_| Unspecified)?;
    Ok([&salt, &RECORD.to_be_bytes()[..], &[length], public, &record].concat())
}

fn derived<const LENGTH: usize>(salt: &[u8], secret: &[u8], about: &[u8]) -> Result<[u8; LENGTH], Unspecified> {
    let mut key = [0; LENGTH];
    Salt::new(HKDF_SHA256, salt).extract(secret).expand(&[about], Bytes(LENGTH))?.fill(&mut key)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};

    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()
    }

    /// RFC 8291, section 5 and appendix A.
    #[test]
    fn is_what_the_standard_shows() {
        let address = PushAddress {
            endpoint: "".into(),
            public_key: bytes(
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            )
            .into(),
            secret: bytes("BTBZMqHH6r4Tts7J_aSIgg").into(),
            language: "".into(),
        };
        let agreed = bytes("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
        let public = bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        let salt = bytes("DGv6ra1nlYgDCS1FRnbzlw").try_into().unwrap();
        let text = b"When I grow up, I want to be a watermelon";
        let expected = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        assert_eq!(sealed(text, &agreed, &address, &public, salt), Ok(bytes(expected)));
    }

    #[test]
    fn a_key_that_is_none_is_refused() {
        let secret = [0; 16].into();
        let address = PushAddress { endpoint: "".into(), public_key: [4; 65].into(), secret, language: "".into() };
        assert_eq!(seal(b"", &address), Err(Unspecified));
    }
}
