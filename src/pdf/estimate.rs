//! A good-faith estimate → its pages: what is planned, what each provider would bill, what all of it comes to, and what to
//! do when the bill is much higher.
//!
//! Source: 45 CFR 149.610 and 149.620.

use crate::domain::code::Modifier;
use crate::domain::estimate::{GoodFaith, Line, Part, Steps, Whose};

use super::font::{Face, Fonts};
use super::head::letterhead;
use super::pen::Pen;
use super::sheet::{Ink, Sheet};
use super::style::{BODY, CAPTION, HAIR, HEADING, HEAVY, LEFT, RIGHT, ROW, SMALL, TITLE, Type};
use super::words;

/// Where the columns begin; those of money end there.
const CODE: f32 = 82.6;
const DIAGNOSIS: f32 = 98.6;
const COUNT: f32 = 122.4;
const EACH: f32 = 139.0;
const PRICE: f32 = 157.4;
const DISCOUNT: f32 = 177.4;
/// A row, and where the running part begins on the first and on a further page and ends.
const STEP: f32 = 5.9;
const TOP: f32 = 74.5;
const TOP_AGAIN: f32 = 30.0;
const BOTTOM: f32 = 240.0;
/// How far lines of text are apart.
const LINE: f32 = 4.5;
/// How high the notice and the two paragraphs below it are.
const NOTICE: f32 = 56.0;

/// Pages as they fill.
struct Flow<'a> {
    estimate: &'a GoodFaith,
    fonts: &'a Fonts,
    pages: Vec<Pen<'a>>,
    page: Pen<'a>,
    y: f32,
}

/// Gives the pages of an estimate, nearly always one.
pub fn sheets(estimate: &GoodFaith, fonts: &Fonts) -> Vec<Sheet> {
    let mut flow = Flow {
        estimate,
        fonts,
        pages: Vec::new(),
        page: Pen::new(fonts, Sheet::LETTER),
        y: TOP,
    };
    head(&mut flow.page, estimate);
    planned(&mut flow.page, estimate);
    figure(&mut flow.page, estimate);
    for part in estimate.parts() {
        flow.part(part);
    }
    flow.total();
    let _is_new = flow.room(NOTICE);
    flow.notice();
    flow.about();
    let mut pages = flow.pages;
    let mut last = flow.page;
    received(&mut last, estimate);
    pages.push(last);
    let count = pages.len();
    let numbered = (1..).zip(pages);
    numbered
        .map(|(number, mut page)| {
            foot(&mut page, estimate, number, count);
            page.sheet()
        })
        .collect()
}

fn head(page: &mut Pen<'_>, estimate: &GoodFaith) {
    let given = estimate.given();
    letterhead(page, &given.practice);
    page.text_to(RIGHT, 17.4, TITLE, "Good faith estimate");
    let of = format!(
        "No. {}  ·  given {}",
        given.number,
        words::day(given.given_on)
    );
    page.text_to(RIGHT, 21.6, SMALL.muted(), &of);
    page.rule((LEFT, 29.0), (RIGHT, 29.0), HEAVY, Ink::Ink);
}

/// For whom, and what is planned.
fn planned(page: &mut Pen<'_>, estimate: &GoodFaith) {
    let given = estimate.given();
    let room = 96.0;
    let large = BODY.sized(10.5);
    let who = [
        (large, String::from("For ")),
        (large.semibold(), given.patient.clone()),
        (large, format!(", born {}", words::day(given.born_on))),
    ];
    let y = page.flow((LEFT, 37.2), room, 4.9, &who);
    let _ = page.fit(LEFT, y + 4.9, large, room, &given.address);
    let _ = page.text(LEFT, y + 9.8, large, "Paying without insurance");
    let mut pieces = vec![
        (BODY, String::from("Planned: ")),
        (BODY.semibold(), given.what.trim_end_matches('.').to_owned()),
    ];
    match given.planned_on {
        Some(day) => {
            pieces.push((BODY, String::from(", on ")));
            pieces.push((BODY.semibold(), words::day(day)));
        }
        None => pieces.push((BODY, String::from(", no day set yet"))),
    }
    pieces.push((BODY, format!(" at {}.", given.practice.name)));
    if let Some(day) = given.booked_on {
        pieces.push((BODY, format!(" Booked {}.", words::day(day))));
    }
    let _ = page.flow((LEFT, y + 16.8), room, LINE, &pieces);
}

