//! Places that are taken and given back: how many things of a kind one address, and all together, may have at once.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::domain::AddressBlock;

/// A number of places.
#[derive(Debug)]
pub struct Places {
    per_address: usize,
    in_all: usize,
    taken: Mutex<Taken>,
}

#[derive(Debug, Default)]
struct Taken {
    by_address: HashMap<AddressBlock, usize>,
    in_all: usize,
}

/// There is no place left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// For this address.
    Address,
    /// For anybody.
    House,
}

/// What a client hears for which there is no place left.
impl IntoResponse for Full {
    fn into_response(self) -> Response {
        let status = match self {
            Self::Address => StatusCode::TOO_MANY_REQUESTS,
            Self::House => StatusCode::SERVICE_UNAVAILABLE,
        };
        let retry_after = [(header::RETRY_AFTER, HeaderValue::from_static("10"))];
        (status, retry_after, "too many connections are open\n").into_response()
    }
}

/// A taken place. It is free again when this is dropped.
#[derive(Debug)]
pub struct Place {
    places: Arc<Places>,
    address: AddressBlock,
}

impl Places {
    pub fn new(per_address: usize, in_all: usize) -> Arc<Self> {
        Arc::new(Self { per_address, in_all, taken: Mutex::default() })
    }

    /// # Errors
    /// [`Full`], which says for whom.
    pub fn take(self: &Arc<Self>, address: AddressBlock) -> Result<Place, Full> {
        let mut taken = self.taken.lock().expect("no panic while held");
        if taken.in_all >= self.in_all {
            return Err(Full::House);
        }
        if taken.by_address.get(&address).is_some_and(|count| *count >= self.per_address) {
            return Err(Full::Address);
        }
        taken.in_all += 1;
        *taken.by_address.entry(address).or_default() += 1;
        Ok(Place { places: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken.lock().expect("no panic while held");
        taken.in_all -= 1;
        if let Some(count) = taken.by_address.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                taken.by_address.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn from(address: &str) -> AddressBlock {
        address.parse::<IpAddr>().unwrap().into()
    }

    #[test]
    fn a_place_that_is_given_back_can_be_taken_again() {
        let places = Places::new(2, 3);
        let (one, other, third) = (from("192.0.2.1"), from("192.0.2.2"), from("192.0.2.3"));
        let first = places.take(one).unwrap();
        let _second = places.take(one).unwrap();
        assert_eq!(places.take(one).unwrap_err(), Full::Address);
        let last = places.take(other).unwrap();
        assert_eq!(places.take(third).unwrap_err(), Full::House);
        drop(first);
        let _again = places.take(one).unwrap();
        drop(last);
        assert_eq!(places.take(one).unwrap_err(), Full::Address);
        let _other = places.take(other).unwrap();
    }

    #[test]
    fn an_address_that_left_is_forgotten() {
        let places = Places::new(1, 1);
        drop(places.take(from("192.0.2.1")).unwrap());
        assert!(places.taken.lock().unwrap().by_address.is_empty());
    }
}
