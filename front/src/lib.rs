//! The page's program: the browser's half of [`sarangbang`], linked as one WASM file.

pub use sarangbang::hydrate;
