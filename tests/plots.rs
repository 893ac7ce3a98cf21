//! Figures drawn from plain data.
#![cfg(feature = "plots")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use dermis::figure::{Band, Bar, Bars, Curves, Dot, Figure, HeatMap, Line, Point, Points};
use dermis::plot::draw;
use ndarray::Array2;

const NAMES: [&str; 5] = ["papillary dermis", "reticular dermis", "around punctures", "epidermis", "all"];

fn panel(title: &str, height: f64) -> Curves {
    let line = |(i, name): (usize, &&str)| {
        let x: Vec<f64> = (0..400).map(|day| f64::from(day) * 0.5).collect();
        let rise =
            |day: f64| height * (1.0 - libm::exp(-day / (15.0 + 12.0 * i as f64))) * (1.0 - 0.1 * i as f64);
        let mut y: Vec<f64> = x.iter().map(|&day| rise(day)).collect();
        if i == 2 {
            y[100..140].fill(f64::NAN);
        }
        Line { label: (*name).to_string(), x, y }
    };
    Curves {
        title: title.to_string(),
        x_label: "time (day)".to_string(),
        y_label: "density (g·cm⁻³)".to_string(),
        lines: NAMES.iter().enumerate().map(line).collect(),
        marks: vec![0.0, 42.0, 84.0, 126.0],
        mark_label: "session".to_string(),
        ..Curves::default()
    }
}

fn map(day: u32, scale: f64) -> HeatMap {
    let y_faces: Vec<f64> = (0..=60).map(|i| 2.0 * (f64::from(i) / 60.0) * (f64::from(i) / 60.0)).collect();
    let x_faces: Vec<f64> = (0..=50).map(|i| 0.03 * f64::from(i)).collect();
    let values = Array2::from_shape_fn((60, 50), |(i, j)| {
        let (y, x) = (0.5 * (y_faces[i] + y_faces[i + 1]), x_faces[j] - 0.75);
        scale * libm::exp(-8.0 * x * x - y) * (1.0 + f64::from(day) / 28.0)
    });
    HeatMap {
        title: format!("field <{scale}>, day {day}"),
        x_label: "lateral (mm)".to_string(),
        y_label: "depth (mm)".to_string(),
        value_label: "concentration (ng·mL⁻¹)".to_string(),
        x_faces,
        y_faces,
        values,
        layers: [(0.0, "epidermis"), (0.1, "papillary dermis"), (0.3, "reticular dermis")]
            .map(|(depth, name)| (depth, name.to_string()))
            .to_vec(),
    }
}

fn curves(name: &str, panels: Vec<Curves>) -> Figure {
    Figure::Curves { name: name.to_string(), panels }
}

fn maps(name: &str, rows: Vec<Vec<HeatMap>>) -> Figure {
    Figure::HeatMaps { name: name.to_string(), rows }
}

fn flat(value: f64) -> HeatMap {
    let mut flat = map(0, 1.0);
    flat.values.fill(value);
    flat
}

fn line(x: Vec<f64>, y: Vec<f64>) -> Curves {
    let label = "some_long.name_without_spaces.of_a_region_here".to_string();
    Curves { lines: vec![Line { label, x, y }], ..panel("Degenerate & <odd>", 1.0) }
}

/// Pictures are kept for looking at where `DERMIS_PICTURES` names a folder.
fn checked(figure: &Figure) -> (u32, u32) {
    let place = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("DERMIS_PICTURES").map(PathBuf::from);
    let folder = kept.as_deref().unwrap_or(place.path());
    let paths = draw(figure, folder).unwrap();
    let [png, svg] = &paths[..] else { panic!("two files") };
    check_svg(&fs::read_to_string(svg).unwrap(), figure);
    check_png(png)
}

fn check_png(path: &Path) -> (u32, u32) {
    let mut reader = png::Decoder::new(BufReader::new(File::open(path).unwrap())).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let colours: HashSet<&[u8]> = pixels.chunks(3).collect();
    assert!(colours.len() > 10, "{} is all but blank", path.display());
    (info.width, info.height)
}

fn check_svg(text: &str, figure: &Figure) {
    assert!(text.starts_with("<svg ") && text.trim_end().ends_with("</svg>"));
    assert_eq!(text.matches("<text").count(), text.matches("</text>").count());
    for tag in text.split('<').skip(1) {
        assert_eq!(tag.matches('>').count(), 1, "{tag}");
    }
    assert!(!text.contains("000000004") && !text.contains("NaN") && !text.contains("inf"));
    // Labels may be broken into lines, so words are looked for.
    let escaped = |word: &str| word.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    for word in labels(figure).iter().flat_map(|label| label.split(' ')) {
        assert!(text.contains(&escaped(word)), "{word} is missing");
    }
}

