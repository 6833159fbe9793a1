//! The real server in a process of its own, to be killed and started again.

use std::{
    fs::File,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use rustix::process::{Pid, Signal};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

/// Far beyond what a start takes, also on a machine that compiles at the same time.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Short, so that both sides notice a dead connection within a second.
const SETTINGS: &[(&str, &str)] = &[
    ("LIMITS_ENABLED", "false"),
    ("REALTIME_PING_INTERVAL_MS", "300"),
    ("REALTIME_PING_TIMEOUT_MS", "400"),
    ("SESSIONS_PRESENCE_GRACE_MS", "50"),
];

/// A house whose server comes and goes, always at the same address and with the same data.
pub struct House {
    pub address: SocketAddr,
    binary: PathBuf,
    folder: TempDir,
    process: Child,
}

impl House {
    /// Opens a new house with the binary in `SARANGBANG_BINARY`, or the one that was built with this test.
    pub async fn open() -> Self {
        let given = std::env::var_os("SARANGBANG_BINARY").filter(|given| !given.is_empty());
        let binary = given.map_or_else(|| env!("CARGO_BIN_EXE_sarangbang").into(), PathBuf::from);
        let folder = tempfile::tempdir().expect("a folder");
        let (process, address) = start(&binary, folder.path(), SocketAddr::from(([127, 0, 0, 1], 0))).await;
        Self { address, binary, folder, process }
    }

    /// The process that serves it now.
    pub fn process(&self) -> Pid {
        Pid::from_raw(self.process.id().expect("not waited for").cast_signed()).expect("not zero")
    }

    /// Waits for the end of the process, and starts another one. Returns how it ended.
    pub async fn open_again(&mut self) -> ExitStatus {
        let status = timeout(PATIENCE, self.ended()).await.expect("the process ends");
        let (process, address) = start(&self.binary, self.folder.path(), self.address).await;
        assert_eq!(address, self.address);
        self.process = process;
        status
    }

    /// Waits until the process has ended.
    pub async fn ended(&mut self) -> ExitStatus {
        self.process.wait().await.expect("a status")
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("data/sarangbang.db")
    }

    /// The end of what it logged.
    pub fn last_words(&self) -> String {
        let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<_> = log.lines().rev().take(20).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

/// From now on no file of this process can be written, as on a full disk, or can again.
#[cfg(target_os = "linux")]
pub fn fill_disk(process: Pid, full: bool) {
    use rustix::process::{Resource, Rlimit, getrlimit, prlimit};
    let maximum = getrlimit(Resource::Fsize).maximum;
    let current = if full { Some(0) } else { maximum };
    prlimit(Some(process), Resource::Fsize, Rlimit { current, maximum }).expect("it runs");
}

/// Other systems cannot do this to a process that runs; there disks are never full.
#[cfg(not(target_os = "linux"))]
pub fn fill_disk(_: Pid, _: bool) {}

/// Ends a process without any warning, as a power cut does.
pub fn kill(process: Pid) {
    rustix::process::kill_process(process, Signal::KILL).expect("it runs");
}

/// Asks a process to end, as supervisors do.
pub fn terminate(process: Pid) {
    rustix::process::kill_process(process, Signal::TERM).expect("it runs");
}

async fn start(binary: &Path, folder: &Path, listen: SocketAddr) -> (Child, SocketAddr) {
    let log = File::options().create(true).append(true).open(folder.join("log")).expect("a log");
    let mut command = Command::new(binary);
    command.current_dir(folder).arg("--data").arg(folder.join("data")).arg("--listen").arg(listen.to_string());
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SARANGBANG_")) {
        command.env_remove(name);
    }
    command.envs(SETTINGS.iter().map(|(name, value)| (format!("SARANGBANG_{name}"), value)));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).kill_on_drop(true);
    let mut process = command.spawn().expect("the binary starts");
    let mut greeting = BufReader::new(process.stdout.take().expect("piped")).lines();
    let line = timeout(PATIENCE, greeting.next_line()).await.expect("the server starts").expect("text");
    let line = line.unwrap_or_else(|| panic!("the server does not start; see its log in {}", folder.display()));
    let address = line.rsplit("http://").next().and_then(|address| address.parse().ok()).expect("an address");
    (process, address)
}
