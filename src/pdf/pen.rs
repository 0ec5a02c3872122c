//! Puts text, rules and boxes on a sheet, measured by the faces they are set in. It must not know what it writes.

use qrcodegen::{QrCode, QrCodeEcc};

use super::font::{Face, Fonts};
use super::sheet::{Code, Ink, Mark, Modules, Panel, Rule, Sheet, Stroke, Text};
use super::style::{CAPTION, Type};

/// A sheet and the faces to write on it.
pub(super) struct Pen<'fonts> {
    pub(super) fonts: &'fonts Fonts,
    sheet: Sheet,
}

impl<'fonts> Pen<'fonts> {
    pub(super) const fn new(fonts: &'fonts Fonts, size: (f32, f32)) -> Self {
        Self {
            fonts,
            sheet: Sheet::new(size),
        }
    }

    pub(super) fn sheet(self) -> Sheet {
        self.sheet
    }

    /// Writes from `x` to the right and gives where the text ends.
    pub(super) fn text(&mut self, x: f32, y: f32, style: Type, words: &str) -> f32 {
        let words = self.fonts.shown(style.face, words).into_owned();
        let width = self.fonts.width(style.face, style.size, &words);
        if !words.trim().is_empty() {
            self.sheet.marks.push(Mark::Text(Text {
                x,
                y,
                width,
                face: style.face,
                size: style.size,
                ink: style.ink,
                words,
            }));
        }
        x + width
    }

    /// Writes so that the text ends at `x`.
    pub(super) fn text_to(&mut self, x: f32, y: f32, style: Type, words: &str) {
        let _ = self.text(x - self.width(style, words), y, style, words);
    }

    /// Writes from `x` within `room`: smaller where it must be, and cut where even the smallest type is too wide.
    pub(super) fn fit(&mut self, x: f32, y: f32, style: Type, room: f32, words: &str) -> f32 {
        let smaller = self.fitted(style, room, words);
        if smaller.size >= CAPTION.size {
            return self.text(x, y, smaller, words);
        }
        let smallest = style.sized(style.size.min(CAPTION.size));
        let lines = self.wrapped(smallest, room, 1, words);
        let words = lines.first().map_or("", String::as_str);
        self.text(x, y, smallest, words)
    }

    /// Writes lines below one another within `room`, all in the type that fits the widest.
    pub(super) fn block_of(
        &mut self,
        (x, y): (f32, f32),
        leading: f32,
        style: Type,
        room: f32,
        lines: &[String],
    ) {
        let size = lines
            .iter()
            .map(|line| self.fitted(style, room, line).size)
            .fold(style.size, f32::min)
            .max(CAPTION.size);
        let mut y = y;
        for line in lines {
            let _ = self.fit(x, y, style.sized(size), room, line);
            y += leading;
        }
    }

    /// Writes so that the text's middle is at `x`.
    pub(super) fn text_around(&mut self, x: f32, y: f32, style: Type, words: &str) {
        let _ = self.text(x - self.width(style, words) / 2.0, y, style, words);
    }

    /// Writes so that the text ends at `x`, smaller where it would be wider than `room`.
    pub(super) fn figure_to(&mut self, x: f32, y: f32, style: Type, room: f32, words: &str) {
        self.text_to(x, y, self.fitted(style, room, words), words);
    }

    /// Writes pieces one after another on one line.
    pub(super) fn pieces(&mut self, x: f32, y: f32, pieces: &[(Type, &str)]) -> f32 {
        pieces
            .iter()
            .fold(x, |x, (style, words)| self.text(x, y, *style, words))
    }

    /// Writes lines below one another.
    pub(super) fn lines(&mut self, x: f32, y: f32, leading: f32, style: Type, lines: &[String]) {
        let mut y = y;
        for line in lines {
            let _ = self.text(x, y, style, line);
            y += leading;
        }
    }

    pub(super) fn width(&self, style: Type, words: &str) -> f32 {
        let words = self.fonts.shown(style.face, words);
        self.fonts.width(style.face, style.size, &words)
    }

    /// The style, smaller where `words` would be wider than `room`.
    pub(super) fn fitted(&self, style: Type, room: f32, words: &str) -> Type {
        let width = self.width(style, words);
        if width <= room {
            style
        } else {
            // Tenths of a point, rounded down, so that the result is never too wide.
            style.sized((style.size * room / width * 10.0).floor() / 10.0)
        }
    }

