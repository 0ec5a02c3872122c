//! Proof of timely filing → letter pages: what it proves, each sending with its file and the claim in it, and what came
//! back.

use crate::domain::timely::{Printed, Proof, Reply, Sending};

use super::font::Fonts;
use super::pen::Pen;
use super::sheet::{Ink, Sheet};
use super::style::{BODY, CAPTION, HAIR, HEADING, HEAVY, LEFT, RIGHT, SMALL, TITLE, Type};
use super::words;

/// Where the running text begins on a first and on a further page, and where it ends.
const TOP: f32 = 37.0;
const TOP_AGAIN: f32 = 27.0;
const BOTTOM: f32 = 258.0;
/// Where the values of facts begin, and how far their lines are apart.
const VALUE: f32 = 52.0;
const STEP: f32 = 4.9;
/// How far lines of quoted segments are apart, and how far they are set in.
const QUOTED: f32 = 4.1;
const SET_IN: f32 = 4.0;

/// Pages as they fill.
struct Flow<'a> {
    proof: &'a Proof,
    fonts: &'a Fonts,
    pages: Vec<Pen<'a>>,
    page: Pen<'a>,
    y: f32,
}

/// Gives the pages of a proof.
pub fn sheets(proof: &Proof, fonts: &Fonts) -> Vec<Sheet> {
    let mut flow = Flow {
        proof,
        fonts,
        pages: Vec::new(),
        page: Pen::new(fonts, Sheet::LETTER),
        y: TOP,
    };
    head(&mut flow.page, proof);
    flow.facts();
    for (number, sending) in (1..).zip(&proof.sendings) {
        flow.sending(number, sending);
    }
    for run in &proof.printed {
        flow.printed(run);
    }
    flow.pages.push(flow.page);
    let count = flow.pages.len();
    let numbered = (1..).zip(flow.pages);
    numbered
        .map(|(number, mut page)| {
            foot(&mut page, proof, number, count);
            page.sheet()
        })
        .collect()
}

fn head(page: &mut Pen<'_>, proof: &Proof) {
    let practice = &proof.practice;
    page.mark((LEFT, 12.7), 13.0, &practice.name);
    let room = 96.0;
    let _ = page.fit(32.0, 16.7, HEADING.sized(13.0), room, &practice.name);
    let address = practice.address.lines().join(" · ");
    let _ = page.fit(32.0, 20.7, SMALL.muted(), room, &address);
    let ids = format!(
        "{} · NPI {} · Tax ID {}",
        practice.phone, proof.npi, practice.tax_id
    );
    let _ = page.fit(32.0, 24.7, SMALL.muted(), room, &ids);
    page.text_to(RIGHT, 17.4, TITLE, "Proof of timely filing");
    let of = format!("Claim {}", proof.claim);
    page.text_to(RIGHT, 21.6, SMALL.muted(), &of);
    page.rule((LEFT, 29.0), (RIGHT, 29.0), HEAVY, Ink::Ink);
}

fn foot(page: &mut Pen<'_>, proof: &Proof, number: usize, count: usize) {
    page.rule((LEFT, 264.0), (RIGHT, 264.0), HAIR, Ink::Hair);
    let made = format!(
        "Printed {} from the files as they were sent and received. A file's SHA-256 changes with any change of its content.",
        words::day(proof.printed_on)
    );
    let _ = page.fit(LEFT, 268.4, CAPTION, 155.0, &made);
    page.text_to(RIGHT, 268.4, CAPTION, &format!("Page {number} of {count}"));
}

