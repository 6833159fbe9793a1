//! Waiting, but not for ever.

use std::time::Duration;

/// Far beyond what anything here takes, also on a machine that compiles at the same time.
const PATIENCE: Duration = Duration::from_secs(30);

/// Waits for `future`; a test that waits in vain says for what.
///
/// # Panics
/// When nothing came within the time.
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(PATIENCE, future).await {
        Ok(value) => value,
        Err(_) => panic!("waited {PATIENCE:?} in vain for {what}"),
    }
}

/// Asks again until the answer is yes. For what the server does not announce, such as the end of a connection that
/// it keeps to itself.
pub async fn until<F: Future<Output = bool>>(what: &str, mut is_so: impl FnMut() -> F) {
    within(what, async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}
