//! One sheet → printpdf's operations. A setting is written only when it changes.

use printpdf::{
    BuiltinFont, Color, CurTransMat, Line, LineDashPattern, LinePoint, Op, PaintMode,
    PdfFontHandle, Point, Polygon, PolygonRing, Pt, Rgb, TextItem, TextMatrix, WindingOrder,
};

use crate::pdf::font::{Face, Fonts, MM_PER_PT};
use crate::pdf::sheet::{Code, Ink, Mark, Panel, Rule, Sheet, Stroke, Text, Typed};

use super::font_id;

/// How far a quarter circle's handles stand from its ends, in radii.
const ROUND: f32 = 0.552_284_8;

/// What is drawn so far and the settings in force.
struct Canvas<'fonts> {
    fonts: &'fonts Fonts,
    height: f32,
    operations: Vec<Op>,
    is_in_text: bool,
    font: Option<(Face, f32)>,
    fill: Option<Ink>,
    outline: Option<Ink>,
    weight: Option<f32>,
    stroke: Stroke,
}

/// Gives the operations that draw a sheet.
pub(super) fn operations(fonts: &Fonts, sheet: &Sheet) -> Vec<Op> {
    let mut canvas = Canvas {
        fonts,
        height: sheet.height,
        operations: Vec::new(),
        is_in_text: false,
        font: None,
        fill: None,
        outline: None,
        weight: None,
        stroke: Stroke::Whole,
    };
    for mark in &sheet.marks {
        match mark {
            Mark::Text(text) => canvas.text(text),
            Mark::Rule(rule) => canvas.rule(rule),
            Mark::Panel(panel) => canvas.panel(panel),
            Mark::Code(code) => canvas.code(code),
            Mark::Typed(typed) => canvas.typed(typed),
        }
    }
    canvas.leave_text();
    canvas.operations
}

/// Chooses a face and a size in points.
pub(super) fn set_font(face: Face, size: f32) -> Op {
    Op::SetFont {
        font: PdfFontHandle::External(font_id(face)),
        size: Pt(size),
    }
}

/// Chooses the face of typed words.
pub(super) const fn set_type() -> Op {
    Op::SetFont {
        font: PdfFontHandle::Builtin(BuiltinFont::Courier),
        size: Pt(Typed::SIZE),
    }
}

