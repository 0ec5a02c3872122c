//! The practice's own rules: which one decides, and what it does.

use super::*;

fn rule(id: i64, when: When, then: PostingAct) -> PostingRule {
    PostingRule {
        id: PostingRuleId::new(id),
        version: 1,
        is_on: true,
        what: NewPostingRule {
            name: "Rule".to_owned(),
            when,
            then,
        },
    }
}

fn about(text: &str) -> When {
    let (group, carc) = text.split_once('-').unwrap();
    When {
        group: Some(group.parse::<AdjustmentGroup>().unwrap()),
        carcs: vec![carc.parse::<Carc>().unwrap()],
        ..When::default()
    }
}

fn by(rules: &[PostingRule], why: &[(&str, i64)]) -> PlannedClaim {
    let paid = 160 - why.iter().map(|(_, dollars)| dollars).sum::<i64>();
    let claim = answer(ClaimStatus::Primary, vec![said("20610", 160, paid, why)]);
    let account = account(&[("20610", 160)]);
    plan(
        &claim,
        &account,
        rules,
        &Decisions::default(),
        Position::Alone,
    )
    .unwrap()
}

#[test]
fn each_act_does_what_it_says() {
    let off = PostingAct::WriteOff(WriteOff::NoAuthorization);
    for (why, act, lane, insurer, patient) in [
        ("CO-97", PostingAct::Post, Lane::Ready, 160, 0),
        ("CO-97", PostingAct::PostAndTask, Lane::Ready, 160, 0),
        ("CO-97", PostingAct::HoldLine, Lane::Person, 160, 0),
        ("CO-45", PostingAct::HoldClaim, Lane::Person, 0, 0),
        ("CO-97", off, Lane::Ready, 0, 0),
        ("CO-97", PostingAct::Ignore, Lane::Ready, 160, 0),
        ("PR-204", PostingAct::ToPatient, Lane::Ready, 0, 160),
        ("CO-97", PostingAct::ToPatient, Lane::Person, 160, 0),
        ("PR-96", PostingAct::Post, Lane::Ready, 0, 160),
    ] {
        let plan = by(&[rule(1, about(why), act)], &[(why, 160)]);
        assert_eq!(plan.lane, lane, "{why} {act:?}");
        assert_eq!(plan.after.insurer_owes, d(insurer), "{why} {act:?}");
        assert_eq!(plan.after.patient_owes, d(patient), "{why} {act:?}");
        assert_eq!(has(&plan, NoticeKind::Task), act == PostingAct::PostAndTask);
    }
}

#[test]
fn every_move_names_the_rule_that_decided() {
    let off = PostingAct::WriteOff(WriteOff::Other);
    let plan = by(&[rule(9, about("CO-97"), off)], &[("CO-97", 60)]);
    let decided: Vec<DecidedBy> = plan.lines[0].moves.iter().map(|one| one.by).collect();
    let nine = DecidedBy::Rule(PostingRuleId::new(9), 1);
    assert_eq!(decided, [DecidedBy::Table, nine]);
    assert_eq!(nine.words(), "by posting rule P9, version 1");
    assert_eq!(plan.lines[0].moves[1].what.amount(), d(60));
    assert!(matches!(plan.lines[0].moves[0].what, Move::Paid(_)));
}

#[test]
fn the_rule_with_more_wishes_decides_then_the_older() {
    let wide = rule(1, about("CO-97"), PostingAct::Ignore);
    let narrow = rule(
        2,
        When {
            payer: Some(PayerId::new(4)),
            ..about("CO-97")
        },
        PostingAct::WriteOff(WriteOff::Other),
    );
    let mut off = narrow.clone();
    off.is_on = false;
    assert_eq!(
        by(&[wide.clone(), narrow], &[("CO-97", 160)])
            .after
            .insurer_owes,
        d(0)
    );
    assert_eq!(
        by(&[wide.clone(), off], &[("CO-97", 160)])
            .after
            .insurer_owes,
        d(160)
    );
    let younger = rule(3, about("CO-97"), PostingAct::WriteOff(WriteOff::Other));
    assert_eq!(
        by(&[younger, wide], &[("CO-97", 160)]).after.insurer_owes,
        d(160)
    );
}

type Spoil = fn(&mut When);

#[test]
fn every_wish_has_to_hold() {
    let answered = Answered {
        payer: PayerId::new(4),
        rank: Responsibility::Primary,
        status: "1",
        group: AdjustmentGroup::Contractual,
        carc: "97".parse().unwrap(),
        remarks: &["N20".parse().unwrap()],
        amount: d(50),
    };
    let fits = When {
        payer: Some(PayerId::new(4)),
        rank: Some(Responsibility::Primary),
        statuses: vec!["1".to_owned()],
        rarcs: vec!["N20".parse().unwrap()],
        at_least: Some(d(50)),
        at_most: Some(d(50)),
        ..about("CO-97")
    };
    assert!(fits.fits(&answered) && fits.wishes() == 8);
    let spoils: [Spoil; 8] = [
        |when| when.payer = Some(PayerId::new(5)),
        |when| when.rank = Some(Responsibility::Secondary),
        |when| when.statuses = vec!["2".to_owned()],
        |when| when.group = Some(AdjustmentGroup::Other),
        |when| when.carcs = vec!["45".parse().unwrap()],
        |when| when.rarcs = vec!["N19".parse().unwrap()],
        |when| when.at_least = Some(d(51)),
        |when| when.at_most = Some(d(49)),
    ];
    for spoil in spoils {
        let mut when = fits.clone();
        spoil(&mut when);
        assert!(!when.fits(&answered), "{when:?}");
    }
    assert!(When::default().is_empty() && When::default().fits(&answered));
}

#[test]
fn a_number_reads_back() {
    let number = PostingNumber(PostingRuleId::new(12));
    assert_eq!(number.to_string(), "P12");
    assert_eq!("p12".parse(), Ok(number));
    assert!("R12".parse::<PostingNumber>().is_err());
}
