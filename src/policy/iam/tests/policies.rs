//! Policies: what they allow, and which lies within which.

use proptest::prelude::*;

use crate::policy::Answer::{self, No, Unknown, Yes};
use crate::policy::iam::{ActionSet, Effect, HOLE, Policy, Set, Statement, Within, Witness, actions};

fn statement(effect: Effect, actions: ActionSet, resources: Set) -> Statement {
    Statement { effect, actions, resources, conditional: No }
}

fn allow(actions: &[&str], resources: &[&str]) -> Statement {
    statement(Effect::Allow, ActionSet::of(actions), Set::resources(resources))
}

fn deny(actions: &[&str], resources: &[&str]) -> Statement {
    statement(Effect::Deny, ActionSet::of(actions), Set::resources(resources))
}

fn policy<const N: usize>(statements: [Statement; N]) -> Policy {
    Policy { statements: Vec::from(statements) }
}

fn narrowed(statement: Statement) -> Statement {
    Statement { conditional: Yes, ..statement }
}

const REPORTS: &str = "arn:aws:s3:::reports/*";
const A_REPORT: &str = "arn:aws:s3:::reports/q1.csv";

#[test]
fn nothing_is_allowed_that_no_statement_allows() {
    let reader = policy([allow(&["s3:Get*"], &[REPORTS])]);
    assert_eq!(reader.allows("s3:GetObject", A_REPORT), Yes);
    assert_eq!(reader.allows("s3:PutObject", A_REPORT), No);
    assert_eq!(reader.allows("s3:GetObject", "arn:aws:s3:::other/q1.csv"), No);
    assert_eq!(Policy::default().allows("s3:GetObject", A_REPORT), No);
}

#[test]
fn a_deny_wins_over_every_allow() {
    let guarded = policy([deny(&["s3:Delete*"], &["*"]), allow(&["*"], &["*"])]);
    assert_eq!(guarded.allows("s3:DeleteBucket", "arn:aws:s3:::reports"), No);
    assert_eq!(guarded.allows("s3:GetObject", A_REPORT), Yes);
}

#[test]
fn a_condition_leaves_it_to_the_run() {
    let sometimes = policy([narrowed(allow(&["s3:*"], &["*"]))]);
    assert_eq!([sometimes.allows("s3:GetObject", A_REPORT), sometimes.allows("sqs:SendMessage", "*")], [Unknown, No]);
    let refused = policy([allow(&["s3:*"], &["*"]), narrowed(deny(&["s3:Put*"], &["*"]))]);
    assert_eq!(refused.allows("s3:PutObject", A_REPORT), Unknown);
    assert_eq!(refused.allows("s3:GetObject", A_REPORT), Yes);
}

#[test]
fn a_rest_of_actions_and_resources_is_allowed() {
    let rest = statement(Effect::Allow, ActionSet::all_but(["iam:*"]), Set::not_resources([REPORTS]));
    let rest = policy([rest]);
    assert_eq!(rest.allows("s3:GetObject", "arn:aws:s3:::other/q1.csv"), Yes);
    assert_eq!(rest.allows("s3:GetObject", A_REPORT), No);
    assert_eq!(rest.allows("iam:CreateUser", "arn:aws:iam::111122223333:user/ada"), No);
}

#[test]
fn the_actions_on_a_resource_are_those_allowed_less_those_denied() {
    let writer = policy([allow(&["s3:*Object"], &[REPORTS]), narrowed(deny(&["s3:Delete*"], &["*"]))]);
    let names: Vec<String> = writer.actions_on(A_REPORT).into_actions().map(|known| known.to_string()).collect();
    assert!(names.contains(&"s3:PutObject".to_owned()) && !names.contains(&"s3:DeleteObject".to_owned()));
    assert!(writer.actions_on("arn:aws:s3:::other/q1.csv").is_empty());
}