impl Flow<'_> {
    /// Makes sure that so much fits, on this page or on the next.
    fn room(&mut self, high: f32) {
        if self.y + high <= BOTTOM {
            return;
        }
        let mut page = Pen::new(self.fonts, Sheet::LETTER);
        let title = format!("Proof of timely filing, claim {}", self.proof.claim);
        let _ = page.fit(LEFT, 17.4, HEADING, 120.0, &title);
        page.text_to(RIGHT, 17.4, SMALL.muted(), &self.proof.practice.name);
        page.rule((LEFT, 21.0), (RIGHT, 21.0), HEAVY, Ink::Ink);
        self.pages.push(std::mem::replace(&mut self.page, page));
        self.y = TOP_AGAIN;
    }

    fn paragraph(&mut self, style: Type, step: f32, x: f32, text: &str) {
        for line in self.page.wrapped(style, RIGHT - x, 40, text) {
            self.room(step);
            let _ = self.page.text(x, self.y, style, &line);
            self.y += step;
        }
    }

    fn fact(&mut self, label: &str, value: &str) {
        let lines = self.page.wrapped(BODY, RIGHT - VALUE, 4, value);
        for (place, line) in lines.iter().enumerate() {
            self.room(STEP);
            if place == 0 {
                let _ = self.page.text(LEFT, self.y, BODY.muted(), label);
            }
            let _ = self.page.text(VALUE, self.y, BODY, line);
            self.y += STEP;
        }
    }

    fn facts(&mut self) {
        let proof = self.proof;
        self.paragraph(HEADING, 5.6, LEFT, &proof.said());
        self.y += 2.2;
        let payer = format!("{}, payer ID {}", proof.payer, proof.payer_id);
        let charged = words::dollars(proof.charged);
        for (label, value) in [
            ("Patient", proof.patient.as_str()),
            ("Member number", &proof.member),
            ("Payer", &payer),
            ("Day of service", &words::day(proof.service_on)),
            ("Charge", &charged),
            ("Filing limit", &words::day(proof.file_by)),
        ] {
            self.fact(label, value);
        }
    }

    /// Sets what follows apart from what stands above it.
    fn part(&mut self) {
        self.y += 4.0;
        self.room(34.0);
        // A page that begins with a part has its rule already.
        if self.y > TOP_AGAIN {
            self.page
                .rule((LEFT, self.y), (RIGHT, self.y), HEAVY, Ink::Ink);
            self.y += 5.4;
        }
    }

    /// A printing on paper, to which no file comes back.
    fn printed(&mut self, run: &Printed) {
        self.part();
        let title = format!(
            "{} on paper to {}",
            run.made_at.format("%m/%d/%Y, %-I:%M %P"),
            self.proof.payer
        );
        self.paragraph(HEADING, 5.4, LEFT, &title);
        self.y += 0.6;
        let many = |count: u32, one: &str| match count {
            1 => format!("1 {one}"),
            more => format!("{more} {one}s"),
        };
        let (claims, pages) = (many(run.claims, "claim"), many(run.pages, "page"));
        let printed = format!("run {}, {claims} on {pages}", run.run);
        self.fact("Printed", &printed);
        self.fact("Kept pages", &format!("PDF, {} bytes", run.bytes));
        self.fact("SHA-256", &run.sha256);
        self.y += 2.0;
        let mail = "A CMS-1500 on paper has no acknowledgement: the post office's proof of mailing belongs with this page.";
        self.paragraph(BODY.muted(), STEP, LEFT, mail);
    }

    fn sending(&mut self, number: usize, sending: &Sending) {
        self.part();
        let of = if self.proof.sendings.len() > 1 {
            format!("Sending {number}: ")
        } else {
            String::new()
        };
        let title = format!(
            "{of}{} to {}",
            sending.made_at.format("%m/%d/%Y, %-I:%M %P"),
            sending.receiver
        );
        self.paragraph(HEADING, 5.4, LEFT, &title);
        self.y += 0.6;
        let [interchange, group, set] = &sending.numbers;
        let numbers = format!("interchange {interchange}, group {group}, transaction {set}");
        let file = format!("{}, {} bytes", sending.file, sending.bytes);
        self.fact("File", &file);
        self.fact("SHA-256", &sending.sha256);
        self.fact("Control numbers", &numbers);
        let from = format!(
            "The claim as it was sent, from segment {} of the transaction on",
            sending.first
        );
        self.quote(&from, &sending.segments);
        if sending.replies.is_empty() {
            self.y += 2.0;
            self.paragraph(
                BODY.muted(),
                STEP,
                LEFT,
                "Nothing has come back to this sending.",
            );
        }
        for reply in &sending.replies {
            self.reply(reply);
        }
    }

    fn quote(&mut self, title: &str, segments: &[String]) {
        if segments.is_empty() {
            return;
        }
        self.y += 1.6;
        self.room(STEP + QUOTED);
        let _ = self.page.text(LEFT, self.y, SMALL.muted(), title);
        self.y += STEP;
        for segment in segments {
            self.paragraph(SMALL, QUOTED, LEFT + SET_IN, segment);
        }
    }

    fn reply(&mut self, reply: &Reply) {
        self.y += 2.6;
        self.room(24.0);
        self.page
            .rule((LEFT, self.y), (RIGHT, self.y), HAIR, Ink::Hair);
        self.y += 4.8;
        let title = format!("{} of {}", reply.kind, words::day(reply.came_on));
        let end = self.page.text(LEFT, self.y, BODY.semibold(), &title);
        let lines = self.page.wrapped(BODY, RIGHT - VALUE, 6, &reply.words);
        let x = VALUE.max(end + 3.0);
        for line in lines {
            let _ = self.page.text(x, self.y, BODY, &line);
            self.y += STEP;
            self.room(STEP);
        }
        self.fact("File", &reply.file);
        self.fact("SHA-256", &reply.sha256);
        let from = format!(
            "As it came, segment {} of the file and what belongs to it",
            reply.segment
        );
        self.quote(&from, &reply.segments);
    }
}