fn labels(figure: &Figure) -> Vec<String> {
    match figure {
        Figure::Curves { panels, .. } => panels
            .iter()
            .flat_map(|p| {
                let legend = p.lines.iter().map(|l| l.label.clone()).filter(|label| label.len() < 20);
                let points = p.points.iter().map(|points| points.label.clone());
                let bands = p.bands.iter().map(|band| band.label.clone());
                legend.chain(points).chain(bands).chain([
                    p.title.clone(),
                    p.x_label.clone(),
                    p.y_label.clone(),
                ])
            })
            .collect(),
        Figure::Bars { panels, .. } => panels
            .iter()
            .flat_map(|p| {
                let bars = p.bars.iter().map(|bar| bar.label.clone());
                bars.chain(p.parts.iter().cloned()).chain([p.title.clone(), p.x_label.clone()])
            })
            .collect(),
        Figure::HeatMaps { rows, .. } => rows
            .iter()
            .flatten()
            .flat_map(|m| [&m.title, &m.x_label, &m.y_label, &m.value_label].map(Clone::clone))
            .collect(),
    }
}

#[test]
fn curves_with_marks_and_a_gap() {
    let second =
        Curves { y_label: "scar tissue as a part of all collagen (1)".into(), ..panel("Second", 3e-7) };
    let (width, height) = checked(&curves("curves", vec![panel("Collagen density", 1.2), second]));
    assert_eq!(width, 1000);
    assert!((500..800).contains(&height), "{height}");
}

#[test]
fn points_and_bands_beside_curves() {
    let point = |x: f64, y| Point { x, y, x_ends: (x, x), y_ends: None };
    let ends = (f64::NEG_INFINITY, f64::INFINITY);
    let beside = Curves {
        points: vec![
            Points {
                label: "published mean ± SD".to_string(),
                points: [20.0, 60.0]
                    .map(|x| Point { y_ends: Some((0.2, 0.9)), ..point(x, Some(0.5)) })
                    .to_vec(),
            },
            Points {
                label: "first seen".to_string(),
                points: vec![Point { x_ends: (110.0, 150.0), ..point(130.0, None) }],
            },
            Points { label: "a time alone".to_string(), points: vec![point(30.0, None)] },
        ],
        bands: vec![
            Band { label: "accepted times".to_string(), x: (40.0, 80.0), y: ends },
            Band { label: "accepted values".to_string(), x: ends, y: (0.7, f64::INFINITY) },
            Band { label: "accepted on a day".to_string(), x: (140.0, 140.0), y: (0.1, 0.4) },
        ],
        ..panel("Points and bands", 1.0)
    };
    let (_, height) = checked(&curves("points_and_bands", vec![beside.clone()]));
    assert!(height > 300, "{height}");
    // The page reaches to what lies outside the curves.
    let far = Points {
        label: "far".to_string(),
        points: vec![
            point(900.0, Some(4000.0)),
            Point { y_ends: Some((-3000.0, 2.0)), ..point(0.0, Some(1.0)) },
        ],
    };
    let svg = |figure: &Figure| {
        let place = tempfile::tempdir().unwrap();
        fs::read_to_string(&draw(figure, place.path()).unwrap()[1]).unwrap()
    };
    let [near, reached] = [vec![], vec![far]]
        .map(|points| svg(&curves("far", vec![Curves { points, bands: vec![], ..beside.clone() }])));
    for tick in ["\n900\n", "\n4000\n", "\n−2000\n"] {
        assert!(reached.contains(tick) && !near.contains(tick), "{tick}");
    }
}

#[test]
fn maps_in_rows_and_columns() {
    let row = |scale: f64| [0, 7, 14, 28].map(|day| map(day, scale)).to_vec();
    let (width, height) = checked(&maps("maps", vec![row(1.0), row(2e-6), row(4e7)]));
    assert_eq!(width, 1000);
    assert!((700..1100).contains(&height), "{height}");
}

#[test]
fn odd_curves_do_not_fail() {
    let days = || vec![0.0, 1.0, 2.0, 3.0];
    let odd = [
        line(vec![], vec![]),
        line(days(), vec![5.0; 4]),
        line(days(), vec![0.0; 4]),
        line(days(), vec![f64::NAN; 4]),
        line(days(), vec![1.0, f64::NAN, 2.0, f64::INFINITY]),
        line(days(), vec![1e-300, 2e-300, 3e-300, 4e-300]),
        line(days(), vec![-1.7e308, 1.7e308, 1e299, -1e300]),
        line(days(), vec![0.1, 0.2, 0.1 + 0.2, 0.4]),
        line(days(), vec![1e6, 1e6 + 1e-3, 1e6 + 2e-3, 1e6]),
        line(days(), vec![1.0, 1.0 + 1e-15, 1.0, 1.0]),
        line(vec![3.0], vec![2.0, 4.0]),
    ];
    checked(&curves("odd", odd.to_vec()));
    checked(&curves("one", vec![Curves { marks: vec![], ..line(vec![7.0], vec![2.0]) }]));
    for figure in [curves("none", vec![]), maps("none", vec![vec![]])] {
        draw(&figure, tempfile::tempdir().unwrap().path()).unwrap();
    }
}

