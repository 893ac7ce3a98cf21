//! Writes a sheet as PDF: strokes and fills as such, texts as texts in the embedded font.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref, Str};
use subsetter::{GlyphRemapper, subset};

use super::font::{self, CAP_HEIGHT};
use super::geometry::Point;
use super::palette::{Colour, INK, PAPER};
use super::paper::Paper;
use super::sheet::{Align, Mark, Sheet, Text};

const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Control points of a quarter of a circle, in radii.
const ROUND: f64 = 0.5523;
const FONT: Name<'static> = Name(b"F");
const SYSTEM: SystemInfo<'static> =
    SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };
const COMPRESSION: u8 = 6;

/// The glyphs that a page shows.
struct Letters {
    glyphs: GlyphRemapper,
    /// Letter and width in thousandths by the glyph's number in this file.
    known: BTreeMap<u16, (char, f32)>,
}

impl Letters {
    /// The number of a letter's glyph in this file.
    fn glyph(&mut self, letter: char) -> u16 {
        let number = self.glyphs.remap(font::glyph(letter));
        let width = || (1000.0 * font::width(&letter.to_string(), 1.0)) as f32;
        self.known.entry(number).or_insert_with(|| (letter, width()));
        number
    }
}

/// The file's bytes.
pub(super) fn paint(sheet: &Sheet, paper: &Paper, name: &str) -> Result<Vec<u8>, String> {
    let mut numbers = Ref::new(1);
    let [catalogue, pages, page, content] = std::array::from_fn(|_| numbers.bump());
    let [outer, inner, descriptor, program, letters_of] = std::array::from_fn(|_| numbers.bump());
    let scale = (paper.width_mm * POINTS_PER_MM / sheet.width) as f32;
    let size = [sheet.width as f32 * scale, sheet.height as f32 * scale];
    let mut letters = Letters { glyphs: GlyphRemapper::new(), known: BTreeMap::new() };
    let drawn = draw(sheet, scale, size[1], &mut letters);

    let mut pdf = Pdf::new();
    pdf.catalog(catalogue).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    let mut leaf = pdf.page(page);
    leaf.parent(pages).media_box(Rect::new(0.0, 0.0, size[0], size[1])).contents(content);
    leaf.resources().fonts().pair(FONT, outer);
    leaf.finish();
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&drawn, COMPRESSION);
    pdf.stream(content, &packed).filter(Filter::FlateDecode);

    let family = Name(b"DERMIS+DejaVuSans");
    pdf.type0_font(outer)
        .base_font(family)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(inner)
        .to_unicode(letters_of);
    let mut font = pdf.cid_font(inner);
    font.subtype(CidFontType::Type2).base_font(family).system_info(SYSTEM).font_descriptor(descriptor);
    font.cid_to_gid_map_predefined(Name(b"Identity"));
    let mut widths = font.widths();
    for (&number, &(_, width)) in &letters.known {
        widths.consecutive(number, [width]);
    }
    widths.finish();
    font.finish();
    let cap = 1000.0 * CAP_HEIGHT as f32;
    pdf.font_descriptor(descriptor)
        .name(family)
        .flags(FontFlags::NON_SYMBOLIC)
        .bbox(Rect::new(-1021.0, -463.0, 1793.0, 1232.0))
        .italic_angle(0.0)
        .ascent(928.0)
        .descent(-236.0)
        .cap_height(cap)
        .stem_v(80.0)
        .font_file2(program);
    let font = subset(font::BYTES, 0, &letters.glyphs).map_err(|error| error.to_string())?;
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&font, COMPRESSION);
    pdf.stream(program, &packed).filter(Filter::FlateDecode).pair(Name(b"Length1"), font.len() as i32);
    let mut words: UnicodeCmap = UnicodeCmap::new(Name(b"letters"), SYSTEM);
    letters.known.iter().for_each(|(&number, &(letter, _))| words.pair(number, letter));
    pdf.cmap(letters_of, &words.finish());
    let title = numbers.bump();
    pdf.document_info(title).title(pdf_writer::TextStr(name)).producer(pdf_writer::TextStr("dermis"));
    Ok(pdf.finish())
}

