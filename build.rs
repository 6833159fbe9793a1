//! Makes a release server embed the site that was built last.
//!
//! `src/http/assets.rs` embeds `target/site`; rustc watches the files it found there, but not the files that are
//! new, so the folder is watched here. Debug servers read it from disk at run time and must not be rebuilt when
//! the page changes.

use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");

    let is_server = env::var_os("CARGO_FEATURE_SSR").is_some();
    let embeds = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if is_server && embeds {
        // A missing path would count as changed at every build.
        fs::create_dir_all("target/site").expect("target/site can be created");
        println!("cargo::rerun-if-changed=target/site");
    }
}
