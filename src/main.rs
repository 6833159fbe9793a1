//! The binary: settings, a listener, a signal to stop, and the house; or one of its commands.

use std::{io, net::SocketAddr, process::ExitCode};

use clap::Parser;
use rustix::process::Signal;
use sarangbang::{
    commands::{CommandError, CommandLine},
    server::{House, ServerError},
    settings::{Flags, Settings, SettingsError},
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tracing_subscriber::EnvFilter;

/// Small allocations of many short-lived messages: 10 to 20 per cent less CPU in fan-out than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error("log: {0}")]
    Log(#[from] tracing_subscriber::filter::ParseError),
    #[error("cannot listen on {address}: {cause}")]
    Listen { address: SocketAddr, cause: io::Error },
    #[error(transparent)]
    Server(#[from] ServerError),
    #[error("cannot hear signals: {0}")]
    Signals(io::Error),
}

#[tokio::main]
async fn main() -> ExitCode {
    let CommandLine { command, flags } = CommandLine::parse();
    let done = match command {
        Some(command) => command.run(flags, std::env::vars()).map_err(Failure::from),
        None => open(flags).await.map(|()| ExitCode::SUCCESS),
    };
    match done {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("sarangbang: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn open(flags: Flags) -> Result<(), Failure> {
    let settings = Settings::load(flags, std::env::vars())?;
    // Whatever is asked for: at `trace` the WebSocket library logs all that guests write.
    let filter = EnvFilter::try_new(&settings.log)?.add_directive("tungstenite=off".parse()?);
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // Otherwise a line that cannot be written, as on a full disk, is a panic of whoever logs it.
    log.log_internal_errors(false).init();

    let address = settings.listen;
    let listener = TcpListener::bind(address).await.map_err(|cause| Failure::Listen { address, cause })?;
    let stop = stop_signal().map_err(Failure::Signals)?;
    outlive_large_files().map_err(Failure::Signals)?;
    let house = House::open(&settings)?;
    if let Ok(address) = listener.local_addr() {
        println!("Sarangbang is open at http://{address}");
    }
    Ok(house.serve(listener, stop).await?)
}

/// Resolves on SIGTERM, as supervisors send it, and on Ctrl-C.
fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// A limit on the size of files (`ulimit -f`, `LimitFSIZE=`) ends the process that reaches it, unless that hears the
/// signal: then the write fails, as on a full disk, and the house goes on.
fn outlive_large_files() -> io::Result<()> {
    // What is heard once is never again left to the system.
    signal(SignalKind::from_raw(Signal::XFSZ.as_raw())).map(drop)
}