/// The figure the page is about.
fn figure(page: &mut Pen<'_>, estimate: &GoodFaith) {
    let (left, top) = (125.8, 34.3);
    page.frame((left, top), (RIGHT - left, 30.0), 0.5);
    let room = RIGHT - left - 9.0;
    let x = left + 4.5;
    let _ = page.text(x, top + 6.2, HEADING, "We expect you to pay");
    let total = words::dollars(estimate.sums().pays);
    let style = page.fitted(Type::new(Face::Bold, 27.0), room, &total);
    let _ = page.text(x, top + 15.6, style, &total);
    let shares: Vec<String> = estimate
        .parts()
        .iter()
        .map(|part| {
            let to = match &part.whose {
                Whose::Ours { .. } => "us",
                Whose::Other(biller) => biller.name.as_str(),
            };
            format!("{} to {to}", words::dollars(part.sums.pays))
        })
        .collect();
    let shares: Vec<&str> = shares.iter().map(String::as_str).collect();
    let said = format!("{}. Nothing is due today.", words::list(&shares));
    let lines = page.wrapped(SMALL, room, 2, &said);
    page.lines(x, top + 21.6, 4.1, SMALL, &lines);
}

fn foot(page: &mut Pen<'_>, estimate: &GoodFaith, number: usize, count: usize) {
    page.rule((LEFT, 265.2), (RIGHT, 265.2), HAIR, Ink::Hair);
    let sums = estimate.sums();
    let parts: Vec<String> = estimate
        .parts()
        .iter()
        .map(|part| part.sums.pays.to_string())
        .collect();
    let parts = if parts.len() > 1 {
        format!(" = {}", parts.join(" + "))
    } else {
        String::new()
    };
    let control = format!(
        "Control: price {} − discount {} = {}{parts}.",
        sums.fee, sums.discount, sums.pays
    );
    let _ = page.fit(LEFT, 269.2, CAPTION, 160.0, &control);
    page.text_to(RIGHT, 269.2, CAPTION, &format!("Page {number} of {count}"));
}

/// The name of a part, and who bills it.
fn titled(part: &Part, estimate: &GoodFaith) -> (String, String) {
    let given = estimate.given();
    let mut facts: Vec<String> = Vec::new();
    let title = match &part.whose {
        Whose::Ours { provider, npi } => {
            facts.push(given.practice.name.clone());
            facts.extend(given.practice.address.lines().last().cloned());
            facts.push(provider.clone());
            facts.push(format!("NPI {npi}"));
            facts.push(format!("Tax ID {}", given.practice.tax_id));
            String::from("What we bill")
        }
        Whose::Other(biller) => {
            facts.push(biller.place.clone());
            if !biller.npi.is_empty() {
                facts.push(format!("NPI {}", biller.npi));
            }
            if !biller.tax_id.is_empty() {
                facts.push(format!("Tax ID {}", biller.tax_id));
            }
            format!("What {} bills", biller.name)
        }
    };
    facts.retain(|fact| !fact.is_empty());
    (title, facts.join("  ·  "))
}

