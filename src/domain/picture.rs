//! Pictures in messages.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::PictureId;

/// A picture that is to be sent with a message: one that its sender has uploaded to the same room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PictureRef {
    pub id: PictureId,
    /// What is to be seen on it, for who cannot see it.
    #[serde(default)]
    pub alt: Arc<str>,
}

#[cfg(feature = "ssr")]
pub use on_server::{Picture, PictureSize, write_html, write_standalone_html};

#[cfg(feature = "ssr")]
mod on_server {
    use std::fmt::Write;

    use super::{Arc, Deserialize, PictureId, Serialize};

    /// The longest side of a picture as it opens, in pixels.
    const FULL_SIDE: u32 = 2_048;

    /// The longest side of a picture as it stands in the conversation.
    const THUMB_SIDE: u32 = 480;

    /// The longest side of the place that it has there: dense screens show all of it.
    const SHOWN_SIDE: u32 = 320;

    /// What is said of a picture of which its sender said nothing: screen readers read it in the reader's language.
    const NAMELESS: &str = "🖼";

    /// A picture of a message. It lies at `/p/<id>`, and small at `/p/<id>/thumb`.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
    pub struct Picture {
        pub id: PictureId,
        /// In pixels, as the height.
        pub width: u32,
        pub height: u32,
        /// What is to be seen on it; empty when its sender did not say.
        pub alt: Arc<str>,
    }

    /// In which size a picture is kept.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum PictureSize {
        Full,
        Thumb,
    }

    impl PictureSize {
        pub const ALL: [Self; 2] = [Self::Full, Self::Thumb];

        /// Width and height, in pixels, in which a picture of this width and height is kept: its own shape, and never
        /// larger than it is.
        pub fn fit(self, width: u32, height: u32) -> (u32, u32) {
            let side = match self {
                Self::Full => FULL_SIDE,
                Self::Thumb => THUMB_SIDE,
            };
            fit(width, height, side)
        }
    }

    fn fit(width: u32, height: u32, side: u32) -> (u32, u32) {
        let longest = width.max(height);
        if longest <= side {
            return (width, height);
        }
        let scaled = |length: u32| {
            let rounded = (u64::from(length) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest);
            u32::try_from(rounded).unwrap_or(side).max(1)
        };
        (scaled(width), scaled(height))
    }

    /// Writes pictures as HTML, to stand below the text of their message. It is the same in every language.
    pub fn write_html(html: &mut String, pictures: &[Picture]) {
        write_block(html, pictures, |Picture { id, .. }| {
            let link = format!(" href=\"/p/{id}\" target=\"_blank\" rel=\"noopener\"");
            (link, format!("/p/{id}/thumb"))
        });
    }

    /// The same for a file that is shown where nothing can be loaded from the house: each picture has a source of its
    /// own, in the same order, and leads nowhere.
    pub fn write_standalone_html(html: &mut String, pictures: &[Picture], sources: Vec<String>) {
        let mut sources = sources.into_iter();
        write_block(html, pictures, |_| (String::new(), sources.next().unwrap_or_default()));
    }

    /// Each picture with the attributes of its link and the address of its file.
    fn write_block(html: &mut String, pictures: &[Picture], mut place: impl FnMut(&Picture) -> (String, String)) {
        if pictures.is_empty() {
            return;
        }
        html.push_str("<div class=\"pictures\">");
        for picture in pictures {
            let (link, source) = place(picture);
            let (width, height) = fit(picture.width, picture.height, SHOWN_SIDE);
            let alt = if picture.alt.is_empty() { NAMELESS } else { &picture.alt };
            let alt = alt.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
            // Writing to a string cannot fail.
            let _ = write!(
                html,
                "<a class=\"picture\"{link}><img src=\"{source}\" width=\"{width}\" height=\"{height}\" alt=\"{alt}\" \
                 loading=\"lazy\" decoding=\"async\"></a>"
            );
        }
        html.push_str("</div>");
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_picture_keeps_its_shape_and_is_never_made_larger() {
            assert_eq!(PictureSize::Full.fit(4_000, 3_000), (2_048, 1_536));
            assert_eq!(PictureSize::Thumb.fit(3_000, 4_000), (360, 480));
            assert_eq!(PictureSize::Thumb.fit(12, 7), (12, 7));
            assert_eq!(PictureSize::Thumb.fit(16_000, 1), (480, 1));
        }

        #[test]
        fn what_somebody_says_of_a_picture_stays_words() {
            let mut html = String::new();
            let alt = "\"><script>alert(1)</script>&amp;".into();
            write_html(&mut html, &[Picture { id: PictureId::new("p"), width: 1, height: 1, alt }]);
            assert!(html.contains("alt=\"&quot;>&lt;script>alert(1)&lt;/script>&amp;amp;\""), "{html}");
        }
    }
}
