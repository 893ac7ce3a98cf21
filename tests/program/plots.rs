//! Figures drawn from plain data.
#![cfg(feature = "plots")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use dermis::figure::{Band, Bar, Bars, Curves, Dot, Figure, HeatMap, Line, Point, Points, Ribbon};
use dermis::plot::{Paper, draw, lacking, svg, warning};
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
        value_floor: 0.0,
        value_reach: None,
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
    let [near, reached] = [vec![], vec![far]]
        .map(|points| text(curves("far", vec![Curves { points, bands: vec![], ..beside.clone() }])));
    for tick in [">900<", ">4000<", ">−2000<"] {
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
    let text = svg(&figure).unwrap();
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
        x_floor: 0.0,
    };
    let empty = Bars { bars: Vec::new(), title: "Empty".into(), ..panel.clone() };
    let (width, height) = checked(&Figure::Bars { name: "bars".into(), panels: vec![panel, empty] });
    assert_eq!(width, 1000);
    assert!((150..400).contains(&height), "{height}");
}

fn text(figure: Figure) -> String {
    svg(&figure).unwrap()
}

/// What stands in the first group with this title, to its end.
fn group<'t>(text: &'t str, title: &str) -> &'t str {
    let from = text.find(&format!("<title>{title}")).unwrap_or_else(|| panic!("no group {title}: {text}"));
    let (mut depth, mut end) = (1, from);
    while depth > 0 {
        let rest = &text[end..];
        let (open, close) = (rest.find("<g ").unwrap_or(usize::MAX), rest.find("</g>").unwrap());
        depth = if open < close { depth + 1 } else { depth - 1 };
        end += open.min(close) + 1;
    }
    &text[from..end]
}

/// An attribute of every tag of a kind.
fn attributes<'t>(text: &'t str, tag: &str, name: &str) -> Vec<&'t str> {
    let tags = text.split('<').filter(|one| one.starts_with(&format!("{tag} ")));
    let value = |one: &'t str| Some(one.split(&format!(" {name}=\"")).nth(1)?.split('"').next().unwrap());
    tags.filter_map(value).collect()
}

fn numbers(text: &str, tag: &str, name: &str) -> Vec<f64> {
    attributes(text, tag, name).into_iter().map(|value| value.parse().unwrap()).collect()
}

/// Ordinates of the places along the lines.
fn ordinates(text: &str) -> Vec<f64> {
    let lines = attributes(text, "polyline", "points");
    let places = lines.iter().flat_map(|line| line.split(' '));
    places.map(|place| place.split_once(',').unwrap().1.parse().unwrap()).collect()
}

fn spread(values: &[f64]) -> f64 {
    let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(*v), high.max(*v)));
    high - low
}

fn simple(y: &[f64]) -> Curves {
    let line = Line { label: "curve".into(), x: (0..y.len()).map(|x| x as f64).collect(), y: y.to_vec() };
    Curves { lines: vec![line], ..panel("Simple", 1.0) }
}

#[test]
fn noise_is_drawn_flat() {
    // Relative to the quantity, without a word.
    let noisy = simple(&[0.927_759_1, 0.927_759_3, 0.927_759_1, 0.927_759_2]);
    let drawn = text(curves("noise", vec![noisy]));
    assert!(spread(&ordinates(group(&drawn, "curve: "))) < 1.0);
    // Rounding around zero, where the figure says what the tolerance leaves.
    let rounding = |y_floor| Curves { y_floor, ..simple(&[1e-14, -2e-14, 3e-14]) };
    let [loud, quiet] = [0.0, 0.1].map(|floor| text(curves("rounding", vec![rounding(floor)])));
    assert!(spread(&ordinates(group(&loud, "curve: "))) > 100.0);
    assert!(spread(&ordinates(group(&quiet, "curve: "))) < 0.1);
    let real = text(curves("real", vec![Curves { y_floor: 0.1, ..simple(&[0.0, 0.2, 0.1]) }]));
    assert!(spread(&ordinates(group(&real, "curve: "))) > 150.0);
    let bar = |x_floor| Bars {
        title: "Effects".into(),
        x_label: "size".into(),
        parts: vec!["effect".into()],
        bars: vec![Bar { label: "input".into(), parts: vec![(1e-13, (0.0, 2e-13))] }],
        x_floor,
    };
    let widths = [0.0, 0.01].map(|floor| {
        let drawn = text(Figure::Bars { name: "bars".into(), panels: vec![bar(floor)] });
        let blue = |one: &&str| one.starts_with("rect ") && one.contains("#0072b2");
        let bars: Vec<&str> = drawn.split('<').filter(blue).collect();
        numbers(&format!("<{}", bars[0]), "rect", "width")[0]
    });
    assert!(widths[0] > 300.0 && widths[1] < 0.1, "{widths:?}");
}

