//! A least speed for uploads: each of them takes a place from others for as long as it lasts.

use std::{io, time::Duration};

use futures::{Stream, TryStream, TryStreamExt, stream};
use tokio::time::{Instant, timeout};

/// For how long nothing may come: networks have gaps, on the way through a tunnel for instance.
const GAP: Duration = Duration::from_secs(20);

/// Bytes a second that come in the long run; half of what the slowest network of phones carries.
const SLOWEST: u32 = 8 * 1_024;

/// The same body, which ends with an error when it comes too slowly. Only the time counts in which it is waited for.
pub fn brisk<S>(body: S) -> impl Stream<Item = Result<S::Ok, axum::BoxError>>
where
    S: TryStream<Ok: AsRef<[u8]>, Error: Into<axum::BoxError>> + Unpin,
{
    // What has come buys time, from which it is taken again.
    stream::try_unfold((body, GAP), |(mut body, credit)| async move {
        let asked = Instant::now();
        let next = timeout(credit.min(GAP), body.try_next()).await;
        let chunk = next.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?.map_err(Into::into)?;
        Ok(chunk.map(|chunk| {
            let bought = Duration::from_secs(chunk.as_ref().len() as u64) / SLOWEST;
            let credit = credit.saturating_sub(asked.elapsed()) + bought;
            (chunk, (body, credit))
        }))
    })
}

#[cfg(test)]
mod tests {
    use futures::StreamExt;
    use tokio::time::sleep;

    use super::*;

    /// What comes of a body that brings so many bytes after each pause.
    async fn read(parts: impl IntoIterator<Item = (u64, usize)>) -> Result<usize, String> {
        let body = stream::iter(parts).then(|(pause, bytes)| async move {
            sleep(Duration::from_secs(pause)).await;
            Ok::<_, io::Error>(vec![0; bytes])
        });
        let chunks = brisk(Box::pin(body)).map_ok(|chunk: Vec<u8>| chunk.len());
        chunks.try_collect::<Vec<_>>().await.map(|sizes| sizes.iter().sum()).map_err(|error| error.to_string())
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_network_is_fast_enough_and_may_break_for_some_seconds() {
        assert_eq!(read([(1, 10_000); 300]).await, Ok(3_000_000));
        assert_eq!(read([(0, 400_000), (19, 1), (19, 1)]).await, Ok(400_002));
        assert_eq!(read([]).await, Ok(0));
    }

    #[tokio::test(start_paused = true)]
    async fn who_sends_nothing_or_next_to_nothing_is_not_waited_for() {
        for parts in [vec![(21, 1)], vec![(1, 100); 300], vec![(0, 4_000_000), (21, 1)], vec![(19, 1); 2]] {
            let begun = Instant::now();
            assert_eq!(read(parts.clone()).await, Err("timed out".to_owned()), "{:?}", parts[0]);
            assert!(begun.elapsed() <= GAP + Duration::from_secs(4), "{:?}", begun.elapsed());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_in_which_nobody_asks_does_not_count() {
        let body = stream::iter([Ok::<_, io::Error>(vec![0]), Ok(vec![0])]);
        let mut body = Box::pin(brisk(body));
        assert!(body.next().await.unwrap().is_ok());
        sleep(3 * GAP).await;
        assert!(body.next().await.unwrap().is_ok());
    }
}
