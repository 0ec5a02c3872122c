//! The commands of the palette: what can be done from wherever one is. It must not know what was typed.

use super::line::{Does, Item, Kind, Line};
use crate::ui::icon::{self, Glyph};
use crate::ui::look::{Look, Zoom};
use crate::ui::place::{DepositsTab, Place, Section};
use crate::ui::theme::Appearance;

/// All of them, as they stand without anything typed.
pub fn all(look: Look, place: &Place) -> Vec<Line> {
    let mut items = acts(place);
    items.extend(places());
    items.extend(Section::ALL.map(|section| {
        let words = format!("Settings: {}", section.words());
        line(
            icon::SETTINGS,
            words,
            "",
            Does::Go(Place::Settings(section)),
        )
    }));
    items.extend(looks(look));
    items.push(line(icon::KEYS, "Show all keys", "F1", Does::Keys));
    items.push(line(icon::LOCK, "Lock the book", "Ctrl L", Does::Lock));
    items.into_iter().map(Line::Item).collect()
}

fn line(glyph: Glyph, words: impl Into<String>, keys: &'static str, does: Does) -> Item {
    Item {
        kind: Kind::Do,
        glyph,
        words: words.into(),
        note: String::new(),
        amount: None,
        keys,
        does,
    }
}

fn acts(place: &Place) -> Vec<Item> {
    let go = |glyph, words, keys, place| line(glyph, words, keys, Does::Go(place));
    let mut acts = vec![
        go(icon::ADD, "New visit", "Ctrl N", place.new_visit()),
        go(
            icon::PATIENT,
            "New patient",
            "Ctrl Shift N",
            Place::NewPatient,
        ),
        go(
            icon::PAYMENTS,
            "Take a payment",
            "",
            Place::TakePayment(None),
        ),
        go(
            icon::CALENDAR,
            "Promises and held checks",
            "",
            Place::PaidLater,
        ),
        go(icon::CASH, "Credit to place", "", Place::Credit),
        go(icon::PAYMENT, "Key a paper EOB", "", Place::NewEob(None)),
        go(icon::IMPORT, "Take in a remittance", "", Place::Remittances),
        go(icon::EXPORT, "Claim files sent", "", Place::Batches(None)),
        go(icon::IMPORT, "Answers to claims", "", Place::Answers),
    ];
    if let Place::Chart(patient, _) = place {
        let planned = Place::Estimates(*patient);
        acts.push(go(icon::TO_CODE, "Estimate what is planned", "Q", planned));
    }
    if let Place::Claim(claim) = place {
        let proposed = Place::ProposedRule(*claim);
        acts.push(go(icon::FIX, "Make a rule of this refusal", "", proposed));
    }
    acts
}

fn places() -> Vec<Item> {
    let go = |glyph, words, keys, place| line(glyph, words, keys, Does::Go(place));
    vec![
        go(icon::TODAY, "Today", "Alt 1", Place::Today),
        go(
            icon::PATIENTS,
            "Patients",
            "Alt 2",
            Place::Patients(String::new()),
        ),
        go(icon::VISITS, "Visits", "Alt 3", Place::Visits),
        go(icon::ASK, "Questions about visits", "", Place::Asked),
        go(icon::CLAIMS, "Claims", "Alt 4", Place::Claims(Vec::new())),
        go(
            icon::REMITTANCES,
            "Remittances",
            "Alt 5",
            Place::Remittances,
        ),
        go(icon::PAYMENTS, "Payments", "Alt 6", Place::Payments),
        go(
            icon::CASH,
            "Deposits",
            "",
            Place::Deposits(DepositsTab::Drawer),
        ),
        go(
            icon::REMITTANCES,
            "Bank lines",
            "",
            Place::Deposits(DepositsTab::Bank),
        ),
        go(
            icon::REPORTS,
            "Reconcile a month",
            "",
            Place::Deposits(DepositsTab::Month),
        ),
        go(icon::CALENDAR, "Payment plans", "", Place::Plans(None)),
        go(
            icon::UNDO,
            "Refunds, credit and returned checks",
            "",
            Place::Deposits(DepositsTab::Refunds),
        ),
        go(icon::STATEMENTS, "Statements", "Alt 7", Place::Statements),
        go(
            icon::FOLLOW_UP,
            "Follow-up: denials and appeals",
            "Alt 8",
            Place::FollowUp(None),
        ),
        go(icon::REPORTS, "Reports", "Alt 0", Place::Reports),
        go(icon::LOCK, "Close the day", "", Place::Closing),
        go(
            icon::PHONE,
            "Follow-up: accounts, promises, collections",
            "",
            Place::Accounts(None),
        ),
        go(icon::WARNING, "Underpaid services", "", Place::Underpaid),
        go(icon::PAYER, "Contracts with payers", "", Place::Contracts),
        go(
            icon::SETTINGS,
            "Settings",
            "Alt 9",
            Place::Settings(Section::default()),
        ),
    ]
}

fn looks(look: Look) -> Vec<Item> {
    let mut items: Vec<Item> = Appearance::ALL
        .into_iter()
        .filter(|appearance| *appearance != look.appearance)
        .map(|appearance| {
            let words = match appearance {
                Appearance::System => "Look as the desktop does",
                Appearance::Light => "Look light",
                Appearance::Dark => "Look dark",
            };
            line(
                icon::SHOW,
                words,
                "",
                Does::Prefer(Look { appearance, ..look }),
            )
        })
        .collect();
    let zooms = [
        ("Larger", "Ctrl +", look.zoom.larger()),
        ("Smaller", "Ctrl −", look.zoom.smaller()),
        ("Usual size", "Ctrl 0", Zoom::default()),
    ];
    let changing = zooms.into_iter().filter(|(_, _, zoom)| *zoom != look.zoom);
    items.extend(changing.map(|(words, keys, zoom)| {
        line(
            icon::SEARCH,
            words,
            keys,
            Does::Prefer(Look { zoom, ..look }),
        )
    }));
    items
}
