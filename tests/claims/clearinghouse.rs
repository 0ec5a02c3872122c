//! A made-up clearinghouse that answers the files it is sent.

use std::fmt::Write;

use pegboard::office::BatchRow;

/// Answers of Portage Clearing on one day.
#[must_use]
pub struct Reply {
    day: String,
    groups: Vec<String>,
    first: String,
    sender: &'static str,
}

impl Reply {
    /// On a day, as `20260305`.
    pub fn on(day: &str) -> Self {
        Self {
            day: day.to_owned(),
            groups: Vec::new(),
            first: String::new(),
            sender: "PORTAGECLEARING",
        }
    }

    /// From somebody else.
    pub fn from(self, sender: &'static str) -> Self {
        Self { sender, ..self }
    }

    /// With a TA1 to a batch.
    pub fn ta1(mut self, batch: &BatchRow, outcome: &str, note: &str) -> Self {
        let made = batch.made_at.format("%y%m%d*%H%M");
        let number = batch.numbers.interchange;
        self.first = format!("TA1*{number:09}*{made}*{outcome}*{note}~");
        self
    }

    fn group(mut self, code: &str, guide: &str, set: &str, body: &[String]) -> Self {
        let number = self.groups.len() + 1;
        let mut text = format!(
            "GS*{code}*{0}*FAIRLAWN01*{1}*1015*{number}*X*{guide}~ST*{set}*0001*{guide}~",
            self.sender, self.day
        );
        for segment in body {
            write!(text, "{segment}~").unwrap();
        }
        let count = body.len() + 2;
        write!(text, "SE*{count}*0001~GE*1*{number}~").unwrap();
        self.groups.push(text);
        self
    }

    /// With a 999 to a batch: what it says of its transaction, segment by segment.
    pub fn ack(self, batch: &BatchRow, of_set: &[&str], of_group: &str) -> Self {
        let (group, set) = (batch.numbers.group, batch.numbers.set);
        let mut body = vec![format!("AK1*HC*{group}*005010X222A1")];
        if !of_set.is_empty() {
            body.push(format!("AK2*837*{set:04}*005010X222A1"));
            body.extend(of_set.iter().map(|segment| (*segment).to_owned()));
        }
        body.push(format!("AK9*{of_group}*1*1*{}", u8::from(of_group == "A")));
        self.group("FA", "005010X231A1", "999", &body)
    }

    /// With a 277CA: what it says of the file, then of claims by their numbers, each with what follows its TRN.
    pub fn claims(self, reference: &str, of_file: &str, claims: &[(&str, &[&str])]) -> Self {
        let mut body = [
            "BHT*0085*08*PORTAGE1*20260305*1015*TH",
            "HL*1**20*1",
            "NM1*AY*2*PORTAGE CLEARING*****46*PORTAGE",
            "TRN*1*1",
            "HL*2*1*21*1",
            "NM1*41*2*FAIRLAWN*****46*FAIRLAWN01",
        ]
        .map(str::to_owned)
        .to_vec();
        body[0] = body[0].replace("20260305", &self.day);
        body.push(format!("TRN*2*{reference}"));
        if !of_file.is_empty() {
            body.push(of_file.to_owned());
        }
        if !claims.is_empty() {
            body.push("HL*3*2*19*1".to_owned());
            body.push("NM1*85*2*FAIRLAWN*****XX*1234567893".to_owned());
        }
        for (number, (claim, segments)) in (4..).zip(claims) {
            body.push(format!("HL*{number}*3*PT"));
            body.push("NM1*QC*1*WHITLOCK*DANA****MI*MER4471902".to_owned());
            body.push(format!("TRN*2*{claim}"));
            body.extend(segments.iter().map(|segment| (*segment).to_owned()));
        }
        self.group("HN", "005010X214", "277", &body)
    }

    /// With a 277 to an inquiry: what it says of claims by their numbers.
    pub fn status(self, claims: &[(&str, &[&str])]) -> Self {
        let mut body = [
            "BHT*0010*08*PORTAGE2*20260305*1015*DG",
            "HL*1**20*1",
            "NM1*PR*2*MERIDIAN HEALTH*****PI*60054",
            "HL*2*1*21*1",
            "NM1*41*2*FAIRLAWN*****46*FAIRLAWN01",
            "HL*3*2*19*1",
            "NM1*1P*2*FAIRLAWN*****XX*1234567893",
        ]
        .map(str::to_owned)
        .to_vec();
        body[0] = body[0].replace("20260305", &self.day);
        for (number, (trace, segments)) in (4..).zip(claims) {
            body.push(format!("HL*{number}*3*22*0"));
            body.push("NM1*IL*1*WHITLOCK*DANA****MI*MER4471902".to_owned());
            body.push(format!("TRN*2*{trace}"));
            body.extend(segments.iter().map(|segment| (*segment).to_owned()));
        }
        self.group("HN", "005010X212", "277", &body)
    }

    /// The file.
    pub fn file(&self) -> Vec<u8> {
        let short = &self.day[2..];
        let head = format!(
            "ISA*00*          *00*          *ZZ*{:<15}*ZZ*FAIRLAWN01     *{short}*1015*^*00501*000000031*0*P*:~",
            self.sender
        );
        let groups = self.groups.len();
        let tail = format!("IEA*{groups}*000000031~");
        [head, self.first.clone(), self.groups.concat(), tail]
            .concat()
            .into_bytes()
    }
}

/// The reference that a batch carries (BHT03).
pub fn reference(batch: &BatchRow) -> String {
    format!("{}-{:04}", batch.numbers.interchange, batch.numbers.set)
}