/// Fills of a map's cells.
fn shades(map: &str) -> HashSet<String> {
    let greys = ["#d0d0d0", "#222222", "#e4e4e4"];
    let fills = attributes(map, "rect", "fill").into_iter().filter(|fill| !greys.contains(fill));
    fills.map(str::to_owned).collect()
}

#[test]
fn maps_draw_no_noise_and_share_their_colours_over_the_days() {
    let named = |title: &str, of: &dyn Fn(f64) -> f64| {
        let mut one = HeatMap { title: title.into(), value_floor: 1e-3, ..map(0, 1.0) };
        one.values.mapv_inplace(of);
        one
    };
    let noise = named("noise", &|value| 0.927_759_1 + 2e-7 * value);
    let drawn = text(maps("noise", vec![vec![noise]]));
    // The range lies around the values: their shade, and its neighbour where they are at its edge.
    assert!(shades(group(&drawn, "map: noise")).len() <= 2);
    let glow = named("glow", &|value| 4e-5 * value);
    let drawn = text(maps("glow", vec![vec![glow]]));
    assert!(shades(group(&drawn, "map: glow")).len() < 8, "4 % of the least range");
    let days = vec![named("early", &|_| 0.5), named("late", &|value| if value > 0.3 { 1.0 } else { 0.5 })];
    let drawn = text(maps("days", vec![days]));
    let [early, late] = ["early", "late"].map(|day| shades(group(&drawn, &format!("map: {day}"))));
    assert!(early.len() == 1 && late.len() == 2 && early.is_subset(&late), "{early:?} {late:?}");
}

#[test]
fn many_maps_are_pages_on_one_scale() {
    let days: Vec<Vec<HeatMap>> = (0..19).map(|day| vec![map(0, 1.0 + f64::from(day))]).collect();
    let pages = dermis::outcome::figures::maps(&days);
    let names: Vec<String> = pages.iter().map(name_of).collect();
    assert_eq!(names, ["maps", "maps_2", "maps_3"]);
    let drawn: Vec<String> = pages.into_iter().map(text).collect();
    // The last of the first page's days would end at eight times the first's.
    let largest = map(0, 1.0).values.iter().fold(0.0_f64, |most, value| most.max(*value));
    for page in &drawn {
        let words = group(page, "colour bar").split("</text>").filter_map(|text| text.rsplit('>').next());
        let end = words.filter_map(|word| word.parse().ok()).fold(0.0_f64, f64::max);
        assert!(end > 12.0 * largest && end <= 19.0 * largest, "{end} of {largest}");
    }
    assert_eq!(drawn[2].matches("<title>map: ").count(), 3);
}

fn name_of(figure: &Figure) -> String {
    match figure {
        Figure::Curves { name, .. } | Figure::Bars { name, .. } | Figure::HeatMaps { name, .. } => {
            name.clone()
        }
    }
}