    /// Breaks words into lines no wider than `room`.
    ///
    /// A word that is wider breaks wherever it must. What would need more than `most` lines is cut there, and the
    /// last line ends with `…` to say so.
    pub(super) fn wrapped(&self, style: Type, room: f32, most: usize, words: &str) -> Vec<String> {
        let words = self.fonts.shown(style.face, words);
        let fits = |line: &str| self.fonts.width(style.face, style.size, line) <= room;
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in words.split_whitespace() {
            let longer = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if fits(&longer) {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for c in word.chars() {
                line.push(c);
                if !fits(&line) && line.chars().nth(1).is_some() {
                    let _ = line.pop();
                    lines.push(std::mem::replace(&mut line, c.to_string()));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        if lines.len() > most {
            let mut last = lines.split_off(most.saturating_sub(1)).join(" ");
            while !fits(&format!("{last}…")) && last.pop().is_some() {}
            lines.push(format!("{}…", last.trim_end()));
        }
        lines
    }

    /// Writes pieces one after another, breaking between words wherever a line would be wider than `room`. Gives the
    /// baseline of the last line.
    pub(super) fn flow(
        &mut self,
        (left, top): (f32, f32),
        room: f32,
        leading: f32,
        pieces: &[(Type, String)],
    ) -> f32 {
        let (mut x, mut y) = (left, top);
        for (style, words) in pieces {
            let gap = self.width(*style, " ");
            let mut run = String::new();
            let mut begin = x;
            let mut is_after_blank = words.starts_with(' ');
            for word in words.split_whitespace() {
                let blank = if is_after_blank && x > left { gap } else { 0.0 };
                let wide = self.width(*style, word);
                if x > left && x + blank + wide > left + room {
                    let _ = self.text(begin, y, *style, &run);
                    run.clear();
                    (x, y) = (left, y + leading);
                    begin = x;
                } else if blank > 0.0 {
                    if run.is_empty() {
                        begin += blank;
                    } else {
                        run.push(' ');
                    }
                    x += blank;
                }
                run.push_str(word);
                x += wide;
                is_after_blank = true;
            }
            let _ = self.text(begin, y, *style, &run);
            if words.ends_with(' ') && !run.is_empty() {
                x += gap;
            }
        }
        y
    }

    pub(super) fn rule(&mut self, from: (f32, f32), to: (f32, f32), weight: f32, ink: Ink) {
        self.sheet.marks.push(Mark::Rule(Rule {
            from,
            to,
            weight,
            ink,
            stroke: Stroke::Whole,
        }));
    }

    /// A rule from one edge of the paper to the other, to be torn along.
    pub(super) fn perforation(&mut self, y: f32) {
        self.sheet.marks.push(Mark::Rule(Rule {
            from: (0.0, y),
            to: (self.sheet.width, y),
            weight: 0.3,
            ink: Ink::Muted,
            stroke: Stroke::Dashed,
        }));
    }

    pub(super) fn panel(&mut self, panel: Panel) {
        self.sheet.marks.push(Mark::Panel(panel));
    }

    /// An outlined box with rounded corners.
    pub(super) fn frame(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), weight: f32) {
        let ink = if weight < 0.4 { Ink::Edge } else { Ink::Ink };
        self.panel(Panel {
            x,
            y,
            width,
            height,
            radius: (1.6, 1.6),
            fill: None,
            outline: Some((weight, ink)),
        });
    }

    /// A filled rectangle.
    pub(super) fn block(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), ink: Ink) {
        self.panel(Panel {
            x,
            y,
            width,
            height,
            radius: (0.0, 0.0),
            fill: Some(ink),
            outline: None,
        });
    }

    /// The practice's mark: its initials on a rounded square.
    pub(super) fn mark(&mut self, (x, y): (f32, f32), side: f32, name: &str) {
        self.panel(Panel {
            x,
            y,
            width: side,
            height: side,
            radius: (side * 0.18, side * 0.18),
            fill: Some(Ink::Accent),
            outline: None,
        });
        let initials: String = name
            .split_whitespace()
            .filter_map(|word| word.chars().next().filter(|c| c.is_alphanumeric()))
            .take(2)
            .flat_map(char::to_uppercase)
            .collect();
        let style = Type::new(Face::Bold, side * 1.5).inked(Ink::White);
        let style = self.fitted(style, side * 0.78, &initials);
        // Capitals are 0.66 em high.
        let high = style.size * super::font::MM_PER_PT * 0.66;
        self.text_around(
            x + side / 2.0,
            y + side / 2.0 + high / 2.0,
            style,
            &initials,
        );
    }

    /// A QR code of `holds`; nothing when it is too long for one.
    pub(super) fn code(&mut self, (x, y): (f32, f32), side: f32, holds: &str) {
        let Ok(code) = QrCode::encode_text(holds, QrCodeEcc::Medium) else {
            return;
        };
        let Ok(modules) = u8::try_from(code.size()) else {
            return;
        };
        let dark = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .map(|(x, y)| code.get_module(x, y))
            .collect();
        self.sheet.marks.push(Mark::Code(Code {
            x,
            y,
            side,
            holds: holds.to_owned(),
            modules: Modules {
                side: modules,
                dark,
            },
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::style::{BODY, HEADLINE};

    fn with(test: impl Fn(Pen<'_>)) {
        test(Pen::new(&Fonts::load().unwrap(), Sheet::LETTER));
    }

    #[test]
    fn lines_are_never_wider_than_their_room() {
        with(|pen| {
            for words in [
                "Removal of a skin growth on the left arm, with closure in two layers",
                "Otorhinolaryngologicalconsultationwithoutanyspaces",
                "a",
                "",
            ] {
                for room in [4.0, 12.0, 45.0] {
                    let lines = pen.wrapped(BODY, room, 99, words);
                    for line in &lines {
                        assert!(pen.width(BODY, line) <= room, "{line}");
                    }
                    let whole: String = lines.concat().split_whitespace().collect();
                    let meant: String = words.split_whitespace().collect();
                    assert_eq!(whole, meant);
                }
            }
        });
    }

    #[test]
    fn what_is_cut_says_so() {
        with(|pen| {
            let lines = pen.wrapped(BODY, 30.0, 2, &"word ".repeat(60));
            assert_eq!(lines.len(), 2);
            assert!(lines[1].ends_with('…'));
            assert!(pen.width(BODY, &lines[1]) <= 30.0);
        });
    }

    #[test]
    fn figures_shrink_to_their_room() {
        with(|pen| {
            let style = pen.fitted(HEADLINE, 40.0, "$9,999,999.99");
            assert!(style.size < HEADLINE.size);
            assert!(pen.width(style, "$9,999,999.99") <= 40.0);
            assert_eq!(pen.fitted(HEADLINE, 40.0, "$5.00"), HEADLINE);
        });
    }

    #[test]
    fn a_code_too_long_is_left_out() {
        with(|mut pen| {
            pen.code((0.0, 0.0), 17.0, &"x".repeat(9000));
            assert!(pen.sheet().marks.is_empty());
        });
    }
}
