//! What the scripts of a page draw, as it stands in its text.

use serde_json::{Map, Value, json};

use super::films::packed;
use super::{Held, data};
use crate::figure::{Figure, Film};

/// Layout of the data of a page; another one is not read back.
const LAYOUT: u64 = 1;
/// What stands before the data in a page, and after it.
const BEGINS: &str = "<script type=\"application/json\" id=\"data\">";
const ENDS: &str = "</script>";

/// Panels and films of a page, as plain values: those of a page that was written before can go into a new one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawings {
    /// Panels of curves and bars in order, each with the `name` of its figure.
    pub panels: Vec<Value>,
    /// Panels that have published values beside them.
    pub beside: Vec<Value>,
    /// A field in one slice of the skin each, over days.
    pub films: Vec<Value>,
}

impl Drawings {
    /// Of figures and films; maps are no panels, as they are better scrubbed through.
    pub fn of(figures: &[Figure], films: &[Film]) -> Self {
        let films = packed(films).iter().map(data::film).collect();
        Self { panels: data::panels(figures), beside: Vec::new(), films }
    }

    /// Of a page; nothing where it has none of this layout.
    pub fn of_page(html: &str) -> Option<Self> {
        let (_, after) = html.split_once(BEGINS)?;
        let mut data: Map<String, Value> = serde_json::from_str(after.split_once(ENDS)?.0).ok()?;
        let mut list = |name: &str| match data.remove(name)? {
            Value::Array(all) => Some(all),
            _ => None,
        };
        let (panels, beside, films) = (list("panels")?, list("beside")?, list("films")?);
        (data.get("layout")?.as_u64() == Some(LAYOUT)).then_some(Self { panels, beside, films })
    }

    /// As a page holds them, with those of targets; of panels that the folder has as pictures too, with their file.
    pub(super) fn in_page(&self, drawn: bool, sessions: &[f64], held: &[Held]) -> Value {
        let filed = |panels: &[Value]| {
            let mut panels = panels.to_vec();
            for panel in panels.iter_mut().filter_map(Value::as_object_mut) {
                let name = panel.get("name").and_then(Value::as_str).filter(|_| drawn);
                let file = name.map_or(Value::Null, |name| json!(format!("{name}.svg")));
                panel.insert("file".into(), file);
            }
            panels
        };
        let held: Map<String, Value> =
            held.iter().map(|target| (target.id.clone(), filed(&target.panels).into())).collect();
        json!({
            "layout": LAYOUT, "panels": filed(&self.panels), "beside": self.beside, "films": self.films,
            "sessions": sessions, "held": held,
        })
    }

    /// What is to be told of films with fewer days than usual; nothing where all have theirs.
    pub(super) fn note(&self) -> Option<String> {
        let left_out = self.films.iter().filter_map(|film| film.get("leftOut")?.as_u64()).max();
        let sparse = self.films.iter().any(|film| film.get("sparse") == Some(&Value::Bool(true)));
        match left_out {
            Some(days @ 1..) => Some(format!(
                "The grid is large: {days} of the days that were kept are left out here, so that the page stays small."
            )),
            _ if sparse => Some("The grid is large: it is shown every half a year alone.".to_owned()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_holds_is_read_back_to_the_bit() {
        let panel = json!({ "name": "collagen", "y": [1.234567e-30, 1.0 / 3.0, null] });
        let film = json!({ "field": "a < b", "low": f64::from(0.1_f32), "leftOut": 0 });
        let drawings = Drawings { panels: vec![panel], beside: Vec::new(), films: vec![film] };
        let page = |drawings: &Drawings| {
            format!("<p>{BEGINS}{}{ENDS}", data::quoted(&drawings.in_page(true, &[1.0], &[])))
        };
        let back = Drawings::of_page(&page(&drawings)).unwrap();
        assert_eq!((&back.films, page(&back)), (&drawings.films, page(&drawings)));
        let other = page(&drawings).replace("\"layout\":1", "\"layout\":0");
        assert_eq!((Drawings::of_page(&other), Drawings::of_page("<p>")), (None, None));
        assert_eq!(Drawings::of_page(&page(&drawings)[..80]), None);
    }
}
