//! Batches so large that several threads write them.

use super::*;

/// Claims of as many subscribers, every third for a child of theirs.
fn many(count: usize) -> Vec<Submission> {
    (0..count)
        .map(|number| {
            let mut one = submission(&format!("A{number}"));
            one.subscriber.member_id = format!("M{number}");
            if number % 3 == 0 {
                one.subscriber.address = None;
                one.subscriber.birth = None;
                one.patient = Some(Patient {
                    relation: Relation::Child,
                    name: person("BROOKS", "BEA"),
                    address: address(),
                    birth: Some(Birth {
                        day: day("2015-04-01"),
                        sex: Sex::Female,
                    }),
                    ..Patient::default()
                });
            }
            one
        })
        .collect()
}

#[test]
fn many_claims_are_written_in_their_order_with_levels_that_follow() {
    let all = batch(many(1_900));
    let text = written(&all);
    let levels = text.split('~').filter(|segment| segment.starts_with("HL*"));
    for (number, level) in (1..).zip(levels) {
        assert_eq!(level.split('*').nth(1), Some(format!("{number}").as_str()));
    }
    let (again, findings) = read(text.as_bytes()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    assert!(again == [all]);
}

#[test]
fn the_first_of_several_faults_is_told_however_many_write() {
    let mut submissions = many(1_900);
    for at in [1_800, 1_200, 700] {
        submissions[at].claim.lines[0].procedure.code = "9:9".to_owned();
    }
    let error = write(&batch(submissions), Delimiters::STANDARD).unwrap_err();
    assert_eq!(error.claim.as_deref(), Some("A700"));
}
