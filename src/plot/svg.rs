//! Writes a sheet as SVG: dashes as dashes, groups with names, texts as texts.

use std::fmt::{self, Write};

use super::font::{CAP_HEIGHT, FAMILIES};
use super::geometry::Point;
use super::palette::Colour;
use super::palette::{INK, PAPER};
use super::sheet::{Align, Mark, Sheet, Text};

/// The file's text. `name` is the figure's: names of groups begin with it, so that they stay apart where
/// several figures stand in one page. `mm` is its width in print; in pixels without it.
pub(super) fn paint(sheet: &Sheet, name: &str, mm: Option<f64>) -> Result<String, fmt::Error> {
    let mut file = String::new();
    let (width, height) = (sheet.width, sheet.height);
    let shown = match mm {
        Some(mm) => [format!("{mm}mm"), format!("{}mm", short(mm * height / width))],
        None => [width, height].map(|side| side.to_string()),
    };
    writeln!(
        file,
        r#"<svg width="{}" height="{}" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" font-family="{FAMILIES}" fill="{}" stroke-linejoin="round">"#,
        shown[0],
        shown[1],
        hex(INK)
    )?;
    writeln!(file, r#"<rect width="{width}" height="{height}" fill="{}"/>"#, hex(PAPER))?;
    let mut groups = 0;
    for mark in &sheet.marks {
        match mark {
            Mark::Group(title) => {
                groups += 1;
                let (id, title) = (escaped(name), escaped(title));
                writeln!(file, r#"<g id="{id}-{groups}"><title>{title}</title>"#)?;
            }
            Mark::End => writeln!(file, "</g>")?,
            mark => write_mark(&mut file, mark)?,
        }
    }
    file.push_str("</svg>\n");
    Ok(file)
}

fn write_mark(file: &mut String, mark: &Mark) -> fmt::Result {
    match mark {
        Mark::Stroke { points, width, colour, pattern } => {
            let dashes: Vec<String> = pattern.iter().map(|length| short(*length).to_string()).collect();
            let dashes = match dashes.is_empty() {
                true => String::new(),
                false => format!(r#" stroke-dasharray="{}""#, dashes.join(" ")),
            };
            let (points, colour) = (places(points), hex(*colour));
            writeln!(
                file,
                r#"<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>"#
            )
        }
        Mark::Area { outline, colour } => {
            writeln!(file, r#"<polygon points="{}" fill="{}"/>"#, places(outline), hex(*colour))
        }
        Mark::Fill { rect, colour } => {
            let [x, y] = [rect.left, rect.top].map(short);
            let [width, height] = [rect.right - rect.left, rect.bottom - rect.top].map(short);
            let colour = hex(*colour);
            writeln!(file, r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{colour}"/>"#)
        }
        Mark::Dot { at, radius, colour } => {
            let [x, y, radius] = [at.0, at.1, *radius].map(short);
            writeln!(file, r#"<circle cx="{x}" cy="{y}" r="{radius}" fill="{}"/>"#, hex(*colour))
        }
        Mark::Text(text) => write_text(file, text),
        Mark::Group(_) | Mark::End => Ok(()),
    }
}

fn write_text(file: &mut String, text: &Text) -> fmt::Result {
    let anchor = match text.align {
        Align::Start => "",
        Align::Middle => r#" text-anchor="middle""#,
        Align::End => r#" text-anchor="end""#,
    };
    let drop = 0.5 * CAP_HEIGHT * text.size;
    let (x, y) = if text.rising { (text.at.0 + drop, text.at.1) } else { (text.at.0, text.at.1 + drop) };
    let [x, y] = [x, y].map(short);
    let turn = if text.rising { format!(r#" transform="rotate(270 {x} {y})""#) } else { String::new() };
    let (size, content) = (short(text.size), escaped(&text.content));
    writeln!(file, r#"<text x="{x}" y="{y}" font-size="{size}"{anchor}{turn}>{content}</text>"#)
}

fn places(points: &[Point]) -> String {
    let place = |&(x, y): &Point| format!("{},{}", short(x), short(y));
    points.iter().map(place).collect::<Vec<_>>().join(" ")
}

/// To a hundredth of a pixel, and no minus before zero.
fn short(value: f64) -> f64 {
    (100.0 * value).round() / 100.0 + 0.0
}

fn hex([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A text without letters that would be markup, or that no XML may hold.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter if letter.is_control() => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}