impl Flow<'_> {
    /// Makes sure that so much fits, on this page or on the next; says whether that is a new one.
    fn room(&mut self, high: f32) -> bool {
        if self.y + high <= BOTTOM {
            return false;
        }
        let mut page = Pen::new(self.fonts, Sheet::LETTER);
        let given = self.estimate.given();
        let title = format!("Good faith estimate {}", given.number);
        let _ = page.text(LEFT, 17.4, HEADING, &title);
        page.text_to(RIGHT, 17.4, SMALL.muted(), &given.practice.name);
        page.rule((LEFT, 21.0), (RIGHT, 21.0), HEAVY, Ink::Ink);
        self.pages.push(std::mem::replace(&mut self.page, page));
        self.y = TOP_AGAIN;
        true
    }

    fn part(&mut self, part: &Part) {
        let _is_new = self.room(STEP * 5.0);
        let (title, facts) = titled(part, self.estimate);
        let end = self.page.fit(LEFT, self.y, HEADING, 90.0, &title);
        let room = RIGHT - end - 6.0;
        let style = self.page.fitted(SMALL.muted(), room, &facts);
        self.page.text_to(RIGHT, self.y, style, &facts);
        self.columns();
        for line in &part.lines {
            self.service(line);
        }
        let _is_new = self.room(STEP);
        let name = match &part.whose {
            Whose::Ours { .. } => self.estimate.given().practice.name.as_str(),
            Whose::Other(biller) => biller.name.as_str(),
        };
        let bold = ROW.semibold();
        let y = self.y + 4.0;
        let _ = self.page.fit(LEFT, y, bold, 100.0, name);
        amounts(&mut self.page, y, (bold, bold), &part.sums);
        self.y += 15.5;
    }

    fn columns(&mut self) {
        let style = SMALL.semibold().muted();
        let (upper, lower) = (self.y + 4.9, self.y + 8.5);
        let page = &mut self.page;
        for (x, words) in [(CODE, "Service"), (DIAGNOSIS, "Diagnosis")] {
            let _ = page.text(x, upper, style, words);
            let _ = page.text(x, lower, style, "code");
        }
        let _ = page.text(LEFT, lower, style, "Service");
        page.text_to(COUNT, lower, style, "Qty");
        page.text_to(EACH, upper, style, "Price");
        page.text_to(EACH, lower, style, "each");
        page.text_to(PRICE, lower, style, "Price");
        page.text_to(DISCOUNT, upper, style, "Self-pay");
        page.text_to(DISCOUNT, lower, style, "discount");
        let ink = SMALL.semibold();
        page.text_to(RIGHT, upper, ink, "You would");
        page.text_to(RIGHT, lower, ink, "pay");
        self.y = lower + 1.8;
        page.rule((LEFT, self.y), (RIGHT, self.y), HEAVY, Ink::Ink);
    }

    fn service(&mut self, line: &Line) {
        let service = &line.service;
        let what = self
            .page
            .wrapped(ROW, CODE - LEFT - 2.0, 3, &service.description);
        let mut high = STEP;
        for _ in what.iter().skip(1) {
            high += 3.8;
        }
        if self.room(high + STEP) {
            self.y -= STEP;
            self.columns();
        }
        let y = self.y + 4.0;
        let page = &mut self.page;
        page.lines(LEFT, y, 3.8, ROW, &what);
        let code: Vec<&str> = std::iter::once(service.code.as_str())
            .chain(service.modifiers.iter().map(Modifier::as_str))
            .collect();
        let _ = page.fit(CODE, y, ROW, DIAGNOSIS - CODE - 1.0, &code.join(" "));
        let diagnosis = service.diagnosis.map(|code| code.to_string());
        let _ = page.text(DIAGNOSIS, y, ROW, diagnosis.as_deref().unwrap_or("–"));
        page.text_to(COUNT, y, ROW, &service.units.to_string());
        if let Some(each) = each(line) {
            page.figure_to(EACH, y, ROW, 15.0, &each);
        }
        amounts(page, y, (ROW, ROW.semibold()), &line.steps);
        self.y += high;
        page.rule((LEFT, self.y), (RIGHT, self.y), HAIR, Ink::Hair);
    }

    /// What all of it comes to, white on ink.
    fn total(&mut self) {
        let _is_new = self.room(10.0);
        let top = self.y - 5.5;
        self.page.block((LEFT, top), (RIGHT - LEFT, 8.0), Ink::Ink);
        let white = HEADING.sized(11.0).inked(Ink::White);
        let y = top + 5.3;
        let _ = self.page.text(LEFT + 3.0, y, white, "All of it");
        let plain = BODY.sized(10.5).inked(Ink::White);
        let sums = self.estimate.sums();
        self.page
            .figure_to(PRICE, y, plain, 20.0, &words::amount(sums.fee));
        self.page
            .figure_to(DISCOUNT, y, plain, 18.0, &words::less(sums.discount));
        let bold = Type::new(Face::Bold, 11.0).inked(Ink::White);
        self.page
            .figure_to(RIGHT - 1.6, y, bold, 20.0, &words::dollars(sums.pays));
        self.y = top + 8.0 + 8.4;
    }

    /// What to do when the bill is much higher.
    fn notice(&mut self) {
        let top = self.y;
        let left = LEFT + 4.9;
        let bold = BODY.semibold();
        let _ = self
            .page
            .text(left, top, HEADING, "When a bill is $400 or more above this");
        let each: Vec<String> = self
            .estimate
            .parts()
            .iter()
            .map(|part| {
                let whose = match &part.whose {
                    Whose::Ours { .. } => String::from("from us"),
                    Whose::Other(biller) => format!("from {}", biller.name),
                };
                format!("{} or more {whose}", words::dollars(part.disputed_from))
            })
            .collect();
        let each: Vec<&str> = each.iter().map(String::as_str).collect();
        let pieces = [
            (
                BODY,
                String::from("You have the right to dispute a provider’s bill that is "),
            ),
            (bold, String::from("at least $400 above")),
            (
                BODY,
                format!(
                    " what that provider is listed with here: a bill of {}. You can talk to us first and ask us to correct the bill, to match it to this estimate or to offer help with it. You can also have it decided by the federal dispute process if you begin ",
                    words::list(&each).replace(" and ", ", or of ")
                ),
            ),
            (bold, String::from("within 120 days")),
            (BODY, String::from(" of the date on the bill: ")),
            (bold, String::from("www.cms.gov/nosurprises")),
            (BODY, String::from(" or ")),
            (bold, String::from("1-800-985-3059")),
            (
                BODY,
                String::from(
                    ". There is a small fee, and if the decision is for you, you pay the amount on this page. Nobody may treat you worse for it.",
                ),
            ),
        ];
        let end = self
            .page
            .flow((left, top + 5.6), RIGHT - left, LINE, &pieces);
        self.page
            .block((LEFT, top - 4.0), (0.9, end - top + 6.0), Ink::Ink);
        self.y = end + 10.0;
    }

    fn about(&mut self) {
        let wide = 86.0;
        let second = RIGHT - 87.5;
        let y = self.y;
        let texts = [
            (
                LEFT,
                "What this page tells you",
                "What we expect these services to cost, as far as we know today. It is no contract, and you need not have the services done, by us or by anybody. If what is done changes, the bill can differ.",
            ),
            (
                second,
                "What it does not hold",
                "Care that nobody can foresee, such as a complication, and visits that are booked by themselves. You can ask for an estimate of those too.",
            ),
        ];
        for (x, title, said) in texts {
            let _ = self.page.text(x, y, HEADING, title);
            let lines = self.page.wrapped(BODY, wide, 6, said);
            self.page.lines(x, y + 5.2, LINE, BODY, &lines);
        }
        self.y = y + 26.0;
    }
}