#[test]
fn panels_that_are_compared_share_their_scale() {
    let reach = Some((0.0, 8.0));
    let panels = [[0.0, 0.3], [0.0, 8.0]].map(|y| Curves { y_reach: reach, ..simple(&y) }).to_vec();
    let drawn = text(curves("scale", panels));
    assert_eq!(drawn.matches(">8<").count(), 2);
    let heights: Vec<f64> = drawn
        .split("<title>curve: ")
        .skip(1)
        .map(|rest| spread(&ordinates(rest.split("</g>").next().unwrap())))
        .collect();
    assert!((heights[0] / heights[1] - 0.3 / 8.0).abs() < 0.01, "{heights:?}");
}

#[test]
fn ribbons_lie_behind_their_curve_and_stand_in_the_legend() {
    let ribbon = Ribbon {
        label: "nine tenths".into(),
        x: vec![0.0, 1.0, 2.0],
        low: vec![0.1, 0.2, 0.3],
        high: vec![0.6, f64::NAN, 0.9],
    };
    let whole = Ribbon { high: vec![0.6, 0.7, 9.0], ..ribbon.clone() };
    let of = |ribbon: Ribbon| {
        text(curves("ribbon", vec![Curves { ribbons: vec![ribbon], ..simple(&[0.2, 0.3, 0.4]) }]))
    };
    let (drawn, gap) = (of(whole), of(ribbon));
    assert_eq!(drawn.matches("<polygon").count(), 1);
    assert!(drawn.find("<polygon") < drawn.find("<title>curve: "));
    assert!(drawn.contains(">nine tenths<") && drawn.contains(">8<"), "the axis reaches its ends");
    assert!(!gap.contains("<polygon") && !gap.contains(">nine tenths<"), "no two ends side by side");
}

#[test]
fn the_legend_names_nothing_that_is_not_drawn() {
    let empty = |label: &str| Line { label: label.into(), x: vec![0.0, 1.0], y: vec![f64::NAN; 2] };
    let mut odd = simple(&[1.0, 2.0]);
    odd.lines.insert(0, empty("absent"));
    odd.points = vec![Points { label: "none".into(), points: vec![] }];
    odd.dots = vec![Dot { line: 1, x: 0.0, y: f64::NAN }];
    odd.dot_label = "visits".into();
    let drawn = text(curves("legend", vec![odd]));
    assert!(drawn.contains(">curve<"));
    for label in ["absent", "none", "visits"] {
        assert!(!drawn.contains(&format!(">{label}<")), "{label}");
    }
    // The others keep their colours.
    assert!(group(&drawn, "curve: curve").contains("#d55e00"));
}

#[test]
fn panels_over_other_abscissae_have_axes_of_their_own() {
    let days = Curves { x_label: "days after".into(), ..simple(&[0.0, 1.0, 0.5, 0.2]) };
    let months = Curves {
        x_label: "time".into(),
        lines: vec![Line { label: "slow".into(), x: vec![0.0, 300.0], y: vec![0.0, 1.0] }],
        ..days.clone()
    };
    let days = Curves { marks: vec![], ..days };
    let months = Curves { marks: vec![], ..months };
    let drawn = text(curves("axes", vec![days, months]));
    let axes: Vec<&str> = drawn.split("<title>axes").skip(1).collect();
    assert_eq!(axes.len(), 2);
    for (axes, label, end, other) in
        [(axes[0], "days after", ">0.2<", ">300<"), (axes[1], "time", ">300<", ">days after<")]
    {
        assert!(
            axes.contains(&format!(">{label}<")) && axes.contains(end) && !axes.contains(other),
            "{axes}"
        );
    }
    checked(&curves("axes", vec![simple(&[1.0, 2.0]), panel("Long", 1.0)]));
}

#[test]
fn a_point_without_a_value_is_drawn_at_none() {
    let bare = Point { x: 0.5, y: None, x_ends: (0.2, 0.8), y_ends: None };
    let points = vec![Points { label: "first seen".into(), points: vec![bare] }];
    let band = Band { label: "accepted".into(), x: (0.3, 0.6), y: (f64::NEG_INFINITY, f64::INFINITY) };
    let drawn = text(curves("bare", vec![Curves { points, bands: vec![band], ..simple(&[0.0, 1.0]) }]));
    assert!(drawn.contains(">no value<"));
    let spot = numbers(group(&drawn, "points: first seen"), "circle", "cy")[0];
    let top = ordinates(group(&drawn, "curve: ")).into_iter().fold(f64::MAX, f64::min);
    // The frame of the values begins below it, and a twentieth above the largest.
    assert!(spot < top - 0.04 * 240.0 - 4.0, "{spot} {top}");
    checked(&curves("bare", vec![simple(&[0.0, 1.0])]));
}