#[test]
fn a_narrower_policy_lies_within_a_wider_one() {
    let wide = policy([allow(&["s3:*"], &["arn:aws:s3:::reports*"]), allow(&["sqs:*"], &["*"])]);
    let narrow = policy([allow(&["s3:GetObject", "s3:Put*"], &[REPORTS])]);
    assert_eq!(narrow.is_within(&wide), Within::Yes);
    let Within::No(Witness { action, resource }) = wide.is_within(&narrow) else { panic!("it is wider") };
    assert_eq!([wide.allows(&action, &resource), narrow.allows(&action, &resource)], [Yes, No]);
    assert_eq!(Policy::default().is_within(&narrow), Within::Yes);
    assert_eq!(narrow.is_within(&Policy::default()).answer(), No);
}

#[test]
fn what_is_denied_need_not_be_allowed_elsewhere() {
    let guarded = policy([allow(&["s3:*"], &["*"]), deny(&["s3:Delete*"], &["*"])]);
    let wider_guard = policy([allow(&["*"], &["*"]), deny(&["s3:DeleteBucket"], &["*"])]);
    assert_eq!(guarded.is_within(&guarded), Within::Yes);
    assert_eq!(guarded.is_within(&wider_guard), Within::Yes);
    let expected = Witness { action: "s3:DeleteBucket".to_owned(), resource: "arn:aws:s3:::example".to_owned() };
    assert_eq!(policy([allow(&["s3:DeleteBucket"], &["*"])]).is_within(&wider_guard), Within::No(expected));
    let without = policy([allow(&["s3:*"], &["*"]), deny(&["*"], &["arn:aws:s3:::secret/*"])]);
    let all_but_secret =
        statement(Effect::Allow, ActionSet::of(["s3:*"]), Set::not_resources(["arn:aws:s3:::secret/*"]));
    assert_eq!(without.is_within(&policy([all_but_secret.clone()])), Within::Yes);
    assert_eq!(policy([all_but_secret]).is_within(&without), Within::Yes);
}

#[test]
fn an_action_without_resources_is_asked_for_with_a_star() {
    let lists = policy([allow(&["ec2:DescribeInstances"], &["*"])]);
    let expected = Witness { action: "ec2:DescribeInstances".to_owned(), resource: "*".to_owned() };
    assert_eq!(lists.is_within(&policy([allow(&["ec2:Run*"], &["*"])])), Within::No(expected));
    let useless = policy([allow(&["ec2:DescribeInstances"], &["arn:aws:ec2:*:*:instance/*"])]);
    assert_eq!(useless.is_within(&Policy::default()), Within::Unknown);
}

#[test]
fn an_unknown_resource_still_lies_within_or_without() {
    let bucket = format!("arn:aws:s3:::{HOLE}/*");
    let reader = policy([allow(&["s3:GetObject"], &[&bucket])]);
    assert_eq!(reader.is_within(&policy([allow(&["s3:Get*"], &["*"])])), Within::Yes);
    assert_eq!(reader.is_within(&policy([allow(&["s3:Get*"], &[REPORTS])])), Within::Unknown);
    let expected = Witness { action: "s3:GetObject".to_owned(), resource: bucket };
    assert_eq!(reader.is_within(&policy([allow(&["s3:Put*"], &["*"])])), Within::No(expected.clone()));
    assert_eq!(reader.is_within(&policy([allow(&["s3:*"], &["*"]), deny(&["s3:Get*"], &["*"])])), Within::No(expected));
}

#[test]
fn a_hostile_policy_takes_no_long_time() {
    let many: Vec<String> = (0..900).map(|number| format!("*:*{number}*a*b?")).collect();
    let hostile = Statement { actions: ActionSet::of(&many), ..allow(&[], &["*a*b*c*d"; 900]) };
    let hostile = Policy { statements: vec![hostile; 20] };
    assert_ne!(hostile.is_within(&hostile).answer(), No);
    assert_eq!(policy([allow(&["*"], &["*"])]).is_within(&hostile).answer(), No);
}

