//! Where the house may be sent by a guest: to public addresses, and to nobody's private network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::chat::ports::Outside;

/// IPv4 networks that are not the public internet: the IANA special-purpose registry, multicast and what is reserved.
const NOT_PUBLIC_V4: [Ipv4Net; 15] = [
    v4([0, 0, 0, 0], 8),
    v4([10, 0, 0, 0], 8),
    v4([100, 64, 0, 0], 10),
    v4([127, 0, 0, 0], 8),
    v4([169, 254, 0, 0], 16),
    v4([172, 16, 0, 0], 12),
    v4([192, 0, 0, 0], 24),
    v4([192, 0, 2, 0], 24),
    v4([192, 88, 99, 0], 24),
    v4([192, 168, 0, 0], 16),
    v4([198, 18, 0, 0], 15),
    v4([198, 51, 100, 0], 24),
    v4([203, 0, 113, 0], 24),
    v4([224, 0, 0, 0], 4),
    v4([240, 0, 0, 0], 4),
];

/// Of IPv6, only this is the public internet so far: all of ULA, link-local, multicast, mapped addresses and NAT64 lies
/// outside.
const PUBLIC_V6: Ipv6Net = v6([0x2000, 0, 0, 0], 3);

/// What is not, within that: protocol assignments with Teredo, documentation, 6to4, documentation again.
const NOT_PUBLIC_V6: [Ipv6Net; 4] =
    [v6([0x2001, 0, 0, 0], 23), v6([0x2001, 0xdb8, 0, 0], 32), v6([0x2002, 0, 0, 0], 16), v6([0x3fff, 0, 0, 0], 20)];

const fn v4([a, b, c, d]: [u8; 4], prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

const fn v6([a, b, c, d]: [u16; 4], prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0), prefix)
}

/// Which addresses may be asked.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    /// Others than public ones, which the operator opens.
    opened: Vec<IpNet>,
}

impl Gate {
    pub fn new(opened: Vec<IpNet>) -> Self {
        Self { opened }
    }

    pub(super) fn lets_through(&self, address: IpAddr) -> bool {
        // As the kernel would take it: `::ffff:10.0.0.1` is 10.0.0.1.
        let address = address.to_canonical();
        is_public(address) || self.opened.iter().any(|network| network.contains(&address))
    }
}

impl Outside for Gate {
    fn may_be_asked(&self, address: IpAddr) -> bool {
        self.lets_through(address)
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !NOT_PUBLIC_V4.iter().any(|network| network.contains(&address)),
        IpAddr::V6(address) => {
            PUBLIC_V6.contains(&address) && !NOT_PUBLIC_V6.iter().any(|network| network.contains(&address))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(gate: &Gate, address: &str) -> bool {
        gate.lets_through(address.parse().unwrap())
    }

    #[test]
    fn public_addresses_may_be_asked() {
        for public in ["1.1.1.1", "100.63.255.255", "100.128.0.0", "172.32.0.1", "223.255.255.255", "::ffff:8.8.8.8"] {
            assert!(passes(&Gate::default(), public), "{public}");
        }
        for public in ["2606:4700::1111", "2001:200::1", "2a00:1450:4001::", "2620:fe::fe"] {
            assert!(passes(&Gate::default(), public), "{public}");
        }
    }

    #[test]
    fn no_address_of_a_private_network_or_of_the_machine_itself_may_be_asked() {
        for private in [
            ["127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255"],
            ["192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "224.0.0.1", "240.0.0.1", "192.0.0.8"],
            ["255.255.255.255", "198.18.0.1", "192.0.2.1", "203.0.113.9", "::", "::1", "::ffff:127.0.0.1"],
            ["::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "fe80::1", "fec0::1", "fc00::1", "fd12::1"],
            ["ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2001:db8::1", "2002:7f00:1::", "2001::1", "100::1"],
        ]
        .as_flattened()
        {
            assert!(!passes(&Gate::default(), private), "{private}");
        }
    }

    #[test]
    fn the_operator_opens_what_is_needed_and_nothing_beside_it() {
        let gate = Gate::new(vec!["10.1.0.0/16".parse().unwrap(), "fd00::/64".parse().unwrap()]);
        for opened in ["10.1.2.3", "::ffff:10.1.2.3", "fd00::1"] {
            assert!(passes(&gate, opened), "{opened}");
        }
        for closed in ["10.2.0.1", "127.0.0.1", "fd00:0:0:1::1"] {
            assert!(!passes(&gate, closed), "{closed}");
        }
    }
}