#[test]
fn whole_numbers_have_whole_ticks() {
    let of = |x_whole| {
        let lines = vec![Line { label: "gain".into(), x: vec![2.0, 3.0, 4.0], y: vec![1.0, 2.0, 3.0] }];
        let bare = Curves { lines, marks: vec![], title: "Whole".into(), x_whole, ..Curves::default() };
        text(curves("whole", vec![bare]))
    };
    assert!(of(false).contains(">2.2<"));
    let whole = of(true);
    let axes = group(&whole, "axes");
    assert!(axes.contains(">2<") && axes.contains(">4<") && !axes.contains(">2.2<"), "{axes}");
}

/// Width and height of the ground of each map.
fn grounds(drawn: &str) -> Vec<(f64, f64)> {
    let grounds: String =
        drawn.split('<').filter(|tag| tag.contains("#d0d0d0")).map(|tag| format!("<{tag}")).collect();
    numbers(&grounds, "rect", "width").into_iter().zip(numbers(&grounds, "rect", "height")).collect()
}

#[test]
fn maps_are_to_scale_or_say_so() {
    let drawn = text(maps("scale", vec![vec![map(0, 1.0), map(7, 1.0)]]));
    for (width, height) in grounds(&drawn) {
        assert!((width / height - 1.5 / 2.0).abs() < 0.01, "{width} by {height}");
    }
    assert!(!drawn.contains("not to"));
    let wide = |times: f64| {
        let mut wide = map(0, 1.0);
        wide.x_faces.iter_mut().for_each(|face| *face *= times);
        wide
    };
    let (width, height) = grounds(&text(maps("slab", vec![vec![wide(2.0); 3]])))[0];
    assert!((width / height - 3.0 / 2.0).abs() < 0.02, "{width} by {height}");
    for (times, word) in [(0.05, "wide"), (20.0, "deep")] {
        let figure = maps(word, vec![vec![wide(times); 3]; 2]);
        checked(&figure);
        let drawn = text(figure);
        let (width, height) = grounds(&drawn)[0];
        let stretched = width / height / (1.5 * times / 2.0);
        let said = if stretched > 1.0 { stretched } else { 1.0 / stretched };
        assert!(drawn.contains("not to scale") && drawn.contains(word), "{word}");
        assert!(drawn.contains(&format!("{said:.1}")) || drawn.contains(&format!("{said:.0}")), "{said}");
    }
}

#[test]
fn a_letter_that_the_font_lacks_is_a_box_and_is_told() {
    let titled = |title: &str| curves("letters", vec![Curves { title: title.into(), ..simple(&[1.0, 2.0]) }]);
    let foreign = titled("Haut 皮膚 skin");
    assert_eq!(lacking(&[foreign.clone(), titled("µm² ± α")], &Paper::default()), ['皮', '膚']);
    assert!(warning(std::slice::from_ref(&foreign), &Paper::default()).unwrap().contains("皮 膚"));
    assert_eq!(warning(&[titled("µm² ± α")], &Paper::default()), None);
    let png = |figure: &Figure| {
        let place = tempfile::tempdir().unwrap();
        fs::read(&draw(figure, place.path()).unwrap()[0]).unwrap()
    };
    let [none, one, two] = ["", "皮", "皮膚"].map(|title| png(&titled(title)));
    assert!(none != one && one != two, "nothing is dropped in silence");
    assert!(text(foreign).contains("皮膚"));
}

