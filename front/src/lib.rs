//! The page's program: the browser's half of [`sarangbang`], linked as one WASM file.

pub use sarangbang::hydrate;

/// A fifth of the size of the standard one, and faster.
#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
