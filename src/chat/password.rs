//! Passwords of rooms: Argon2id, which takes 19 MiB and tens of milliseconds on purpose.

use std::{fmt, sync::Arc, time::Duration};

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use tokio::{sync::Semaphore, time::timeout};

use super::{Error, Result};
use crate::domain::{Refusal, limits};

/// Computations at a time: a flood of guesses must leave the processor and the memory to those who talk.
static PERMITS: Semaphore = Semaphore::const_new(1);

/// How long somebody waits for their turn: a line that grows without end would only be a slower refusal.
const PATIENCE: Duration = Duration::from_secs(5);

/// A password as it is stored: Argon2id in PHC form.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub Arc<str>);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// # Errors
/// [`Refusal::PasswordTooLong`], [`Refusal::Busy`].
pub(super) async fn hash(password: &str) -> Result<PasswordHash> {
    let password = bounded(password)?;
    compute(move || {
        let hash = Argon2::default().hash_password(password.as_bytes());
        hash.map(|hash| PasswordHash(hash.to_string().into())).map_err(|_| Refusal::Unavailable)
    })
    .await
}

/// # Errors
/// [`Refusal::WrongPassword`], [`Refusal::Busy`].
pub(super) async fn verify(password: &str, hash: &PasswordHash) -> Result<()> {
    // One that no room can have.
    let password = bounded(password).map_err(|_| Refusal::WrongPassword)?;
    let hash = hash.clone();
    compute(move || {
        let verdict = Argon2::default().verify_password(password.as_bytes(), &*hash.0);
        verdict.map_err(|_| Refusal::WrongPassword)
    })
    .await
}

async fn compute<T: Send + 'static>(job: impl FnOnce() -> Result<T, Refusal> + Send + 'static) -> Result<T> {
    let permit = timeout(PATIENCE, PERMITS.acquire()).await.map_err(|_| Refusal::Busy)?;
    let permit = permit.map_err(|_| Refusal::Unavailable)?;
    let done = tokio::task::spawn_blocking(move || {
        // Held here and not by the one who waits: who hangs up does not stop the computation.
        let _permit = permit;
        job()
    });
    done.await.map_err(|_| Refusal::Unavailable)?.map_err(Error::from)
}

fn bounded(password: &str) -> Result<String, Refusal> {
    if password.len() > limits::PASSWORD_BYTES { Err(Refusal::PasswordTooLong) } else { Ok(password.to_owned()) }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use tokio::sync::oneshot;

    use super::*;

    async fn opens(password: &str, hash: &PasswordHash) -> bool {
        verify(password, hash).await.is_ok()
    }

    #[tokio::test]
    async fn only_the_password_opens_and_no_two_hashes_are_alike() {
        let (one, two) = (hash("열려라 참깨").await.unwrap(), hash("열려라 참깨").await.unwrap());
        assert_ne!(one, two);
        assert!(opens("열려라 참깨", &one).await && opens("열려라 참깨", &two).await);
        for wrong in ["", "열려라", "열려라 참깨 ", &"가".repeat(1_000)] {
            assert!(!opens(wrong, &one).await, "{wrong}");
        }
    }

    #[tokio::test]
    async fn is_stored_as_argon2id_with_the_cost_that_is_recommended() {
        let hash = hash("a").await.unwrap();
        assert!(hash.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.0);
    }

    #[tokio::test]
    async fn a_password_of_more_bytes_than_are_hashed_is_refused() {
        assert!(hash(&"a".repeat(128)).await.is_ok());
        assert_eq!(hash(&"a".repeat(129)).await.unwrap_err().refusal(), Refusal::PasswordTooLong);
    }

    #[tokio::test]
    async fn a_flood_of_guests_who_hang_up_does_not_compute_more_at_a_time() {
        let (begin, begun) = oneshot::channel();
        let (end, ended) = mpsc::channel::<()>();
        let waiting = tokio::spawn(compute(move || {
            let _ = begin.send(());
            let _ = ended.recv();
            Ok(())
        }));
        begun.await.unwrap();
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        assert_eq!(PERMITS.available_permits(), 0);
        drop(end);
        drop(PERMITS.acquire().await.unwrap());
    }
}
