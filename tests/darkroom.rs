//! What the darkroom makes of what somebody uploads: a picture that looks the same and carries nothing else, or a
//! refusal.
#![cfg(feature = "ssr")]

use std::{
    io::{Cursor, Seek, Write},
    sync::Mutex,
};

use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use sarangbang::{
    album::darkroom::LocalDarkroom,
    chat::ports::{Darkroom, Developed},
    domain::{GuestId, Refusal},
};

async fn develop(upload: &[u8]) -> Result<Developed, Refusal> {
    develop_in(&LocalDarkroom::new(), upload, "somebody").await
}

async fn develop_in(darkroom: &LocalDarkroom, upload: &[u8], whose: &str) -> Result<Developed, Refusal> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(upload).unwrap();
    file.rewind().unwrap();
    darkroom.develop(file, &GuestId::new(whose)).await
}

/// Red on the left, blue on the right.
fn flag(width: u32, height: u32) -> DynamicImage {
    let color = |x, _| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
    RgbImage::from_fn(width, height, color).into()
}

/// As a camera sees it: no two pixels are the same.
fn noise(width: u32, height: u32) -> DynamicImage {
    let mut random = 1_u32;
    RgbImage::from_fn(width, height, |_, _| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(random >> 8) as u8, (random >> 16) as u8, (random >> 24) as u8])
    })
    .into()
}

fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn read(file: &[u8]) -> DynamicImage {
    image::load_from_memory(file).unwrap()
}

fn holds(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|window| window == text.as_bytes())
}

const PLACE: &str = "N 37.5665 E 126.9780";

/// A JPEG as a phone makes it: the camera was held upright (orientation 6), and noted the place.
fn from_a_phone(picture: &DynamicImage) -> Vec<u8> {
    let plain = file(picture, ImageFormat::Jpeg);
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    // Description: text, after the directory; orientation: a number in place.
    tiff.extend(0x010E_u16.to_le_bytes().into_iter().chain([2, 0]));
    tiff.extend((PLACE.len() as u32 + 1).to_le_bytes().into_iter().chain(38_u32.to_le_bytes()));
    tiff.extend(0x0112_u16.to_le_bytes().into_iter().chain([3, 0, 1, 0, 0, 0, 6, 0, 0, 0]));
    tiff.extend([0; 4]);
    tiff.extend(PLACE.bytes().chain([0]));
    let segment = [b"Exif\0\0", &*tiff].concat();
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], b"\xFF\xE1", &length, &segment, &plain[2..]].concat()
}

#[tokio::test]
async fn a_photo_stands_upright_and_tells_no_place() {
    let upload = from_a_phone(&flag(600, 400));
    assert!(holds(&upload, PLACE), "otherwise this test shows nothing");
    let developed = develop(&upload).await.unwrap();
    assert_eq!((developed.width, developed.height), (400, 600));
    for file in [&developed.full, &developed.thumb] {
        assert!(!holds(file, PLACE) && !holds(file, "Exif"));
        assert_eq!(image::guess_format(file).unwrap(), ImageFormat::Jpeg);
        // What was on the left is above.
        let picture = read(file);
        let (above, below) = (picture.get_pixel(50, 20), picture.get_pixel(50, picture.height() - 20));
        assert!(above.0[0] > 180 && above.0[2] < 90 && below.0[0] < 90 && below.0[2] > 180, "{above:?} {below:?}");
    }
}

#[tokio::test]
async fn a_large_picture_is_made_smaller_in_its_shape() {
    let developed = develop(&file(&noise(4_000, 3_000), ImageFormat::Jpeg)).await.unwrap();
    assert_eq!((developed.width, developed.height), (2_048, 1_536));
    assert_eq!(read(&developed.full).dimensions(), (2_048, 1_536));
    assert_eq!(read(&developed.thumb).dimensions(), (480, 360));
}

#[tokio::test]
async fn what_shows_through_stays_so_and_a_screen_stays_sharp() {
    let glass = RgbaImage::from_fn(50, 50, |x, _| Rgba([9, 99, 199, if x < 25 { 0 } else { 255 }]));
    let developed = develop(&file(&glass.into(), ImageFormat::Png)).await.unwrap();
    assert_eq!(image::guess_format(&developed.full).unwrap(), ImageFormat::WebP);
    assert_eq!(read(&developed.full).get_pixel(0, 0).0[3], 0);

    let screen = flag(300, 200);
    let developed = develop(&file(&screen, ImageFormat::Png)).await.unwrap();
    assert_eq!(read(&developed.full).to_rgb8(), screen.to_rgb8(), "to the last pixel");

    let developed = develop(&file(&noise(300, 200), ImageFormat::Png)).await.unwrap();
    assert_eq!(image::guess_format(&developed.full).unwrap(), ImageFormat::Jpeg, "no drawing");
}

#[tokio::test]
async fn every_format_that_is_read_comes_as_one_of_two() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif] {
        let developed = develop(&file(&flag(40, 30), format)).await.unwrap();
        assert_eq!((developed.width, developed.height), (40, 30), "{format:?}");
        let made = image::guess_format(&developed.full).unwrap();
        assert!(matches!(made, ImageFormat::Jpeg | ImageFormat::WebP), "{format:?} became {made:?}");
    }
}

