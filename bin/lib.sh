# Shared by the scripts of this folder; source it, do not run it.
# shellcheck shell=bash

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# A fresh login may not have cargo's folder on its PATH yet; wasm-opt comes with the end-to-end tools.
cargo_bin=${CARGO_HOME:-$HOME/.cargo}/bin
export PATH="$root/end2end/node_modules/.bin:$cargo_bin:$PATH"

# Where cargo builds. Other checkouts and CI may share one by setting CARGO_TARGET_DIR.
# shellcheck disable=SC2034  # bin/build uses it
target_dir=${CARGO_TARGET_DIR:-$root/target}

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }

fail() {
  printf '\033[31m%s\033[0m\n' "$*" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# The version of a crate in Cargo.lock.
locked_version() {
  awk -v crate="name = \"$1\"" '$0 == crate { getline; gsub(/version = |"/, ""); print; exit }' Cargo.lock
}

# One line that changes with the content of any of the files and folders named.
fingerprint() {
  find "$@" -type f -print0 | LC_ALL=C sort -z | xargs -0 cksum | cksum
}
