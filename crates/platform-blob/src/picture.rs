//! Pictures: their size, and small copies of them. All of this is work for a blocking thread, on hostile input.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::webp::WebPEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits, RgbImage, RgbaImage,
};

use crate::scale::{MAX_SIDE, fitting, shrink};

/// Most pixels of a picture: beyond it, it is a file to download. Ten bytes can declare billions of pixels, and every
/// browser that shows them would have to decode them.
const MAX_PIXELS: u64 = 50_000_000;
/// Most memory for the pixels, and for the decoder besides.
const MAX_ALLOC: u64 = 256 << 20;
/// A picture that fits and is at most this large serves as its own thumbnail.
const SMALL_ENOUGH: usize = 256 << 10;
/// Quality of JPEG thumbnails: no visible loss at their size.
const QUALITY: u8 = 82;
/// Largest colour profile that is copied into a thumbnail: those of cameras and screens have some kilobytes.
const MAX_PROFILE: usize = 64 << 10;

/// Size of a thumbnail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThumbSize {
    /// Fits into 240 × 240: lists and replies.
    Small,
    /// Fits into 1,280 × 1,280: the picture within a conversation.
    Medium,
}

impl ThumbSize {
    fn side(self) -> u32 {
        match self {
            Self::Small => 240,
            Self::Medium => 1_280,
        }
    }
}

/// A thumbnail.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Thumb {
    /// The picture itself is small enough.
    Original,
    /// JPEG, or WebP when it is transparent somewhere.
    Made(Vec<u8>),
}

/// Width and height as shown, from the beginning of a picture or all of it. `None`: not readable, or too many pixels.
pub(crate) fn measure(bytes: &[u8], format: ImageFormat) -> Option<(u32, u32)> {
    let (decoder, orientation) = decoder(bytes, format)?;
    let (width, height) = decoder.dimensions();
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    Some(match orientation {
        Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH => (height, width),
        _ => (width, height),
    })
}

/// Whether decoding takes much memory, so that no other should run beside it.
pub(crate) fn is_large(width: Option<u32>, height: Option<u32>) -> bool {
    u64::from(width.unwrap_or(0)) * u64::from(height.unwrap_or(0)) > 12_000_000
}

/// The small and the medium thumbnail. `None`: the picture cannot be decoded within the limits.
pub(crate) fn thumbnails(bytes: &[u8], format: ImageFormat) -> Option<(Thumb, Thumb)> {
    let (mut decoder, orientation) = decoder(bytes, format)?;
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| is_rgb(profile));
    let pixels = decoder.total_bytes();
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOC.checked_sub(pixels)?);
    decoder.set_limits(limits).ok()?;
    let (width, height) = decoder.dimensions();
    let serves = |size: ThumbSize| {
        width.max(height) <= size.side()
            && orientation == Orientation::NoTransforms
            && bytes.len() <= SMALL_ENOUGH
    };
    // Decoded even if it serves itself: what cannot be decoded is not shown.
    let picture = DynamicImage::from_decoder(decoder).ok()?;
    let medium_picture = fit(picture, ThumbSize::Medium.side());
    let make = |picture: &DynamicImage| {
        let mut picture = picture.clone();
        picture.apply_orientation(orientation);
        encode(&picture, profile.as_ref())
    };
    let medium =
        if serves(ThumbSize::Medium) { Thumb::Original } else { Thumb::Made(make(&medium_picture)?) };
    let small = if serves(ThumbSize::Small) {
        Thumb::Original
    } else {
        Thumb::Made(make(&fit(medium_picture, ThumbSize::Small.side()))?)
    };
    Some((small, medium))
}

fn decoder(bytes: &[u8], format: ImageFormat) -> Option<(impl ImageDecoder, Orientation)> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOC);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let fits = (1..=MAX_SIDE).contains(&width)
        && (1..=MAX_SIDE).contains(&height)
        && u64::from(width) * u64::from(height) <= MAX_PIXELS;
    if !fits {
        return None;
    }
    // A picture with a broken note on how it was held is shown as it lies.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Some((decoder, orientation))
}

/// The picture in 8 bits a channel, scaled down to fit; never up.
fn fit(picture: DynamicImage, side: u32) -> DynamicImage {
    let from = (picture.width(), picture.height());
    let to = fitting(from.0, from.1, side);
    let picture = match picture {
        ready @ (DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_)) => ready,
        other if other.color().has_alpha() => DynamicImage::ImageRgba8(other.into_rgba8()),
        other => DynamicImage::ImageRgb8(other.into_rgb8()),
    };
    if to == from {
        return picture;
    }
    let smaller = match &picture {
        DynamicImage::ImageRgba8(pixels) => {
            RgbaImage::from_raw(to.0, to.1, shrink::<4>(pixels, from, to)).map(DynamicImage::ImageRgba8)
        }
        _ => {
            let pixels = shrink::<3>(picture.as_bytes(), from, to);
            RgbImage::from_raw(to.0, to.1, pixels).map(DynamicImage::ImageRgb8)
        }
    };
    smaller.unwrap_or(picture)
}

fn encode(picture: &DynamicImage, profile: Option<&Vec<u8>>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    match picture {
        DynamicImage::ImageRgba8(pixels) if pixels.pixels().any(|pixel| pixel.0[3] != 255) => {
            let mut encoder = WebPEncoder::new_lossless(&mut out);
            if let Some(profile) = profile {
                let _ = encoder.set_icc_profile(profile.clone());
            }
            picture.write_with_encoder(encoder).ok()?;
        }
        _ => {
            let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
            if let Some(profile) = profile {
                let _ = encoder.set_icc_profile(profile.clone());
            }
            picture.to_rgb8().write_with_encoder(encoder).ok()?;
        }
    }
    Some(out)
}

