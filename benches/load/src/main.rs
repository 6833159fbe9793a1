//! Drives a Socket.IO server as a crowd would, and tells what that costs it: `bin/bench`.
//!
//! One thread for all members. It says which part of its core it took: near 1, the figures are its own and not the
//! server's.

mod dialect;
mod frame;
mod member;
mod scenario;
mod server;
mod talk;

use std::{io, path::PathBuf, process::ExitCode, time::Duration};

use clap::{Parser, ValueEnum};

use dialect::Dialect;
use scenario::{Extent, Figures, Scenario};
use server::Server;

#[derive(Parser)]
#[command(about = "Measures a house, or it beside another server")]
struct Options {
    /// The house's program.
    #[arg(long, default_value = "target/release/sarangbang")]
    binary: PathBuf,
    /// What the house is asked in.
    #[arg(long, value_enum, default_value = "native")]
    dialect: Dialect,
    /// Another server, measured in turn with the house: host:port.
    #[arg(long)]
    against: Option<String>,
    /// Its process, for what it uses.
    #[arg(long)]
    against_pid: Option<u32>,
    /// What the other server is asked in.
    #[arg(long, value_enum, default_value = "nest")]
    against_dialect: Dialect,
    /// Those named only.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Scenario>,
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// How often each is measured; what is printed are medians.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    #[arg(long, default_value_t = 1_000)]
    members: usize,
    /// Gives the house and this program a core each.
    #[arg(long)]
    pin: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a thread can wait");
    let local = tokio::task::LocalSet::new();
    match local.block_on(&runtime, measure(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(options: &Options) -> io::Result<()> {
    if options.pin {
        server::pin(1)?;
    }
    let extent = Extent { time: Duration::from_secs(options.seconds), members: options.members };
    println!("{HEADING}");
    for scenario in Scenario::value_variants() {
        if !options.only.is_empty() && !options.only.contains(scenario) {
            continue;
        }
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for round in 0..options.rounds {
            if scenario.suits(options.dialect) {
                let house = Server::start(&options.binary, options.pin.then_some(0))?;
                ours.push(scenario.run(&house, options.dialect, extent, "o").await?);
            }
            if let Some(address) = &options.against
                && scenario.suits(options.against_dialect)
            {
                let other = Server::at(address.clone(), options.against_pid);
                let run = format!("{}{round}t", scenario.name().replace('-', ""));
                theirs.push(scenario.run(&other, options.against_dialect, extent, &run).await?);
            }
        }
        for (who, figures) in [("house", &ours), ("other", &theirs)] {
            if !figures.is_empty() {
                println!("{}", row(*scenario, who, &median(figures)));
            }
        }
    }
    Ok(())
}

const HEADING: &str = "scenario      who         a second            of       p50 ms    p99 ms  p99.9 ms  µs each  a packet  KiB each  load's core";

fn row(scenario: Scenario, who: &str, figures: &Figures) -> String {
    let told = |value: Option<f64>| value.map_or(String::from("–"), |value| format!("{value:.2}"));
    let delay = |at: usize| told(figures.delay.map(|delay| f64::from(delay[at]) / 1000.0));
    format!(
        "{:<13} {who:<6} {:>13.0} {:>13} {:>12} {:>9} {:>9} {:>8} {:>9} {:>9} {:>11.0}%",
        scenario.name(),
        figures.rate,
        scenario.unit(),
        delay(0),
        delay(1),
        delay(2),
        told(figures.cost),
        told(figures.batch),
        told(figures.memory),
        figures.own * 100.0,
    )
}

/// Of each figure the one in the middle.
fn median(runs: &[Figures]) -> Figures {
    let middle = |read: &dyn Fn(&Figures) -> Option<f64>| {
        let mut values: Vec<f64> = runs.iter().filter_map(read).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let delay = |at: usize| middle(&|run| run.delay.map(|delay| f64::from(delay[at]))).map(|delay| delay as u32);
    Figures {
        rate: middle(&|run| Some(run.rate)).unwrap_or_default(),
        delay: delay(0).zip(delay(1)).zip(delay(2)).map(|((half, most), nearly)| [half, most, nearly]),
        cost: middle(&|run| run.cost),
        memory: middle(&|run| run.memory),
        batch: middle(&|run| run.batch),
        own: middle(&|run| Some(run.own)).unwrap_or_default(),
    }
}
