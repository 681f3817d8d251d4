//! Texts that servers mangle, from a number.

use super::draw::Dice;

/// What texts are put together from: what forms and JSON reserve, white space inside, letters beyond ASCII, marks
/// that combine with the letter before them.
const PIECES: [&str; 24] = [
    "a", "b", "Z", "7", "0", "-", "_", ".", "é", "e\u{301}", "ß", "ж", "日", "ש", "&", "=", "+",
    "%", "%41", "\"", "\\", "/", "'", " x",
];

/// Pieces that no limit in characters counts otherwise than in bytes.
const PLAIN: usize = 8;

/// A text of exactly `length` characters (Unicode scalar values).
pub(super) fn text_of(dice: &mut Dice, length: usize, is_plain: bool) -> String {
    let pieces = if is_plain { PLAIN } else { PIECES.len() };
    let mut text = String::new();
    let mut left = length;
    while left > 0 {
        let piece = PIECES.get(dice.below(pieces)).copied().unwrap_or("a");
        let size = piece.chars().count();
        if size <= left {
            text.push_str(piece);
            left -= size;
        } else {
            text.push('a');
            left -= 1;
        }
    }
    text
}

/// A length up to `most`, short ones more often, the border itself now and then.
pub(super) fn length(dice: &mut Dice, most: usize) -> usize {
    let reach = match dice.below(8) {
        0..=3 => 8,
        4..=5 => 40,
        6 => 120,
        _ => return most - dice.below(2).min(most - 1),
    };
    1 + dice.below(reach.min(most))
}

#[cfg(test)]
mod tests {
    use super::{Dice, length, text_of};

    #[test]
    fn lengths_are_kept() {
        let mut dice = Dice::new(1);
        for _ in 0..1000 {
            let length = length(&mut dice, 500);
            assert!((1..=500).contains(&length));
            assert_eq!(text_of(&mut dice, length, false).chars().count(), length);
            assert!(text_of(&mut dice, length, true).is_ascii());
        }
        assert_eq!(length(&mut dice, 1), 1);
    }
}
