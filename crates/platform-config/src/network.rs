//! Addresses, alone or as networks.

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An address (`192.0.2.1`) or a network (`10.0.0.0/8`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network(pub IpNet);

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.prefix_len() == self.0.max_prefix_len() { self.0.addr().fmt(f) } else { self.0.fmt(f) }
    }
}

impl Serialize for Network {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let alone = text.parse::<IpAddr>().map(IpNet::from);
        alone.or_else(|_| text.parse::<IpNet>()).map(Self).map_err(|_| {
            serde::de::Error::custom(format!("{text} is neither an address nor a network such as 10.0.0.0/8"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_networks_are_read_and_written() {
        for text in ["192.0.2.1", "10.0.0.0/8", "::1", "fd00::/8"] {
            let json = format!("\"{text}\"");
            let network: Network = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&network).unwrap(), json);
        }
        for text in ["", "10.0.0.0/33", "proxy.example", "10.0.0.0/"] {
            assert!(serde_json::from_str::<Network>(&format!("\"{text}\"")).is_err(), "{text}");
        }
    }
}
