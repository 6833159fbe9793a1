//! How a receiver knows that a delivery is ours, and how old it is.

use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::{chat::ports::WebhookSecret, domain::Millis};

/// `t=<unix seconds>,v1=<hex>`: the HMAC-SHA256 of `<unix seconds>.<body>` with the secret's text as the key. The time is
/// signed too, so that nobody can repeat an old delivery later.
pub(super) fn sign(secret: &WebhookSecret, now: Millis, body: &[u8]) -> String {
    let seconds = now.div_euclid(1_000);
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.0.as_bytes()).expect("a key may have any length");
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    format!("t={seconds},v1={}", hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By `printf '1767236400.{}' | openssl dgst -sha256 -hmac sbs_secret`.
    #[test]
    fn is_what_others_compute() {
        let signature = sign(&WebhookSecret("sbs_secret".into()), 1_767_236_400_999, b"{}");
        let expected = "t=1767236400,v1=af09b9530640b9699dd260ef5f73fe2f8edd4c0c63189555cacaf8a32b851e9c";
        assert_eq!(signature, expected);
    }
}
