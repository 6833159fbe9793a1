//! Where a request comes from, as far as limits are concerned.

use std::{
    fmt,
    net::{IpAddr, Ipv6Addr},
};

/// One IPv4 address, or the /64 of an IPv6 one: what one connection to the network has for itself. With a /64 come
/// 2⁶⁴ addresses, so counting them one by one would count nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AddressBlock(IpAddr);

impl From<IpAddr> for AddressBlock {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V6(address) => Self(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into()),
            address => Self(address),
        }
    }
}

/// Logs carry no addresses.
impl fmt::Debug for AddressBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AddressBlock(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(address: &str) -> AddressBlock {
        address.parse::<IpAddr>().unwrap().into()
    }

    #[test]
    fn ipv6_counts_by_64_and_ipv4_by_address() {
        assert_eq!(block("2001:db8:1:2::1"), block("2001:db8:1:2:ffff:ffff:ffff:ffff"));
        assert_ne!(block("2001:db8:1:2::1"), block("2001:db8:1:3::1"));
        assert_ne!(block("192.0.2.1"), block("192.0.2.2"));
        assert_eq!(block("192.0.2.1"), block("::ffff:192.0.2.1"));
    }
}
