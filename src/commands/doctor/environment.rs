//! What the machine gives: the port, and how many connections may be open.

use std::{
    io::{self, Read, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

use rustix::process::{Resource, getrlimit};

use super::{Finding, bad, doubtful, good};
use crate::{settings::Settings, storage::sqlite};

/// Every guest who is online takes one file; this many fit into a usual limit only just.
const FEW_FILES: u64 = 4_096;

/// A house on the same machine answers at once.
const PATIENCE: Duration = Duration::from_secs(2);

pub fn check(settings: &Settings) -> Vec<Finding> {
    vec![port(settings), files(getrlimit(Resource::Nofile).current)]
}

fn port(settings: &Settings) -> Finding {
    let address = settings.listen;
    let is_open = sqlite::is_open(&settings.database());
    match TcpListener::bind(address) {
        Ok(_) if is_open => doubtful(
            "port",
            format!("{address} is free, but a house with this data is open elsewhere; is it meant to be?"),
        ),
        Ok(_) => good("port", format!("{address} is free")),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => match (is_open, answers(address)) {
            (true, true) => good("port", format!("{address}: this house is open and answers")),
            (true, false) => bad("port", format!("{address} does not answer; look into the log of the house")),
            (false, _) => bad("port", format!("{address} is taken by another program; end it, or set listen")),
        },
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => bad(
            "port",
            format!("{address} is for root only; set listen to a port above 1023 and let a proxy serve this one"),
        ),
        Err(error) => bad("port", format!("{address}: {error}; set listen to an address of this machine")),
    }
}

/// Whether a house at `address` says that it is alive.
fn answers(address: SocketAddr) -> bool {
    let ask = || -> io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&reachable(address), PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(format!("GET /healthz HTTP/1.0\r\nHost: {address}\r\n\r\n").as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    ask().is_ok_and(|answer| answer.contains(" 200 ") && answer.ends_with("ok"))
}

/// Nobody can connect to "any address"; who listens there also does on the machine's own.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    SocketAddr::new(ip, address.port())
}

/// `None` is no limit.
fn files(limit: Option<u64>) -> Finding {
    match limit {
        Some(files @ ..FEW_FILES) => doubtful(
            "open files",
            format!("at most {files}, so less than that many guests at once; raise it (ulimit -n, LimitNOFILE=)"),
        ),
        Some(files) => good("open files", format!("at most {files}")),
        None => good("open files", "as many as wanted"),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Grade, *};

    #[test]
    fn a_low_limit_of_open_files_is_doubted() {
        assert_eq!(files(Some(1_024)).grade, Grade::Doubtful);
        assert_eq!(files(Some(1 << 20)).grade, Grade::Good);
        assert_eq!(files(None).grade, Grade::Good);
    }

    #[test]
    fn a_house_that_listens_everywhere_is_asked_on_its_own_machine() {
        let asked = |listen: &str| reachable(listen.parse().unwrap()).to_string();
        assert_eq!(asked("0.0.0.0:3000"), "127.0.0.1:3000");
        assert_eq!(asked("[::]:3000"), "[::1]:3000");
        assert_eq!(asked("192.0.2.1:3000"), "192.0.2.1:3000");
    }
}