/// The page's content. A sheet counts downwards from its top, a page upwards from its foot.
fn draw(sheet: &Sheet, scale: f32, height: f32, letters: &mut Letters) -> Vec<u8> {
    let mut page = Content::new();
    page.transform([scale, 0.0, 0.0, -scale, 0.0, height]);
    page.set_line_join(pdf_writer::types::LineJoinStyle::RoundJoin);
    fill(&mut page, PAPER);
    page.rect(0.0, 0.0, sheet.width as f32, sheet.height as f32).fill_nonzero();
    for mark in &sheet.marks {
        match mark {
            Mark::Stroke { points, width, colour, pattern } => {
                let [red, green, blue] = parts(*colour);
                page.set_stroke_rgb(red, green, blue).set_line_width(*width as f32);
                page.set_dash_pattern(pattern.iter().map(|length| *length as f32), 0.0);
                path(&mut page, points);
                page.stroke();
            }
            Mark::Area { outline, colour } => {
                fill(&mut page, *colour);
                path(&mut page, outline);
                page.fill_nonzero();
            }
            Mark::Fill { rect, colour } => {
                fill(&mut page, *colour);
                let size = [rect.right - rect.left, rect.bottom - rect.top].map(|side| side as f32);
                page.rect(rect.left as f32, rect.top as f32, size[0], size[1]).fill_nonzero();
            }
            Mark::Dot { at, radius, colour } => {
                fill(&mut page, *colour);
                circle(&mut page, *at, *radius);
                page.fill_nonzero();
            }
            Mark::Text(words) => write(&mut page, words, letters),
            Mark::Group(_) | Mark::End => {}
        }
    }
    page.finish().to_vec()
}

fn parts(colour: Colour) -> [f32; 3] {
    colour.map(|part| f32::from(part) / 255.0)
}

fn fill(page: &mut Content, colour: Colour) {
    let [red, green, blue] = parts(colour);
    page.set_fill_rgb(red, green, blue);
}

fn path(page: &mut Content, points: &[Point]) {
    for (at, &(x, y)) in points.iter().enumerate() {
        let (x, y) = (x as f32, y as f32);
        if at == 0 {
            page.move_to(x, y)
        } else {
            page.line_to(x, y)
        };
    }
}

fn circle(page: &mut Content, (x, y): Point, radius: f64) {
    let [x, y, r] = [x, y, radius].map(|place| place as f32);
    let k = r * ROUND as f32;
    page.move_to(x + r, y);
    page.cubic_to(x + r, y + k, x + k, y + r, x, y + r).cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    page.cubic_to(x - r, y - k, x - k, y - r, x, y - r).cubic_to(x + k, y - r, x + r, y - k, x + r, y);
}

fn write(page: &mut Content, text: &Text, letters: &mut Letters) {
    let part = match text.align {
        Align::Start => 0.0,
        Align::Middle => 0.5,
        Align::End => 1.0,
    };
    let (back, drop) = (part * font::width(&text.content, text.size), 0.5 * CAP_HEIGHT * text.size);
    let (x, y) = text.at;
    let matrix = if text.rising {
        [0.0, -1.0, -1.0, 0.0, (x + drop) as f32, (y + back) as f32]
    } else {
        [1.0, 0.0, 0.0, -1.0, (x - back) as f32, (y + drop) as f32]
    };
    let shown: Vec<u8> =
        text.content.chars().flat_map(|letter| letters.glyph(letter).to_be_bytes()).collect();
    fill(page, INK);
    page.begin_text().set_font(FONT, text.size as f32).set_text_matrix(matrix).show(Str(&shown)).end_text();
}
