//! A bound for what stands between the parts of a form: the reader of forms looks for the end of a head from the beginning
//! of all that has come, again with each packet. A head without an end would cost minutes of a processor, and memory for
//! the whole of it.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use axum::extract::{Multipart, multipart::Field};
use futures::{Stream, TryStream, TryStreamExt, stream};
use tokio::task::yield_now;

use super::unread_form;
use crate::{chat::Result, domain::Refusal};

/// Bytes that may come before a head has ended. The names of files are the longest that browsers write there.
const MOST: usize = 16 << 10;

/// Reads the parts of one form.
#[derive(Clone)]
pub struct Heads {
    /// Bytes that may still come of what is read now.
    left: Arc<AtomicUsize>,
}

impl Default for Heads {
    fn default() -> Self {
        Self { left: Arc::new(AtomicUsize::new(MOST)) }
    }
}

impl Heads {
    /// The same body, which ends with an error when more comes of a head than may. The last packet is not looked into: it
    /// may bring the end of the head, and a picture after it.
    pub fn bounded<S>(&self, body: S) -> impl Stream<Item = std::result::Result<S::Ok, axum::BoxError>> + use<S>
    where
        S: TryStream<Ok: AsRef<[u8]>, Error: Into<axum::BoxError>> + Unpin,
    {
        stream::try_unfold((body, self.left.clone()), |(mut body, left)| async move {
            // One packet at a time: the reader of forms takes all that is there before it looks what it is.
            yield_now().await;
            if left.load(Relaxed) == 0 {
                return Err(io::Error::from(io::ErrorKind::InvalidData).into());
            }
            let chunk = body.try_next().await.map_err(Into::into)?;
            Ok(chunk.map(|chunk| {
                left.store(left.load(Relaxed).saturating_sub(chunk.as_ref().len()), Relaxed);
                (chunk, (body, left))
            }))
        })
    }

    /// The next part of the form whose body that is. The one before was read to its end.
    ///
    /// # Errors
    /// [`Refusal::BodyTooLarge`] for a head that is too long, and whatever keeps a form from being read.
    pub async fn next<'a>(&self, form: &'a mut Multipart) -> Result<Option<Field<'a>>> {
        self.left.store(MOST, Relaxed);
        let field = form.next_field().await.map_err(|error| match self.left.load(Relaxed) {
            0 => Refusal::BodyTooLarge,
            _ => unread_form(&error),
        })?;
        // The part itself is bounded by who reads it.
        self.left.store(usize::MAX, Relaxed);
        Ok(field)
    }
}
