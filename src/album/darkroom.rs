//! Draws pictures anew.
//!
//! What somebody uploads is decoded to pixels, and only the pixels are encoded again: places, names of cameras,
//! previews, comments and whatever else a file may carry, a program in another format included, are gone. The decoders
//! are written in safe Rust; what they may take of time and memory is bounded here.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufReader, Cursor},
    num::NonZeroUsize,
    sync::{Arc, Mutex, Weak},
    time::Duration,
};

use async_trait::async_trait;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs::{jpeg::JpegEncoder, webp::WebPEncoder},
    imageops::FilterType,
};
use tokio::{sync::Semaphore, task::spawn_blocking, time::timeout};

use crate::{
    chat::ports::{Darkroom, Developed},
    domain::{GuestId, PictureSize, Refusal, limits},
};

/// Bytes that one upload may take of memory: so much that the largest photo opens, in whatever way it was written.
const MEMORY: u64 = 9 * limits::PIXELS;

/// Bytes of the largest picture that something shows through. Without loss, such a one may take four bytes a pixel.
const SEE_THROUGH: usize = 4 << 20;

/// How long an upload may wait for its turn and be developed. A phone's picture takes a third of a second.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where artefacts begin to be seen is below.
const QUALITY: u8 = 82;

/// A [`Darkroom`] in this process.
#[derive(Debug)]
pub struct LocalDarkroom {
    /// Each developing takes a processor, and memory by the hundred megabytes.
    places: Arc<Semaphore>,
    /// Where each guest's pictures wait for one another, while there are any.
    turns: Mutex<HashMap<GuestId, Weak<Semaphore>>>,
}

impl LocalDarkroom {
    /// For as many pictures at a time as one processor in two can develop.
    pub fn new() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self { places: Arc::new(Semaphore::new((processors / 2).clamp(1, 4))), turns: Mutex::default() }
    }

    fn turns(&self, whose: &GuestId) -> Arc<Semaphore> {
        let mut turns = self.turns.lock().expect("no panic while held");
        turns.retain(|_, turn| turn.strong_count() > 0);
        turns.get(whose).and_then(Weak::upgrade).unwrap_or_else(|| {
            let turn = Arc::new(Semaphore::new(1));
            turns.insert(whose.clone(), Arc::downgrade(&turn));
            turn
        })
    }
}

impl Default for LocalDarkroom {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Darkroom for LocalDarkroom {
    async fn develop(&self, upload: File, whose: &GuestId) -> Result<Developed, Refusal> {
        let (turn, place) = (self.turns(whose).acquire_owned(), self.places.clone().acquire_owned());
        let developing = async {
            let turn = turn.await.map_err(|_| Refusal::Unavailable)?;
            let place = place.await.map_err(|_| Refusal::Unavailable)?;
            // Both are taken until the work ends, also when nobody waits for it any more.
            let work = spawn_blocking(move || {
                let _taken = (turn, place);
                develop(upload)
            });
            // A decoder that panics has met a file that it cannot read.
            work.await.unwrap_or(Err(Refusal::PictureUnreadable))
        };
        timeout(PATIENCE, developing).await.unwrap_or(Err(Refusal::Busy))
    }
}

fn develop(upload: File) -> Result<Developed, Refusal> {
    let (picture, is_drawn) = read(upload).map_err(|error| match error {
        ImageError::Limits(_) => Refusal::PictureTooLarge,
        _ => Refusal::PictureUnreadable,
    })?;
    let mut full = fitted(&picture, PictureSize::Full);
    drop(picture);
    let thumb = fitted(&full, PictureSize::Thumb);
    let mut file = encoded(&full, is_drawn)?;
    while full.color().has_alpha() && file.len() > SEE_THROUGH {
        full = full.resize_exact(full.width().div_ceil(2), full.height().div_ceil(2), FilterType::CatmullRom);
        file = encoded(&full, is_drawn)?;
    }
    Ok(Developed { width: full.width(), height: full.height(), full: file, thumb: encoded(&thumb, false)? })
}

/// The picture as it is meant to be seen, and whether it comes in a format for drawings and screens. Of one that moves,
/// the first moment.
fn read(upload: File) -> Result<(DynamicImage, bool), ImageError> {
    let mut reader = ImageReader::new(BufReader::new(upload)).with_guessed_format()?;
    let format = reader.format();
    let is_drawn = format != Some(ImageFormat::Jpeg);
    let mut bounds = Limits::default();
    bounds.max_image_width = Some(limits::SIDE);
    bounds.max_image_height = Some(limits::SIDE);
    bounds.max_alloc = Some(MEMORY);
    reader.limits(bounds);
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    // What `ImageReader::decode` reserves, a decoder of its own does not.
    if pixels > limits::PIXELS || decoder.total_bytes().saturating_add(beside(format) * pixels) > MEMORY {
        let kind = image::error::LimitErrorKind::DimensionError;
        return Err(ImageError::Limits(image::error::LimitError::from_kind(kind)));
    }
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok((in_eight_bits(picture), is_drawn))
}

/// Bytes a pixel that are held at most beside what the decoder gives. Decoders of JPEG and WebP keep to no bound of
/// memory, so it is taken for granted that they need all that they may.
fn beside(format: Option<ImageFormat>) -> u64 {
    match format {
        // Coefficients of three channels, when it comes in several scans.
        Some(ImageFormat::Jpeg) => 6,
        // A frame, what it is drawn on, and the planes of which it is made, when it moves.
        Some(ImageFormat::WebP) => 10,
        // The copy in eight bits, or the frame.
        _ => 4,
    }
}

/// With three channels, or four where something shows through.
fn in_eight_bits(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.into_rgb8());
    }
    let picture = picture.into_rgba8();
    let is_opaque = picture.pixels().all(|pixel| pixel.0[3] == u8::MAX);
    let picture = DynamicImage::ImageRgba8(picture);
    if is_opaque { DynamicImage::ImageRgb8(picture.into_rgb8()) } else { picture }
}

fn fitted(picture: &DynamicImage, size: PictureSize) -> DynamicImage {
    let (width, height) = size.fit(picture.width(), picture.height());
    if (width, height) == (picture.width(), picture.height()) {
        return picture.clone();
    }
    // The good filter takes a working copy of 16 bytes a pixel: what is much too large is brought near by the plain one.
    if picture.width() > 2 * width && picture.height() > 2 * height {
        return picture.thumbnail_exact(2 * width, 2 * height).resize_exact(width, height, FilterType::CatmullRom);
    }
    picture.resize_exact(width, height, FilterType::CatmullRom)
}

/// As a JPEG, unless something shows through. A drawing or a screen is kept as it is, where that takes less.
fn encoded(picture: &DynamicImage, is_drawn: bool) -> Result<Vec<u8>, Refusal> {
    if picture.color().has_alpha() {
        return webp(picture);
    }
    let mut photo = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut photo, QUALITY).encode_image(picture).map_err(not_encoded)?;
    let photo = photo.into_inner();
    match is_drawn.then(|| webp(picture)).transpose()? {
        Some(drawing) if drawing.len() <= photo.len() => Ok(drawing),
        _ => Ok(photo),
    }
}

fn webp(picture: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let mut file = Vec::new();
    let color: ExtendedColorType = picture.color().into();
    WebPEncoder::new_lossless(&mut file)
        .write_image(picture.as_bytes(), picture.width(), picture.height(), color)
        .map_err(not_encoded)?;
    Ok(file)
}

fn not_encoded(error: ImageError) -> Refusal {
    tracing::error!(error = &error as &dyn std::error::Error, "a picture could not be encoded");
    Refusal::Unavailable
}
