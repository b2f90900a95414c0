//! Sets of actions: what they grant and cover, and the laws of their algebra.

use proptest::prelude::*;

use crate::policy::Answer::{self, No, Unknown, Yes};
use crate::policy::iam::actions::{self, Level};
use crate::policy::iam::{ActionSet, Expansion};

fn set() -> impl Strategy<Value = ActionSet> {
    let names = vec![
        "*",
        "s3:*",
        "sqs:*",
        "sqs:Get*",
        "sqs:*Queue*",
        "sqs:SendMessage",
        "sqs:GetQueueUrl",
        "sts:*",
        "sts:Get*",
        "sts:AssumeRole",
        "sqs:?e*",
        "*:Get*",
        "sqs:Get\u{FFFC}",
        "nosuch:Thing",
        "nosuch:*",
    ];
    let lists = prop::collection::vec(prop::sample::select(names), 0..4);
    (lists, any::<bool>())
        .prop_map(|(list, is_rest)| if is_rest { ActionSet::all_but(list) } else { ActionSet::of(list) })
}

fn sqs(set: &ActionSet) -> Vec<Answer> {
    let service = actions::service("sqs").expect("a service of AWS");
    service.actions().map(|known| set.grants(&known.to_string())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_set_never_lacks_what_it_grants(set in set()) {
        prop_assert_ne!(set.covers(&set), No);
        prop_assert!(ActionSet::of(["*"]).covers(&set) == Yes);
        prop_assert_ne!(set.covers(&ActionSet::of([""; 0])), No);
    }

    #[test]
    fn covering_is_handed_on(one in set(), two in set(), three in set()) {
        if one.covers(&two) == Yes && two.covers(&three) == Yes {
            prop_assert_eq!(one.covers(&three), Yes);
        }
    }

    #[test]
    fn covering_agrees_with_what_is_granted(one in set(), two in set()) {
        let granted = sqs(&one).into_iter().zip(sqs(&two));
        match one.covers(&two) {
            Yes => for (one, two) in granted {
                prop_assert!(one == Yes || two != Yes);
            },
            No => prop_assert!(!two.expand().is_within(&one.expand()) || two.grants("nosuch:Thing") == Yes),
            Unknown => for (one, two) in granted {
                prop_assert!(one != No || two != Yes);
            },
        }
    }

    #[test]
    fn expansions_follow_the_laws_of_sets(one in set(), two in set()) {
        let (a, b) = (one.expand(), two.expand());
        let both = a.intersection(&b);
        prop_assert!(both.is_within(&a) && both.is_within(&b));
        prop_assert!(a.is_within(&a.union(&b)) && b.is_within(&a.union(&b)));
        prop_assert_eq!(a.union(&b).others(), a.others().intersection(&b.others()));
        prop_assert_eq!(a.minus(&b), a.intersection(&b.others()));
        prop_assert_eq!(a.union(&b).len() + both.len(), a.len() + b.len());
        prop_assert!(a.is_within(&one.expand_widest()));
        for known in a.clone().into_actions().take(50) {
            prop_assert_eq!(one.grants(&known.to_string()), Yes);
        }
        for known in one.expand_widest().others().into_actions().take(50) {
            prop_assert_eq!(one.grants(&known.to_string()), No);
        }
    }
}

#[test]
fn answers_follow_the_laws_of_de_morgan() {
    let all = [Yes, No, Unknown];
    for (one, other) in all.into_iter().flat_map(|one| all.map(|other| (one, other))) {
        assert_eq!(one.and(other).not(), one.not().or(other.not()));
        assert_eq!(one.or(other).not(), one.not().and(other.not()));
        assert_eq!(one.not().not(), one);
    }
}

#[test]
fn all_but_a_service_is_all_others() {
    let rest = ActionSet::all_but(["iam:*"]);
    assert_eq!([rest.grants("IAM:PassRole"), rest.grants("s3:GetObject")], [No, Yes]);
    assert_eq!(rest.covers(&ActionSet::of(["s3:*", "sts:AssumeRole"])), Yes);
    assert_eq!(rest.covers(&ActionSet::of(["*"])), No);
    assert_eq!(rest.covers(&ActionSet::all_but(["iam:*", "sts:*"])), Yes);
    assert_eq!(ActionSet::all_but(["iam:*", "sts:*"]).covers(&rest), No);
    assert!(!rest.services().contains(&"iam") && rest.services().contains(&"s3"));
}

#[test]
fn what_aws_may_add_one_day_is_not_covered_by_a_list_of_names() {
    let names: Vec<String> = actions::service("sqs")
        .into_iter()
        .flat_map(actions::Service::actions)
        .map(|known| known.to_string())
        .collect();
    assert_eq!(ActionSet::of(&names).covers(&ActionSet::of(["sqs:*"])), Unknown);
    assert_eq!(ActionSet::of(&names[1..]).covers(&ActionSet::of(["sqs:*"])), No);
    assert_eq!(ActionSet::of(["sqs:*"]).covers(&ActionSet::of(&names)), Yes);
}

#[test]
fn actions_that_write_are_told_from_those_that_read() {
    let set = ActionSet::of(["s3:Get*", "s3:PutObject", "s3:PutBucketPolicy", "s3:PutObjectTagging"]);
    let written: Vec<String> = set.write_actions().map(|known| known.to_string()).collect();
    assert_eq!(written, ["s3:PutObject", "s3:PutBucketPolicy", "s3:PutObjectTagging"]);
    assert_eq!(set.services(), ["s3"]);
    assert_eq!(set.count(Level::Permissions), 1);
}

#[test]
fn an_unknown_name_is_neither_granted_nor_refused() {
    let set = ActionSet::of(["s3:\u{FFFC}"]);
    assert_eq!([set.grants("s3:GetObject"), set.grants("sqs:SendMessage")], [Unknown, No]);
    assert!(set.expand().is_empty());
    assert_eq!(set.expand_widest(), ActionSet::of(["s3:*"]).expand());
    assert_eq!(ActionSet::of(["s3:*"]).covers(&set), Yes);
    assert_eq!(ActionSet::all_but(["s3:\u{FFFC}"]).grants("s3:GetObject"), Unknown);
}

#[test]
fn of_a_set_larger_than_aws_takes_nothing_is_told() {
    let set = ActionSet::of((0..5000).map(|number| format!("s3:Get{number}")));
    assert_eq!([set.grants("s3:Get1"), set.grants("sqs:SendMessage")], [Unknown, Unknown]);
    assert_eq!(set.expand(), Expansion::default());
}