/// The price of one, where there is more than one and it divides evenly.
fn each(line: &Line) -> Option<String> {
    let count = line.service.units.whole()?;
    let one = *line.steps.fee.split(count).last()?;
    (one.times(count).ok()? == line.steps.fee).then(|| one.to_string())
}

fn amounts(page: &mut Pen<'_>, y: f32, (plain, bold): (Type, Type), steps: &Steps) {
    page.figure_to(PRICE, y, plain, 17.0, &words::amount(steps.fee));
    let discount = if steps.discount.is_zero() {
        plain.muted()
    } else {
        plain
    };
    page.figure_to(DISCOUNT, y, discount, 18.0, &words::less(steps.discount));
    page.figure_to(RIGHT, y, bold, 20.0, &words::amount(steps.pays));
}

/// That it was received, and who prepared it.
fn received(page: &mut Pen<'_>, estimate: &GoodFaith) {
    let given = estimate.given();
    let hours = match &given.practice.hours {
        Some(hours) => format!(", {hours}"),
        None => String::new(),
    };
    let ask = format!(
        "Please keep this page. Questions, or a change of plan: {}{hours}.",
        given.practice.phone
    );
    let _ = page.fit(LEFT, 247.0, ROW, RIGHT - LEFT, &ask);
    for (from, to, words) in [
        (
            LEFT,
            89.5,
            format!(
                "Received by {} (signing binds you to nothing)",
                given.patient
            ),
        ),
        (94.5, 121.5, String::from("Date")),
        (126.5, RIGHT, format!("Prepared by {}", given.prepared_by)),
    ] {
        page.rule((from, 258.5), (to, 258.5), HEAVY, Ink::Ink);
        let _ = page.fit(from, 262.0, CAPTION, to - from, &words);
    }
}
