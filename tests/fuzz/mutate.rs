//! Inputs made of others: bits, words and pieces, by a counted random stream.

/// Words that have made readers stumble.
const WORDS: [&str; 34] = [
    "nan",
    "-inf",
    "1e308",
    "-1e308",
    "5e-324",
    "1e400",
    "0",
    "-0.0",
    "-1",
    "9223372036854775807",
    "18446744073709551616",
    "4294967296",
    "99999",
    "true",
    "\"\"",
    "\"\\u0000\"",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    "..",
    ":",
    "\n",
    "\r\n",
    "\u{feff}",
    "#",
    "'''",
    "\"\"\"",
    "a.b.c.d",
    "\u{202e}é𝄞",
];

/// A random stream (splitmix64).
pub struct Stream(pub u64);

impl Stream {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Less than `most`; 0 where that is 0.
    pub fn below(&mut self, most: usize) -> usize {
        if most == 0 { 0 } else { (self.next() % most as u64) as usize }
    }
}

/// Begin and end of a piece.
fn piece(bytes: &[u8], most: usize, by: &mut Stream) -> [usize; 2] {
    let from = by.below(bytes.len() + 1);
    let length = by.below((bytes.len() - from).min(most) + 1);
    [from, from + length]
}

/// Changes bytes a few times; `other` lends pieces.
pub fn mutated(bytes: &[u8], other: &[u8], by: &mut Stream) -> Vec<u8> {
    let mut all = bytes.to_vec();
    for _ in 0..=by.below(4) {
        let at = by.below(all.len() + 1);
        match by.below(9) {
            0 if at < all.len() => all[at] ^= 1 << by.below(8),
            1 if at < all.len() => all[at] = by.next() as u8,
            2 => {
                let [from, to] = piece(&all, 40, by);
                all.drain(from..to);
            }
            3 => {
                let [from, to] = piece(&all, 200, by);
                let copy = all[from..to].to_vec();
                all.splice(at..at, copy);
            }
            4 => {
                let [from, to] = piece(other, 200, by);
                all.splice(at..at, other[from..to].iter().copied());
            }
            5 => all.truncate(at),
            6 => {
                // In place of a number or a word.
                let part = |byte: &u8| byte.is_ascii_alphanumeric() || b".-+_".contains(byte);
                let from = all[..at].iter().rposition(|byte| !part(byte)).map_or(0, |at| at + 1);
                let to =
                    all[at..].iter().position(|byte| !part(byte)).map_or(all.len(), |length| at + length);
                all.splice(from..to, word(by).bytes());
            }
            7 => {
                let times = 1 << by.below(10);
                let [from, to] = piece(&all, 8, by);
                let copy = all[from..to].repeat(times);
                all.splice(at..at, copy);
            }
            _ => {
                all.splice(at..at, word(by).bytes());
            }
        }
    }
    all
}

fn word(by: &mut Stream) -> &'static str {
    WORDS[by.below(WORDS.len())]
}