impl Canvas<'_> {
    /// Typed words do without a face of ours: the file names Courier, and nothing is embedded.
    fn typed(&mut self, typed: &Typed) {
        self.fill(Ink::Ink);
        if !self.is_in_text {
            self.is_in_text = true;
            self.operations.push(Op::StartTextSection);
        }
        self.font = None;
        let place = self.point(typed.x, typed.y);
        self.operations.extend([
            set_type(),
            Op::SetTextMatrix {
                matrix: TextMatrix::Translate(place.x, place.y),
            },
            Op::ShowText {
                items: vec![TextItem::Text(typed.words.clone())],
            },
        ]);
    }

    fn text(&mut self, text: &Text) {
        self.fill(text.ink);
        if !self.is_in_text {
            self.is_in_text = true;
            self.operations.push(Op::StartTextSection);
        }
        if self.font != Some((text.face, text.size)) {
            self.font = Some((text.face, text.size));
            self.operations.push(set_font(text.face, text.size));
        }
        let place = self.point(text.x, text.y);
        self.operations.push(Op::SetTextMatrix {
            matrix: TextMatrix::Translate(place.x, place.y),
        });
        self.operations.push(Op::ShowText {
            items: kerned(self.fonts, text),
        });
    }

    fn rule(&mut self, rule: &Rule) {
        self.leave_text();
        self.outline(rule.weight, rule.ink);
        self.dash(rule.stroke);
        let points = [rule.from, rule.to]
            .map(|(x, y)| self.corner(x, y))
            .to_vec();
        self.operations.push(Op::DrawLine {
            line: Line {
                points,
                is_closed: false,
            },
        });
    }

    fn panel(&mut self, panel: &Panel) {
        self.leave_text();
        if let Some(ink) = panel.fill {
            self.fill(ink);
        }
        if let Some((weight, ink)) = panel.outline {
            self.outline(weight, ink);
            self.dash(Stroke::Whole);
        }
        let mode = match (panel.fill, panel.outline) {
            (Some(_), Some(_)) => PaintMode::FillStroke,
            (Some(_), None) => PaintMode::Fill,
            (None, Some(_)) => PaintMode::Stroke,
            (None, None) => return,
        };
        let points = self.outline_of(panel);
        self.operations.push(Op::DrawPolygon {
            polygon: Polygon {
                rings: vec![PolygonRing { points }],
                mode,
                winding_order: WindingOrder::NonZero,
            },
        });
    }

    /// Draws each row's runs of dark squares as one rectangle, all of them in one path, so that no hairlines show
    /// between them. The square is the unit, which keeps the numbers short.
    fn code(&mut self, code: &Code) {
        self.leave_text();
        self.fill(Ink::Ink);
        let unit = code.side / f32::from(code.modules.side) / MM_PER_PT;
        let origin = self.point(code.x, code.y);
        let at = |x: u8, y: u8| LinePoint {
            p: Point {
                x: Pt(f32::from(x)),
                y: Pt(f32::from(y)),
            },
            bezier: false,
        };
        let width = usize::from(code.modules.side);
        let mut rings = Vec::new();
        for (row, dark) in (0_u8..).zip(code.modules.dark.chunks(width)) {
            let below = row.saturating_add(1);
            for (start, end) in runs(dark) {
                rings.push(PolygonRing {
                    points: vec![
                        at(start, row),
                        at(end, row),
                        at(end, below),
                        at(start, below),
                    ],
                });
            }
        }
        self.operations.extend([
            Op::SaveGraphicsState,
            Op::SetTransformationMatrix {
                matrix: CurTransMat::Raw([unit, 0.0, 0.0, -unit, origin.x.0, origin.y.0]),
            },
            Op::DrawPolygon {
                polygon: Polygon {
                    rings,
                    mode: PaintMode::Fill,
                    winding_order: WindingOrder::NonZero,
                },
            },
            Op::RestoreGraphicsState,
        ]);
    }

    /// The corners of a panel, rounded where it asks for it, clockwise from the top left.
    fn outline_of(&self, panel: &Panel) -> Vec<LinePoint> {
        let (left, top) = (panel.x, panel.y);
        let (right, bottom) = (panel.x + panel.width, panel.y + panel.height);
        let (near, far) = panel.radius;
        let mut points = vec![self.corner(left + near, top)];
        for (radius, from, corner, to) in [
            (far, (right - far, top), (right, top), (right, top + far)),
            (
                far,
                (right, bottom - far),
                (right, bottom),
                (right - far, bottom),
            ),
            (
                near,
                (left + near, bottom),
                (left, bottom),
                (left, bottom - near),
            ),
            (near, (left, top + near), (left, top), (left + near, top)),
        ] {
            points.push(self.corner(from.0, from.1));
            if radius > 0.0 {
                for end in [from, to] {
                    let towards = |end: f32, corner: f32| end + (corner - end) * ROUND;
                    points.push(LinePoint {
                        p: self.point(towards(end.0, corner.0), towards(end.1, corner.1)),
                        bezier: true,
                    });
                }
                points.push(self.corner(to.0, to.1));
            }
        }
        points
    }

    fn corner(&self, x: f32, y: f32) -> LinePoint {
        LinePoint {
            p: self.point(x, y),
            bezier: false,
        }
    }

    /// Millimetres from the top left → points from the bottom left, to a hundredth of a point.
    fn point(&self, x: f32, y: f32) -> Point {
        let points = |mm: f32| Pt((mm / MM_PER_PT * 100.0).round() / 100.0);
        Point {
            x: points(x),
            y: points(self.height - y),
        }
    }

    fn leave_text(&mut self) {
        if self.is_in_text {
            self.is_in_text = false;
            self.operations.push(Op::EndTextSection);
        }
    }

    fn fill(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.fill = Some(ink);
            self.operations.push(Op::SetFillColor { col: color(ink) });
        }
    }

    fn outline(&mut self, weight: f32, ink: Ink) {
        if self.outline != Some(ink) {
            self.outline = Some(ink);
            self.operations
                .push(Op::SetOutlineColor { col: color(ink) });
        }
        if self.weight != Some(weight) {
            self.weight = Some(weight);
            self.operations.push(Op::SetOutlineThickness {
                pt: Pt(weight / MM_PER_PT),
            });
        }
    }

    fn dash(&mut self, stroke: Stroke) {
        if self.stroke != stroke {
            self.stroke = stroke;
            let dash = match stroke {
                Stroke::Whole => LineDashPattern::solid(),
                Stroke::Dashed => LineDashPattern::new(0.0, &[2.1, 1.7]),
            };
            self.operations.push(Op::SetLineDashPattern { dash });
        }
    }
}

fn color(ink: Ink) -> Color {
    let (r, g, b) = ink.rgb();
    let part = |byte: u8| (f32::from(byte) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb {
        r: part(r),
        g: part(g),
        b: part(b),
        icc_profile: None,
    })
}

/// The text cut where two letters stand closer or farther than their widths say, with the difference between.
fn kerned(fonts: &Fonts, text: &Text) -> Vec<TextItem> {
    let face = fonts.face(text.face);
    let mut items = Vec::new();
    let mut run = String::new();
    let mut before = None;
    for c in text.words.chars() {
        let kern = before.map_or(0, |before| face.kern(before, c));
        if kern != 0 {
            items.push(TextItem::Text(std::mem::take(&mut run)));
            items.push(TextItem::Offset(
                -f32::from(kern) * 1000.0 / face.units_per_em(),
            ));
        }
        run.push(c);
        before = Some(c);
    }
    items.push(TextItem::Text(run));
    items
}

/// Where dark squares start and end in a row.
fn runs(row: &[bool]) -> Vec<(u8, u8)> {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for (place, _) in (0_u8..).zip(row).filter(|(_, dark)| **dark) {
        match runs.last_mut() {
            Some((_, end)) if *end == place => *end = place.saturating_add(1),
            _ => runs.push((place, place.saturating_add(1))),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_squares_side_by_side_are_one_run() {
        let row = [true, true, false, true, false, false, true];
        assert_eq!(runs(&row), [(0, 2), (3, 4), (6, 7)]);
        assert!(runs(&[false; 5]).is_empty());
    }
}