#[test]
fn dashes_are_dashes_in_named_groups() {
    let drawn = text(curves("dashes", vec![panel("Dashes & <gaps>", 1.0)]));
    // Five curves, one with a gap, their samples, four marks and one sample: no loose dashes.
    assert_eq!(drawn.matches("<polyline").count(), 6 + 5 + 4 + 1);
    assert_eq!(attributes(&drawn, "polyline", "stroke-dasharray").len(), 4 + 1 + 4 + 4 + 1);
    for name in NAMES {
        assert!(group(&drawn, &format!("curve: {name}")).contains("<polyline"), "{name}");
    }
    assert!(group(&drawn, "marks: session").matches("<polyline").count() == 4);
    assert!(drawn.contains("<title>panel: Dashes &amp; &lt;gaps&gt;</title>"));
    let ids = attributes(&drawn, "g", "id");
    assert!(ids.len() > 8 && ids.iter().collect::<HashSet<_>>().len() == ids.len());
    assert_eq!(drawn.matches("<g ").count(), drawn.matches("</g>").count());
}

#[test]
fn a_png_knows_its_resolution() {
    let place = tempfile::tempdir().unwrap();
    let png = &draw(&curves("dpi", vec![simple(&[1.0, 2.0])]), place.path()).unwrap()[0];
    let reader = png::Decoder::new(BufReader::new(File::open(png).unwrap())).read_info().unwrap();
    let dims = reader.info().pixel_dims.unwrap();
    assert_eq!((dims.xppu, dims.yppu, dims.unit), (5669, 5669, png::Unit::Meter));
}

/// Figures of a scenario that is run.
fn run(more: &str) -> Vec<Figure> {
    let text = format!("schema = 1\n[device]\nname = \"pen\"\n{more}");
    let (scenario, _) = dermis::scenario::Scenario::parse("figures.toml", &text, &[]).unwrap();
    dermis::simulation::Simulation::new(&scenario).run(&mut |_, _| ()).unwrap().figures()
}

