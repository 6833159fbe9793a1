//! The real binary in a process of its own: for what ends processes, and for what they leave behind.

use std::{
    net::SocketAddr,
    path::Path,
    process::{ExitStatus, Output, Stdio},
    sync::{Arc, Mutex},
};

use rustix::process::{Pid, Signal};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use super::{guest::Guest, patience::within};

/// A running server. Killed when the test ends.
pub struct Binary {
    pub address: SocketAddr,
    pub folder: TempDir,
    process: Child,
    log: Arc<Mutex<String>>,
    logging: tokio::task::JoinHandle<()>,
}

impl Binary {
    /// Starts it in a folder of its own with settings given as `SARANGBANG_<NAME>`.
    pub async fn start(settings: &[(&str, &str)]) -> Self {
        Self::start_in(tempfile::tempdir().expect("a folder"), settings).await
    }

    pub async fn start_in(folder: TempDir, settings: &[(&str, &str)]) -> Self {
        let command = command(folder.path(), settings);
        Self::launch(folder, command).await
    }

    /// The same, with variables of other names as well.
    pub async fn start_among(settings: &[(&str, &str)], variables: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = command(folder.path(), settings);
        command.envs(variables.iter().copied());
        Self::launch(folder, command).await
    }

    /// Starts it with its log in a file, on the same disk as its data.
    #[cfg(target_os = "linux")]
    pub async fn start_with_a_log_file() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut command = command(folder.path(), &[]);
        command.stderr(std::fs::File::create(folder.path().join("log")).expect("a log"));
        Self::launch(folder, command).await
    }

    async fn launch(folder: TempDir, mut command: Command) -> Self {
        let mut process = command.spawn().expect("the binary starts");
        let log = Arc::new(Mutex::new(String::new()));
        let lines = process.stderr.take().map(|stderr| BufReader::new(stderr).lines());
        let logging = tokio::spawn({
            let log = log.clone();
            async move {
                let Some(mut lines) = lines else { return };
                while let Ok(Some(line)) = lines.next_line().await {
                    let mut log = log.lock().unwrap();
                    log.push_str(&line);
                    log.push('\n');
                }
            }
        });
        let mut greeting = BufReader::new(process.stdout.take().expect("piped")).lines();
        let line = within("the address", greeting.next_line()).await.expect("text");
        let line = line.unwrap_or_else(|| panic!("the server did not start: {}", log.lock().unwrap()));
        let address = line.rsplit("http://").next().and_then(|address| address.parse().ok()).expect("an address");
        Self { address, folder, process, log, logging }
    }

    pub async fn enter(&self, nickname: &str) -> Guest {
        Guest::enter(self.address, nickname).await
    }

    /// Two guests in a new room, as in [`House`](super::house::House).
    pub async fn two_in_a_room(&self) -> (Guest, Guest, String) {
        let (mut one, mut two) = (self.enter("철수").await, self.enter("영희").await);
        let room = one.create_room("개발").await;
        one.join(&room).await;
        two.join(&room).await;
        (one, two, room)
    }

    /// Asks it to end, as supervisors do.
    pub fn terminate(&self) {
        rustix::process::kill_process(self.pid(), Signal::TERM).expect("it runs");
    }

    /// Ends it without any warning, as a power cut does.
    pub fn kill(&self) {
        rustix::process::kill_process(self.pid(), Signal::KILL).expect("it runs");
    }

    /// Waits for its end: how it ended, what it had logged, and its data.
    pub async fn ended(mut self) -> (ExitStatus, String, TempDir) {
        let status = within("the end of the process", self.process.wait()).await.expect("a status");
        within("the end of the log", self.logging).await.expect("no panic");
        let log = std::mem::take(&mut *self.log.lock().unwrap());
        (status, log, self.folder)
    }

    /// From now on no file of this process can be written, as on a full disk, or can again.
    #[cfg(target_os = "linux")]
    pub fn fill_disk(&self, full: bool) {
        use rustix::process::{Resource, Rlimit, getrlimit, prlimit};
        let maximum = getrlimit(Resource::Fsize).maximum;
        let current = if full { Some(0) } else { maximum };
        prlimit(Some(self.pid()), Resource::Fsize, Rlimit { current, maximum }).expect("it runs");
    }

    /// Memory that it occupies, in KiB.
    #[cfg(target_os = "linux")]
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid().as_raw_nonzero())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a line");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// Open sockets, its listener among them.
    #[cfg(target_os = "linux")]
    pub fn sockets(&self) -> usize {
        let folder = std::fs::read_dir(format!("/proc/{}/fd", self.pid().as_raw_nonzero())).expect("it runs");
        let links = folder.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
        links.filter(|link| link.to_string_lossy().starts_with("socket:")).count()
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.process.id().expect("not waited for").cast_signed()).expect("not zero")
    }
}

/// The binary, told to open on a free port with its data in `folder`.
pub fn command(folder: &Path, settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sarangbang"));
    let data = folder.join("data");
    command.current_dir(folder).arg("--data").arg(data).arg("--listen").arg("127.0.0.1:0");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SARANGBANG_")) {
        command.env_remove(name);
    }
    command.env("SARANGBANG_LIMITS_ENABLED", "false");
    command.envs(settings.iter().map(|(name, value)| (format!("SARANGBANG_{name}"), value)));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// Runs one of the binary's commands to its end, with the data in `folder`.
pub async fn run(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    let mut command = command(folder, settings);
    within("the end of the process", command.args(arguments).output()).await.expect("the binary starts")
}

/// Runs it where it is to fail: the one line that tells why.
pub async fn fail(folder: &Path, arguments: &[&str], settings: &[(&str, &str)]) -> String {
    let output = run(folder, arguments, settings).await;
    assert!(!output.status.success(), "{arguments:?} {settings:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    let told = String::from_utf8(output.stderr).expect("text");
    assert_eq!(told.trim_end().lines().count(), 1, "one line, not {told}");
    told
}
