//! The server that is measured: one that is started for it, or one that runs already.

use std::{
    fs,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use tempfile::TempDir;

/// A server at an address, with its process where that is known.
pub struct Server {
    pub address: String,
    pid: Option<u32>,
    started: Option<(Child, TempDir)>,
}

/// What a process used so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    /// The time that processors gave to it.
    pub cpu: Duration,
    /// Resident memory, in bytes.
    pub memory: u64,
}

impl Server {
    /// A house of its own in an empty folder, with every message stored on disk before it is acknowledged, and no limits to
    /// how much a guest may do.
    pub fn start(binary: &Path, core: Option<usize>) -> io::Result<Self> {
        let folder = TempDir::new()?;
        let mut command = match core {
            // Before its threads begin.
            Some(core) => {
                let mut command = Command::new("taskset");
                command.args(["--cpu-list", &core.to_string()]).arg(binary);
                command
            }
            None => Command::new(binary),
        };
        command
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path())
            .env("SARANGBANG_LIMITS_ENABLED", "false")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let (told, said) = std::sync::mpsc::channel();
        for output in [
            child.stdout.take().map(|it| Box::new(it) as Box<dyn io::Read + Send>),
            child.stderr.take().map(|it| Box::new(it) as Box<dyn io::Read + Send>),
        ]
        .into_iter()
        .flatten()
        {
            let told = told.clone();
            // Reads on after the address, so that the house never waits for us.
            std::thread::spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    if let Some((_, address)) = line.split_once("http://") {
                        let _ = told.send(address.trim().to_owned());
                    }
                }
            });
        }
        let address = said.recv_timeout(Duration::from_secs(20)).map_err(io::Error::other)?;
        Ok(Self { address, pid: Some(child.id()), started: Some((child, folder)) })
    }

    /// One that runs already.
    pub fn at(address: String, pid: Option<u32>) -> Self {
        Self { address, pid, started: None }
    }

    pub fn usage(&self) -> Option<Usage> {
        usage(PathBuf::from(format!("/proc/{}", self.pid?)))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((child, _)) = &mut self.started {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// What this program used itself.
pub fn own_usage() -> Option<Usage> {
    usage(PathBuf::from("/proc/self"))
}

fn usage(process: PathBuf) -> Option<Usage> {
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    // The name may hold blanks and parentheses.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    // Of proc(5), 14 and 15 are the ticks in user and kernel mode; the first of these is 3.
    let ticks: u64 = fields[11].parse::<u64>().ok()? + fields[12].parse::<u64>().ok()?;
    let status = fs::read_to_string(process.join("status")).ok()?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = resident.trim().trim_end_matches("kB").trim().parse().ok()?;
    let cpu = Duration::from_secs_f64(ticks as f64 / rustix::param::clock_ticks_per_second() as f64);
    Some(Usage { cpu, memory: kilobytes * 1024 })
}

/// Keeps this program on one core.
pub fn pin(core: usize) -> io::Result<()> {
    let mut cores = rustix::thread::CpuSet::new();
    cores.set(core);
    Ok(rustix::thread::sched_setaffinity(None, &cores)?)
}