/// Whether a colour profile is one for red, green and blue, as all thumbnails are.
fn is_rgb(profile: &[u8]) -> bool {
    profile.len() <= MAX_PROFILE && profile.get(16..20) == Some(b"RGB ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, Rgba};

    fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.into().write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    fn stripes(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| Rgb([(x * 7) as u8, (y * 3) as u8, (x ^ y) as u8]))
    }

    fn made(thumb: &Thumb) -> (ImageFormat, DynamicImage) {
        let Thumb::Made(bytes) = thumb else { panic!("the original serves") };
        let format = image::guess_format(bytes).unwrap();
        (format, image::load_from_memory(bytes).unwrap())
    }

    #[test]
    fn all_four_formats_become_small() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
            let bytes = written(stripes(1_600, 800), format);
            assert_eq!(measure(&bytes, format), Some((1_600, 800)), "{format:?}");
            let (small, medium) = thumbnails(&bytes, format).unwrap();
            let ((small_format, small), (medium_format, medium)) = (made(&small), made(&medium));
            assert_eq!((small.width(), small.height()), (240, 120), "{format:?}");
            assert_eq!((medium.width(), medium.height()), (1_280, 640), "{format:?}");
            assert_eq!((small_format, medium_format), (ImageFormat::Jpeg, ImageFormat::Jpeg), "{format:?}");
        }
    }

    #[test]
    fn small_pictures_serve_themselves() {
        let bytes = written(stripes(200, 100), ImageFormat::Png);
        assert_eq!(thumbnails(&bytes, ImageFormat::Png), Some((Thumb::Original, Thumb::Original)));
        let bytes = written(stripes(300, 100), ImageFormat::Png);
        let (small, medium) = thumbnails(&bytes, ImageFormat::Png).unwrap();
        assert_eq!((made(&small).1.width(), medium), (240, Thumb::Original));
    }

    #[test]
    fn transparency_stays() {
        let picture = RgbaImage::from_fn(500, 500, |x, _| Rgba([200, 0, 0, if x < 250 { 0 } else { 255 }]));
        let (format, small) =
            made(&thumbnails(&written(picture, ImageFormat::Png), ImageFormat::Png).unwrap().0);
        assert_eq!(format, ImageFormat::WebP);
        let small = small.into_rgba8();
        assert_eq!((small.get_pixel(10, 10)[3], small.get_pixel(230, 10)[3]), (0, 255));
        let opaque = RgbaImage::from_pixel(500, 500, Rgba([1, 2, 3, 255]));
        let small = thumbnails(&written(opaque, ImageFormat::Png), ImageFormat::Png).unwrap().0;
        assert_eq!(made(&small).0, ImageFormat::Jpeg);
    }

    /// A JPEG whose EXIF says that it was taken with the camera turned.
    fn turned(width: u32, height: u32, orientation: u8) -> Vec<u8> {
        let jpeg =
            written(
                RgbImage::from_fn(width, height, |x, _| {
                    if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) }
                }),
                ImageFormat::Jpeg,
            );
        let mut exif = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
        [&jpeg[..2], &exif, &jpeg[2..]].concat()
    }

    #[test]
    fn turned_pictures_are_turned_back() {
        let bytes = turned(400, 300, 6);
        assert_eq!(measure(&bytes, ImageFormat::Jpeg), Some((300, 400)));
        let small = made(&thumbnails(&bytes, ImageFormat::Jpeg).unwrap().0).1.into_rgb8();
        assert_eq!((small.width(), small.height()), (180, 240));
        // Turned a quarter to the right: the left half comes to lie on top.
        assert!(small.get_pixel(90, 20)[0] > 200 && small.get_pixel(90, 220)[2] > 200);
    }

    /// A PNG of some 60 bytes that declares this size.
    pub(crate) fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut png = written(stripes(1, 1), ImageFormat::Png);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let crc = png[12..29].iter().fold(!0_u32, |crc, byte| {
            (0..8).fold(
                crc ^ u32::from(*byte),
                |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
            )
        });
        png[29..33].copy_from_slice(&(!crc).to_be_bytes());
        png
    }

    #[test]
    fn bombs_do_not_go_off() {
        assert_eq!(measure(&bomb(50_000, 50_000), ImageFormat::Png), None);
        assert_eq!(thumbnails(&bomb(50_000, 50_000), ImageFormat::Png), None);
        assert_eq!(measure(&bomb(5_000, 5_000), ImageFormat::Png), Some((5_000, 5_000)));
        assert_eq!(thumbnails(&bomb(5_000, 5_000), ImageFormat::Png), None);
    }

    #[test]
    fn broken_pictures_have_no_thumbnail() {
        let png = written(stripes(600, 600), ImageFormat::Png);
        assert_eq!(thumbnails(&png[..png.len() / 2], ImageFormat::Png), None);
        assert_eq!(thumbnails(b"\xff\xd8\xff\xe0", ImageFormat::Jpeg), None);
        assert_eq!(measure(b"", ImageFormat::WebP), None);
    }

    #[test]
    fn the_beginning_is_enough_to_measure() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif] {
            let bytes = written(stripes(1_000, 700), format);
            assert_eq!(measure(&bytes[..bytes.len() / 2], format), Some((1_000, 700)), "{format:?}");
        }
    }
}
