//! A page as a list of simple marks, in pixels from the top left corner.

use super::font;
use super::palette::INK;

/// x and y.
pub(super) type Point = (f64, f64);
/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// Size of titles.
pub(super) const TITLE: f64 = 16.0;
/// Size of axis labels and legends.
pub(super) const LABEL: f64 = 14.0;
/// Size of tick labels.
pub(super) const SMALL: f64 = 13.0;
/// Distance of two lines of text of a size.
pub(super) fn leading(size: f64) -> f64 {
    (1.3 * size).round()
}

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    /// Height in pixels.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Centre.
    pub fn middle(&self) -> Point {
        (0.5 * (self.left + self.right), 0.5 * (self.top + self.bottom))
    }
}

/// Which part of a text its point holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Align {
    Start,
    Middle,
    End,
}

/// What the painters can draw.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    /// Dashed by lengths drawn and left out in turn; whole without any.
    Stroke {
        points: Vec<Point>,
        width: f64,
        colour: Colour,
        pattern: &'static [f64],
    },
    /// What a line around encloses.
    Area {
        outline: Vec<Point>,
        colour: Colour,
    },
    Fill {
        rect: Rect,
        colour: Colour,
    },
    Dot {
        at: Point,
        radius: f64,
        colour: Colour,
    },
    Text(Text),
    /// What follows belongs together under this name, up to the end of the group.
    Group(String),
    End,
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub content: String,
    /// Lies at half the height of the capitals.
    pub at: Point,
    pub size: f64,
    pub align: Align,
    /// Whether it reads from bottom to top.
    pub rising: bool,
}

/// A page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sheet {
    pub width: f64,
    pub height: f64,
    pub marks: Vec<Mark>,
}

impl Sheet {
    pub fn new(width: f64, height: f64) -> Self {
        Self { width: width.ceil(), height: height.ceil(), marks: Vec::new() }
    }

    /// A line through points.
    pub fn stroke(&mut self, points: Vec<Point>, width: f64, colour: Colour) {
        self.dashes(points, width, colour, &[]);
    }

    /// A line through points in dashes: lengths drawn and left out in turn, none for a whole line.
    pub fn dashes(&mut self, points: Vec<Point>, width: f64, colour: Colour, pattern: &'static [f64]) {
        self.marks.push(Mark::Stroke { points, width, colour, pattern });
    }

    /// What a line around encloses.
    pub fn area(&mut self, outline: Vec<Point>, colour: Colour) {
        self.marks.push(Mark::Area { outline, colour });
    }

    /// Marks that belong together under a name, which a drawing program shows.
    pub fn group(&mut self, name: impl Into<String>, draw: impl FnOnce(&mut Self)) {
        self.marks.push(Mark::Group(name.into()));
        draw(self);
        self.marks.push(Mark::End);
    }

    /// An upright or level line, on whole pixels so that it is sharp.
    pub fn rule(&mut self, from: Point, to: Point, width: f64, colour: Colour) {
        let start = |place: f64| (place - 0.5 * width).round();
        let (left, right) = (start(from.0.min(to.0)), start(from.0.max(to.0)) + width);
        let (top, bottom) = (start(from.1.min(to.1)), start(from.1.max(to.1)) + width);
        self.fill(Rect { left, top, right, bottom }, colour);
    }

    /// A filled rectangle.
    pub fn fill(&mut self, rect: Rect, colour: Colour) {
        self.marks.push(Mark::Fill { rect, colour });
    }

    /// The outline of a rectangle.
    pub fn frame(&mut self, Rect { left, top, right, bottom }: Rect) {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
        for side in corners.windows(2) {
            self.rule(side[0], side[1], 1.0, INK);
        }
    }

    /// A round spot.
    pub fn dot(&mut self, at: Point, radius: f64, colour: Colour) {
        self.marks.push(Mark::Dot { at, radius, colour });
    }

    /// One line of text.
    pub fn text(&mut self, content: &str, at: Point, size: f64, align: Align) {
        let content = content.to_string();
        self.marks.push(Mark::Text(Text { content, at, size, align, rising: false }));
    }

    /// Lines of text one below the other, the first at `at`.
    pub fn lines(&mut self, lines: &[String], at: Point, size: f64, align: Align) {
        for (i, line) in lines.iter().enumerate() {
            self.text(line, (at.0, at.1 + i as f64 * leading(size)), size, align);
        }
    }

    /// A label that reads from bottom to top, centred on `middle` and broken to `length`; its lines
    /// lie side by side from `left`.
    pub fn rising(&mut self, label: &str, left: f64, middle: f64, length: f64) {
        for (i, content) in font::wrap(label, LABEL, length).into_iter().enumerate() {
            let at = (left + (i as f64 + 0.5) * leading(LABEL), middle);
            let (size, align) = (LABEL, Align::Middle);
            self.marks.push(Mark::Text(Text { content, at, size, align, rising: true }));
        }
    }
}

/// Width that `Sheet::rising` takes for a label.
pub(super) fn rising_width(label: &str, length: f64) -> f64 {
    font::wrap(label, LABEL, length).len() as f64 * leading(LABEL)
}
