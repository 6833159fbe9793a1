//! The pictures on buttons, drawn in the document with the colour of its letters.
//!
//! A browser lays out each picture of a style sheet as a document of its own, which costs a phone some milliseconds for
//! each.

/// A person, and one more.
pub const INVITE: &str =
    "M5 6.5a3 3 0 1 0 6 0 3 3 0 1 0-6 0zM2.5 17c0-3.5 2.5-5.5 5.5-5.5 1.4 0 2.6.4 3.6 1.1M15 11v6M12 14h6";
pub const BELL: &str = "M4 14.5c1.5-1.5 1.5-3 1.5-5.5a4.5 4.5 0 0 1 9 0c0 2.5 0 4 1.5 5.5zM8.5 17.5h3M10 3v1.5";
/// Two sliders.
pub const SETTINGS: &str = "M3 5.5h8M15 5.5h2M3 14.5h2M9 14.5h8M11 5.5a2 2 0 1 0 4 0 2 2 0 1 0-4 0zM5 14.5a2 2 0 1 0 4 0 \
                            2 2 0 1 0-4 0z";
/// Out of a door.
pub const LEAVE: &str = "M8 3H4v14h4M9 10h8M14 7l3 3-3 3";
/// Hills below a sun, in a frame.
pub const PICTURE: &str = "M4.5 3.5h11a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2zM5.8 7.9a1.2 1.2 0 \
                           1 0 2.4 0 1.2 1.2 0 1 0-2.4 0zM3 15l4.6-4.6 2.9 2.9 2.5-2.5 3.9 3.9";

/// One of them, as HTML: a line on 20 by 20 units.
pub fn icon(line: &str) -> String {
    [
        "<svg class=\"icon\" viewBox=\"0 0 20 20\" width=\"20\" fill=\"none\" aria-hidden=\"true\"><path d=\"",
        line,
        "\"/></svg>",
    ]
    .concat()
}