#[test]
fn crowded_pages_keep_their_texts() {
    let noisy = |i: usize| {
        let x: Vec<f64> = (0..3000).map(|k| 0.25 * f64::from(k)).collect();
        let y =
            x.iter().map(|x| i as f64 + libm::sin(x * x * (1.0 + i as f64)) * libm::exp(-0.01 * x)).collect();
        Line { label: format!("curve number {i} (µm²·s⁻¹) × α"), x, y }
    };
    let steps = Line {
        label: "steps".into(),
        x: vec![0., 300., 300., 310., 310., 750.],
        y: vec![-2., -2., 11., 11., -1., 3.],
    };
    let lines = (0..12).map(noisy).chain([steps]).collect();
    checked(&curves(
        "crowded",
        vec![Curves { lines, ..panel("Twelve curves and a legend taller than usual", 1.0) }],
    ));
    let mut thin = map(1, 1.0);
    thin.layers =
        ["stratum corneum", "epidermis", "basement membrane", "papillary dermis", "reticular dermis"]
            .iter()
            .zip([0.0, 0.015, 0.1, 0.11, 0.3])
            .map(|(name, depth)| (depth, (*name).to_string()))
            .chain(
                [(1.95, "superficial fat"), (1.98, "deep fat"), (5.0, "outside")]
                    .map(|(d, n)| (d, n.to_string())),
            )
            .collect();
    checked(&maps("thin_layers", vec![vec![thin.clone(); 2], vec![thin; 2]]));
    let (width, _) = checked(&maps("many_columns", vec![vec![map(3, 1.0); 9]]));
    assert!(width > 1000);
}

#[test]
fn odd_maps_do_not_fail() {
    let mut holes = map(3, 1.0);
    holes.values[(10, 10)] = f64::NAN;
    holes.values[(40, 20)] = f64::INFINITY;
    let other_depth = HeatMap { y_faces: vec![0.0, 0.5, 3.5], values: Array2::ones((2, 50)), ..map(1, 1.0) };
    let no_faces = HeatMap { x_faces: vec![], y_faces: vec![], layers: vec![], ..map(1, 1.0) };
    let single = HeatMap {
        x_faces: vec![0.0, 1.0],
        y_faces: vec![0.0, 1.0],
        values: Array2::from_elem((1, 1), 1e-30),
        ..map(1, 1.0)
    };
    let rows = vec![
        vec![flat(3.0)],
        vec![flat(0.0), holes, other_depth],
        vec![no_faces, single],
        vec![flat(f64::NAN)],
    ];
    checked(&maps("odd_maps", rows));
    checked(&maps("one_map", vec![vec![map(14, 1.0)]]));
}

#[test]
fn equal_figures_give_equal_bytes() {
    for figure in [curves("a", vec![panel("A", 1.0)]), maps("b", vec![vec![map(1, 1.0), map(2, 1.0)]])] {
        let bytes = || {
            let place = tempfile::tempdir().unwrap();
            draw(&figure, place.path())
                .unwrap()
                .iter()
                .map(|path| fs::read(path).unwrap())
                .collect::<Vec<_>>()
        };
        assert!(bytes() == bytes());
    }
}

#[test]
fn a_missing_folder_is_an_error_with_the_path() {
    let error = draw(&curves("a", vec![]), Path::new("/missing/folder")).unwrap_err();
    assert!(error.to_string().contains("/missing/folder/a.png"), "{error}");
}

/// Circles of an SVG by their fill.
fn circles(text: &str, fill: &str) -> usize {
    text.split('<').filter(|tag| tag.starts_with("circle") && tag.to_lowercase().contains(fill)).count()
}

#[test]
fn spots_lie_on_their_curves_and_stand_in_the_legend() {
    let mut panel = panel("Spots", 3.0);
    panel.dots = vec![
        Dot { line: 0, x: 42.0, y: 2.0 },
        Dot { line: 1, x: 84.0, y: 2.5 },
        Dot { line: 1, x: 90.0, y: f64::NAN },
    ];
    panel.dot_label = "visits".into();
    let figure = curves("spots", vec![panel]);
    checked(&figure);
    let text = dermis::plot::svg(&figure).unwrap();
    assert!(text.contains("visits"));
    // In the colours of the first and the second line; the one without a place is not drawn.
    assert_eq!((circles(&text, "#0072b2"), circles(&text, "#d55e00")), (1, 1));
}

#[test]
fn bars_have_labels_intervals_and_holes() {
    let bar = |label: &str, value: f64, ends: (f64, f64)| Bar {
        label: label.into(),
        parts: vec![(value, ends), (0.5 * value, (f64::NAN, f64::NAN))],
    };
    let panel = Bars {
        title: "Shares".into(),
        x_label: "index (1)".into(),
        parts: vec!["total".into(), "first".into()],
        bars: vec![
            bar("a_long_name_of_an_input", 0.9, (0.7, 1.1)),
            bar("small & <odd>", 0.01, (-0.05, 0.07)),
            bar("none", f64::NAN, (f64::NAN, f64::NAN)),
        ],
    };
    let empty = Bars { bars: Vec::new(), title: "Empty".into(), ..panel.clone() };
    let (width, height) = checked(&Figure::Bars { name: "bars".into(), panels: vec![panel, empty] });
    assert_eq!(width, 1000);
    assert!((150..400).contains(&height), "{height}");
}
