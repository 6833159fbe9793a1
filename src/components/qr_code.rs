use leptos::prelude::*;
use qrcode::{Color, QrCode as Code};

/// Modules of white that a reader needs around the code.
const QUIET: usize = 4;

/// A text as a QR code, drawn as one path. Nothing when the text is too long for one.
#[component]
pub fn QrCode(text: String, label: &'static str) -> impl IntoView {
    Code::new(text).ok().map(|code| {
        let size = code.width() + 2 * QUIET;
        view! {
            <svg class="qr" viewBox=format!("0 0 {size} {size}") role="img" aria-label=label>
                <path d=path(&code.to_colors(), code.width())></path>
            </svg>
        }
    })
}

/// The dark modules, row by row, each run of them as one rectangle.
fn path(modules: &[Color], width: usize) -> String {
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, other| one == other) {
            if run[0] == Color::Dark {
                path.push_str(&format!("M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len()));
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dark_module_is_drawn_and_no_light_one() {
        use Color::{Dark, Light};
        assert_eq!(path(&[Dark, Dark, Light, Dark], 2), "M4 4h2v1h-2zM5 5h1v1h-1z");
    }
}