fn any_statement() -> impl Strategy<Value = Statement> {
    let actions =
        prop::sample::select(vec!["*", "sqs:*", "sqs:Send*", "sqs:SendMessage", "sqs:*Queue*", "sts:*", "sqs:Get*"]);
    let resources = prop::sample::select(vec!["*", "a*", "*b", "ab", "?b", "b", "a\u{FFFC}", "\u{FFFC}*b"]);
    let lists = (prop::collection::vec(actions, 1..3), prop::collection::vec(resources, 1..3));
    let kinds = (0..3u8, 0..4u8, 0..4u8, 0..6u8);
    (lists, kinds).prop_map(|((actions, resources), (effect, not_action, not_resource, narrowed))| Statement {
        effect: if effect == 0 { Effect::Deny } else { Effect::Allow },
        actions: if not_action == 0 { ActionSet::all_but(actions) } else { ActionSet::of(actions) },
        resources: if not_resource == 0 { Set::not_resources(resources) } else { Set::resources(resources) },
        conditional: if narrowed == 0 { Unknown } else { No },
    })
}

fn any_policy() -> impl Strategy<Value = Policy> {
    prop::collection::vec(any_statement(), 0..4).prop_map(|statements| Policy { statements })
}

/// The policy as one run has it: each hole filled, and each condition decided.
fn run(policy: &Policy, fill: &str, holds: bool) -> Policy {
    let filled = |set: &Set| {
        let texts: Vec<String> = set.patterns().iter().map(|pattern| pattern.text().replace(HOLE, fill)).collect();
        if set.is_rest() { Set::not_resources(texts) } else { Set::resources(texts) }
    };
    let kept = policy.statements.iter().filter(|statement| holds || statement.conditional == No);
    let statements = kept.map(|statement| Statement {
        resources: filled(&statement.resources),
        conditional: No,
        ..statement.clone()
    });
    Policy { statements: statements.collect() }
}

/// Some actions and resources that tell policies apart.
fn requests() -> impl Iterator<Item = (String, &'static str)> {
    let some = ["sqs", "sts"].into_iter().filter_map(actions::service).flat_map(actions::Service::actions);
    some.flat_map(|known| ["a", "b", "ab", "bb", "aab", "cb", "c", "a*"].map(|resource| (known.to_string(), resource)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn lying_within_agrees_with_asking_for_everything(
        inner in any_policy(),
        outer in any_policy(),
        fills in prop::collection::vec(prop::sample::select(vec!["", "a", "*", "b"]), 2),
        holds in any::<(bool, bool)>(),
    ) {
        let (first, second) = (run(&inner, fills[0], holds.0), run(&outer, fills[1], holds.1));
        let asked: Vec<(Answer, Answer)> = requests()
            .map(|(action, resource)| (first.allows(&action, resource), second.allows(&action, resource)))
            .collect();
        prop_assert!(asked.iter().all(|(one, other)| *one != Unknown && *other != Unknown));
        let is_apart = asked.iter().any(|(one, other)| *one == Yes && *other == No);
        match inner.is_within(&outer) {
            Within::Yes => prop_assert!(!is_apart),
            Within::No(Witness { action, resource }) => {
                let resource = resource.replace(HOLE, fills[0]).replace('*', "c");
                prop_assert_eq!((first.allows(&action, &resource), second.allows(&action, &resource)), (Yes, No));
            }
            Within::Unknown => {}
        }
    }

    #[test]
    fn a_policy_without_unknowns_lies_within_itself(policy in any_policy()) {
        let policy = run(&policy, "a", true);
        prop_assert_eq!(policy.is_within(&policy), Within::Yes);
        let everything = Policy { statements: vec![allow(&["*"], &["*"])] };
        prop_assert_eq!(policy.is_within(&everything), Within::Yes);
    }

    #[test]
    fn an_answer_on_an_unsure_policy_holds_for_every_run(
        policy in any_policy(),
        fill in prop::sample::select(vec!["", "a", "*", "b"]),
        holds in any::<bool>(),
    ) {
        let run = run(&policy, fill, holds);
        for (action, resource) in requests().step_by(7) {
            let answer = policy.allows(&action, resource);
            prop_assert!(answer == Unknown || answer == run.allows(&action, resource));
        }
    }
}
