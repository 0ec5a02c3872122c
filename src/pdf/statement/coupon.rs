//! The lower third of page 1, which is torn off and mailed with a check, and the form on its back. There is no place
//! for a card number, and there must never be one.

use crate::domain::letterhead::postal;
use crate::domain::statement::Statement;
use crate::pdf::font::Face;
use crate::pdf::pen::Pen;
use crate::pdf::sheet::Ink;
use crate::pdf::style::{BODY, CAPTION, HEADING, LEFT, OUTLINE, POSTAL, RIGHT, SMALL, TITLE, Type};
use crate::pdf::words;

use super::{PERFORATION, Sides};

/// What a reading machine reads.
const SCAN: Type = Type::new(Face::Scan, 10.6);
/// Where the right half starts.
const HALF: f32 = 118.0;

/// Draws the coupon.
pub(super) fn draw(page: &mut Pen<'_>, statement: &Statement) {
    page.perforation(PERFORATION);
    let caption = "Please detach here and mail the lower part with your check.";
    let _ = page.text(LEFT, 190.3, CAPTION, caption);
    page.text_to(RIGHT, 190.3, CAPTION, "Keep the upper part.");
    particulars(page, statement);
    boxes(page, statement);
    reply_address(page, statement);
    let scan = statement.scan_line();
    page.code((182.0, 235.0), 18.0, &scan.digits());
    page.text_to(RIGHT, 256.2, CAPTION, "For our scanner");
    page.text_to(RIGHT, 271.0, SCAN, &scan.to_string());
}

fn particulars(page: &mut Pen<'_>, statement: &Statement) {
    let account = statement.account();
    let _ = page.text(LEFT, 199.5, TITLE.sized(14.0), "Payment coupon");
    let number = format!("{} of {}", account.statement, words::day(account.made_on));
    let mut y = 205.6;
    for (label, value) in [
        ("Name", account.guarantor.name()),
        ("Account", account.number.to_string()),
        ("Statement", number),
        ("Check payable to", account.practice.name.clone()),
    ] {
        let _ = page.text(LEFT, y, BODY.muted(), label);
        let _ = page.fit(44.5, y, BODY.semibold(), 69.0, &value);
        y += 4.4;
    }
    let how = match (
        account.practice.pay_page(),
        account.practice.phone.is_empty(),
    ) {
        (Some(_), _) => " Use the code, the website or the phone.",
        (None, false) => " Please call us.",
        (None, true) => " Please pay at our desk.",
    };
    let _ = page.pieces(
        LEFT,
        224.1,
        &[(SMALL.semibold(), "Paying by card?"), (SMALL, how)],
    );
    let never = "Please never write a card number on this slip.";
    let _ = page.text(LEFT, 227.9, SMALL, never);
    page.panel(crate::pdf::sheet::Panel {
        x: LEFT,
        y: 231.3,
        width: 3.0,
        height: 3.0,
        radius: (0.0, 0.0),
        fill: None,
        outline: Some((OUTLINE, Ink::Ink)),
    });
    let tick = "New address or insurance? Tick here and write it on the back.";
    let _ = page.text(20.4, 233.8, SMALL, tick);
}

fn boxes(page: &mut Pen<'_>, statement: &Statement) {
    let due = statement.amount_due();
    let by = if due.is_zero() {
        "–".to_owned()
    } else {
        words::day(statement.account().due_on)
    };
    let figure = Type::new(Face::Bold, 16.0);
    for (x, label, value, size) in [
        (HALF, "Amount due", words::dollars(due), 16.0),
        (160.5, "Please pay by", by, 14.0),
    ] {
        page.frame((x, 194.6), (39.5, 17.0), OUTLINE);
        let _ = page.text(x + 3.3, 199.3, SMALL, label);
        let style = page.fitted(figure.sized(size), 33.0, &value);
        let _ = page.text(x + 3.3, 205.7, style, &value);
    }
    page.frame((HALF, 214.6), (82.0, 17.0), 0.5);
    let _ = page.text(121.3, 219.4, SMALL.semibold(), "Amount enclosed");
    let _ = page.text(121.5, 228.5, Type::new(Face::Regular, 16.0), "$");
    page.rule((127.4, 228.5), (195.6, 228.5), OUTLINE, Ink::Edge);
}

/// Where the payment goes, behind the reply envelope's window.
fn reply_address(page: &mut Pen<'_>, statement: &Statement) {
    let practice = &statement.account().practice;
    let mut lines = vec![postal(&practice.name)];
    lines.extend(practice.pay_to.postal_lines());
    let (style, leading, y) = if lines.len() > 3 {
        (POSTAL.sized(9.5), 3.6, 249.0)
    } else {
        (POSTAL, 4.37, 249.8)
    };
    page.block_of((26.0, y), leading, style, 100.0, &lines);
}

/// Draws the form that lies behind the coupon when both sides are printed.
pub(super) fn draw_back(page: &mut Pen<'_>, sides: Sides) {
    match sides {
        Sides::Both => {
            page.perforation(PERFORATION);
            let caption = "Back of the coupon. Nothing you need to keep is below this line.";
            let _ = page.text(LEFT, 190.3, CAPTION, caption);
        }
        Sides::One => {
            let caption = "Fill this in and mail it with the coupon if something has changed.";
            let _ = page.text(LEFT, 190.3, CAPTION, caption);
        }
    }
    let ask = "New address, phone or insurance? Write it here.";
    let _ = page.text(LEFT, 199.8, HEADING, ask);
    let mut y = 210.9;
    for (left, right) in [
        ("Name", "Phone"),
        ("Street and apartment", "City, state, ZIP"),
        (
            "Insurance company and its phone",
            "Member number, group, first day of cover",
        ),
        ("Policy holder and date of birth", "Signature and date"),
    ] {
        for (x, label) in [(LEFT, left), (112.0, right)] {
            page.rule((x, y), (x + 88.0, y), OUTLINE, Ink::Edge);
            let _ = page.text(x, y + 2.9, CAPTION, label);
        }
        y += 13.65;
    }
}