fn panels<'f>(figures: &'f [Figure], wanted: &str) -> &'f [Curves] {
    let found = figures.iter().find_map(|figure| match figure {
        Figure::Curves { name, panels } if name == wanted => Some(panels),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no figure {wanted}"))
}

fn reach(panel: &Curves) -> f64 {
    panel.lines.iter().flat_map(|line| &line.x).fold(0.0, |most, x| x.max(most))
}

#[test]
fn events_of_days_have_an_axis_of_days() {
    let figures = run(
        "[treatment]\ncount = 8\ninterval_days = 28\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 300\n",
    );
    let events = panels(&figures, "barrier_and_redness");
    for panel in &events[..4] {
        assert!(panel.x_label.contains("after the session") && reach(panel) <= 28.0, "{}", panel.title);
    }
    let water = &events[0];
    let labels: Vec<&str> = water.lines.iter().map(|line| line.label.as_str()).collect();
    assert_eq!(labels.len(), 6);
    assert_eq!((labels[0], labels[5]), ("session 1, day\u{a0}0", "session 8, day\u{a0}196"));
    assert!(water.lines.iter().all(|line| line.x[0] == 0.0 && line.y[0] < 1.1 * water.lines[0].y[0]));
    assert_eq!((reach(&events[4]), events[4].x_label.as_str()), (300.0, "time (days)"));
    let cells = panels(&figures, "cells_and_signals");
    assert!(reach(&cells[0]) <= 60.0 && cells[0].x_label == "time after the last session (days)");
    assert_eq!(reach(&cells[2]), 300.0);
    for panel in [&cells[0], &panels(&figures, "first_two_weeks")[3]] {
        assert_eq!(panel.y_label, "excess (units of about 500 cells/mm³)");
    }
    assert!(panels(&figures, "collagen").iter().all(|panel| panel.y_floor > 0.0));
    assert!(!figures.iter().any(|figure| matches!(figure, Figure::Curves { name, .. } if name == "defect")));
    // Without a session there is nothing to begin at.
    let rest = run("[treatment]\ncount = 0\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 30\n");
    let rest = panels(&rest, "barrier_and_redness");
    assert!(rest.iter().all(|panel| panel.x_label == "time (days)" && reach(panel) == 30.0));
}

#[test]
fn a_map_of_a_sessions_day_says_that_it_is_after_it() {
    let figures = run(
        "[indication]\nname = \"atrophic_acne_scar\"\n[treatment]\ncount = 1\nfirst_day = 2\n[grid]\ngeometry = \"cell\"\nspacing_um = 100\n[run]\ndays = 4\n[observe]\nmap_days = [0, 2, 4]\n",
    );
    let rows = figures.iter().find_map(|figure| match figure {
        Figure::HeatMaps { rows, .. } => Some(rows),
        _ => None,
    });
    let first: Vec<&str> = rows.unwrap()[0].iter().map(|map| map.title.as_str()).collect();
    assert_eq!(
        first,
        ["Collagen, day\u{a0}0", "Collagen, day\u{a0}2, just after the session", "Collagen, day\u{a0}4"]
    );
    for map in rows.unwrap().iter().flatten() {
        assert_eq!(map.x_label, "distance from the axis (mm)");
        assert!(map.value_floor > 0.0 && !map.value_label.contains("(about"), "{}", map.value_label);
    }
    let defect = panels(&figures, "defect");
    assert!(defect.iter().all(|panel| panel.lines[0].y.iter().any(|value| value.abs() > 0.01)));
}

/// Figures of a study in the geometry of one cell.
fn study(text: &str) -> Vec<Figure> {
    let place = tempfile::tempdir().unwrap();
    let base = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 2\ninterval_days = 14\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 60\n";
    fs::write(place.path().join("base.toml"), base).unwrap();
    fs::write(
        place.path().join("data.csv"),
        "outcome,day,value,spread\nneutrophils.dermis,1,1,0.1\nneutrophils.dermis,3,0.5,0.1\ntewl.surface,2,12,1\n",
    )
    .unwrap();
    let file = place.path().join("study.toml");
    fs::write(&file, format!("schema = 1\n{text}")).unwrap();
    let study = dermis::study::read::read(&file).unwrap().study().unwrap();
    let options =
        dermis::job::Options { figures: false, ..dermis::job::Options::into(place.path().join("out")) };
    dermis::job::study(&study, &options, &|_| ()).unwrap().findings.figures
}

/// No text on an axis or in a title is the name of a column or a key.
fn speaks_in_words(figures: &[Figure]) {
    for figure in figures {
        for label in labels(figure) {
            let raw = label.contains('_') || label.contains(".dermis") || label.contains("treatment.");
            assert!(!raw && !label.is_empty(), "{label}");
        }
    }
}

#[test]
fn arms_of_a_cohort_are_on_one_scale_with_bands_and_sessions() {
    let figures = study(
        "study = \"cohort\"\nscenario = \"base.toml\"\npatients = 4\narms = [\"needled:\", \"gentle: treatment.count=1\"]\nafter_last_days = 20\nmeasures = [\"gain_after_last\"]\n",
    );
    speaks_in_words(&figures);
    let courses = panels(&figures, "cohort_courses");
    assert_eq!(courses.len(), 2);
    assert!(courses[0].y_reach.is_some() && courses[0].y_reach == courses[1].y_reach);
    assert_eq!(courses[0].marks, [0.0, 14.0]);
    assert_eq!(courses[1].marks, [0.0]);
    for panel in courses {
        let (line, band) = (&panel.lines[0], &panel.ribbons[0]);
        assert!((0..line.x.len()).all(|at| band.low[at] <= line.y[at] && line.y[at] <= band.high[at]));
    }
    let under = &panels(&figures, "cohort_distributions")[0];
    assert_eq!(under.x_label, "gain in collagen after the last session (%)");
    assert!(under.x_floor > 0.0);
}

#[test]
fn sweeps_speak_in_words_and_count_in_whole_numbers() {
    let figures = study(
        "study = \"sweep\"\nscenario = \"base.toml\"\nvary = [\"treatment.count=2,3\", \"device.needle_length_mm=1,1.5\"]\nafter_last_days = 20\nmeasures = [\"sessions\", \"gain_after_last\", \"tewl.surface@3\"]\n",
    );
    speaks_in_words(&figures);
    let by = panels(&figures, "by_treatment_count");
    assert!(by.iter().all(|panel| panel.x_whole && panel.x_label == "number of sessions"));
    assert_eq!(by[0].y_label, "gain in collagen after the last session (%)");
    assert_eq!(by[2].y_label, "water loss, day\u{a0}3 (g/m²/h)");
    assert!(by[1].y_whole && !by[0].y_whole && by[0].y_floor > 0.0);
    let by = panels(&figures, "by_device_needle_length_mm");
    assert!(by.iter().all(|panel| !panel.x_whole && panel.x_label == "needle length (mm)"));
}

#[test]
fn fits_fronts_and_rankings_speak_in_words() {
    let fit = study(
        "study = \"calibrate\"\nscenario = \"base.toml\"\ndata = \"data.csv\"\ninputs = [\"neutrophil_death\"]\nstarts = 1\n",
    );
    speaks_in_words(&fit);
    let units: Vec<&str> = panels(&fit, "fit").iter().map(|panel| panel.y_label.as_str()).collect();
    assert_eq!(
        units,
        ["neutrophils, whole dermis (1 stands for about 500 cells/mm³)", "water loss (g/m²/h)"]
    );
    let front = study(
        "study = \"optimise\"\nscenario = \"base.toml\"\ninputs = [\"treatment.count=1..3\", \"device.needle_length_mm=0.5..2\"]\nafter_last_days = 20\nobjectives = [\"max gain_on_day\", \"min sessions\"]\nconstraints = [\"gain_on_day>=1\"]\npopulation = 8\ngenerations = 1\n",
    );
    speaks_in_words(&front);
    let front = &panels(&front, "front")[0];
    assert!(front.y_whole && front.x_floor > 0.0);
    let shown: usize = front.points.iter().map(|points| points.points.len()).sum();
    assert_eq!(shown, 8, "every course that was tried");
    let ranked = study(
        "study = \"sensitivity\"\nscenario = \"base.toml\"\nmethod = \"morris\"\ninputs = [\"fibroblast_synthesis\", \"collagen_relaxation\"]\ntrajectories = 3\nafter_last_days = 20\nmeasures = [\"gain_after_last\", \"barrier_days\"]\n",
    );
    speaks_in_words(&ranked);
    let Figure::Bars { panels, .. } = &ranked[0] else { panic!("bars") };
    assert!(panels.iter().all(|panel| panel.x_floor > 0.0));
}

/// The same word for whoever listens, as the names of arms and files are the user's.
#[test]
fn a_study_warns_of_letters_that_its_pictures_lack() {
    let place = tempfile::tempdir().unwrap();
    let scenario = "schema = 1\n[device]\nname = \"pen\"\n[treatment]\ncount = 1\n[grid]\ngeometry = \"well_mixed\"\n[run]\ndays = 20\n";
    for name in ["皮.toml", "b.toml"] {
        fs::write(place.path().join(name), scenario).unwrap();
    }
    let file = place.path().join("study.toml");
    let text =
        "schema = 1\nstudy = \"compare\"\nscenarios = [\"皮.toml\", \"b.toml\"]\nafter_last_days = 10\n";
    fs::write(&file, text).unwrap();
    let study = dermis::study::read::read(&file).unwrap().study().unwrap();
    let told = std::sync::Mutex::new(Vec::new());
    let options = dermis::job::Options::into(place.path().join("out"));
    let hear = |event: dermis::job::Event<'_>| {
        if let dermis::job::Event::Warning(text) = event {
            told.lock().unwrap().push(text.to_owned());
        }
    };
    dermis::job::study(&study, &options, &hear).unwrap();
    let told = told.into_inner().unwrap();
    assert!(told.iter().any(|text| text.contains("lacks 皮")), "{told:?}");
}