#[tokio::test]
async fn nothing_that_is_hidden_in_a_picture_comes_out_of_it() {
    let program = "<script>alert(1)</script>PK\x03\x04";
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif] {
        let upload = [file(&flag(40, 30), format), program.as_bytes().to_vec()].concat();
        let developed = develop(&upload).await.unwrap();
        assert!(!holds(&developed.full, "script") && !holds(&developed.thumb, "script"), "{format:?}");
    }
}

#[tokio::test]
async fn what_is_no_picture_is_refused() {
    let png = file(&noise(40, 30), ImageFormat::Png);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let uploads: [&[u8]; 7] = [
        b"",
        b"<html><script>alert(1)</script></html>",
        svg,
        b"%PDF-1.7",
        b"BM\x3A\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\x18\0",
        &png[..png.len() / 2],
        b"GIF89a\x01\0\x01\0\0\0\0",
    ];
    for upload in uploads {
        let refused = develop(upload).await.expect_err(&String::from_utf8_lossy(&upload[..upload.len().min(20)]));
        assert_eq!(refused, Refusal::PictureUnreadable);
    }
}

/// The head of a PNG that says that it is this large, with nothing in it.
fn boast(width: u32, height: u32) -> Vec<u8> {
    boast_of(width, height, [8, 2])
}

/// The same with this many bits a channel, and channels of this kind.
fn boast_of(width: u32, height: u32, [depth, color]: [u8; 2]) -> Vec<u8> {
    let header = [b"IHDR", &width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, color, 0, 0, 0]].concat();
    let mut file = b"\x89PNG\r\n\x1A\n\0\0\0\x0D".to_vec();
    file.extend(&header);
    file.extend(crc(&header).to_be_bytes());
    file.extend(b"\0\0\0\0IDAT\x35\xAF\x06\x1E");
    file
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

#[tokio::test]
async fn a_bomb_is_refused_before_it_goes_off() {
    for (width, height) in [(65_000, 65_000), (10_000, 10_000), (40_000, 1)] {
        let refused = develop(&boast(width, height)).await.unwrap_err();
        assert_eq!(refused, Refusal::PictureTooLarge, "{width} × {height}");
    }
    assert_eq!(develop(&boast(100, 100)).await.unwrap_err(), Refusal::PictureUnreadable, "small, but nothing in it");
    // A real one: 60 megapixels of nothing in less than a megabyte.
    let bomb = file(&DynamicImage::new_luma8(10_000, 6_000), ImageFormat::Png);
    assert!(bomb.len() < 1_000_000);
    assert_eq!(develop(&bomb).await.unwrap_err(), Refusal::PictureTooLarge);
}

#[tokio::test]
async fn what_takes_more_memory_for_a_pixel_has_fewer_of_them() {
    // Red, green, blue and alpha in sixteen bits: 400 MB, of which the file may be 400 kB.
    assert_eq!(develop(&boast_of(10_000, 5_000, [16, 6])).await.unwrap_err(), Refusal::PictureTooLarge);
    for (pixels, kind) in [((10_000, 5_000), [8, 6]), ((6_000, 5_000), [16, 6])] {
        let refused = develop(&boast_of(pixels.0, pixels.1, kind)).await.unwrap_err();
        assert_eq!(refused, Refusal::PictureUnreadable, "not too large, but nothing in it");
    }
}

/// The head of a WebP that says that it is this large and shows through, with nothing in it.
fn boast_in_webp(width: u32, height: u32) -> Vec<u8> {
    let size = (width - 1) | (height - 1) << 14 | 1 << 28;
    let data = [&b"\x2F"[..], &size.to_le_bytes(), &[0; 5]].concat();
    let chunk = [b"VP8L", &(data.len() as u32).to_le_bytes()[..], &data].concat();
    [b"RIFF", &(chunk.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &chunk].concat()
}

#[tokio::test]
async fn what_a_decoder_takes_beside_the_picture_counts() {
    assert_eq!(develop(&boast_in_webp(7_000, 5_000)).await.unwrap_err(), Refusal::PictureTooLarge);
    let refused = develop(&boast_in_webp(6_000, 5_000)).await.unwrap_err();
    assert_eq!(refused, Refusal::PictureUnreadable, "not too large, but nothing in it");
}

#[tokio::test]
async fn a_picture_that_shows_through_takes_no_more_room_than_others() {
    let mut random = 1_u32;
    let glass = RgbaImage::from_fn(2_048, 2_048, |_, _| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgba((random ^ random >> 16).to_le_bytes())
    });
    let developed = develop(&file(&glass.into(), ImageFormat::Png)).await.unwrap();
    let full = read(&developed.full);
    assert_eq!((full.width(), full.height()), (developed.width, developed.height));
    assert!(developed.full.len() <= 4 << 20, "{} bytes", developed.full.len());
    assert!(full.color().has_alpha() && developed.width >= 512);
}

#[tokio::test]
async fn who_uploads_many_pictures_takes_one_turn_at_a_time() {
    let (darkroom, upload, done) =
        (LocalDarkroom::new(), file(&noise(300, 200), ImageFormat::Png), Mutex::new(Vec::new()));
    let develop = async |whose: &'static str| {
        develop_in(&darkroom, &upload, whose).await.unwrap();
        done.lock().unwrap().push(whose);
    };
    futures::join!(develop("many"), develop("many"), develop("many"), develop("many"), develop("one"));
    let done = done.into_inner().unwrap();
    let place = done.iter().position(|whose| *whose == "one").unwrap();
    assert!(place <= 1, "{done:?}");
}
