//! The table of actions: its form, and what it says of some that everybody knows.

use crate::policy::Answer::Yes;
use crate::policy::iam::Pattern;
use crate::policy::iam::actions::{self, Level};

#[test]
fn the_table_is_in_order_and_complete() {
    let services = actions::services();
    assert!(services.is_sorted_by(|one, next| one.prefix < next.prefix));
    let mut number = 0;
    for service in services {
        let mut names: Vec<&str> = Vec::new();
        for known in service.actions() {
            assert_eq!(known.number, number, "{known}");
            assert!(known.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{known}");
            names.push(known.name);
            number += 1;
        }
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "an action of `{}` stands twice", service.prefix);
    }
    assert_eq!(number, actions::count());
    assert!(services.len() > 420 && number > 17_000, "{} {number}", services.len());
    assert_eq!(actions::date().len(), "2026-01-31".len());
}

#[test]
fn an_action_is_found_in_any_case_with_its_level() {
    for (name, level, has_resources) in [
        ("s3:GetObject", Level::Read, true),
        ("S3:LISTALLMYBUCKETS", Level::List, false),
        ("ec2:DescribeInstances", Level::List, false),
        ("sts:GetCallerIdentity", Level::Read, false),
        ("iam:PassRole", Level::Write, true),
        ("iam:AttachUserPolicy", Level::Permissions, true),
        ("s3:PutObjectTagging", Level::Tagging, true),
    ] {
        let known = actions::find(name).unwrap_or_else(|| panic!("{name}"));
        assert!(known.to_string().eq_ignore_ascii_case(name));
        assert_eq!((known.level, known.has_resources), (level, has_resources), "{name}");
    }
    for name in ["s3:GetObjekt", "nosuch:GetObject", "s3", "", ":"] {
        assert_eq!(actions::find(name), None, "{name}");
    }
}

#[test]
fn every_action_is_found_by_its_name() {
    for service in actions::services() {
        assert_eq!(actions::service(&service.prefix.to_uppercase()), Some(service));
        let last = service.actions().last().expect("a service has actions");
        assert_eq!(actions::find(&last.to_string()), Some(last));
    }
}

#[test]
fn a_pattern_is_expanded_over_the_actions_of_aws() {
    let names = |text: &str| -> Vec<String> {
        actions::matching(&Pattern::action(text)).map(|known| known.to_string()).collect()
    };
    assert_eq!(names("sts:assumerole"), ["sts:AssumeRole"]);
    assert!(names("s3:Get*").contains(&"s3:GetObject".to_owned()));
    assert!(names("*:DescribeInstances").contains(&"ec2:DescribeInstances".to_owned()));
    assert_eq!(names("*").len(), actions::count());
    assert_eq!(names("nosuch:*").len(), 0);
    assert_eq!(names("s3:Get\u{FFFC}").len(), 0, "only what it matches for certain");
    let all = Pattern::action("*");
    assert!(actions::services().iter().all(|service| all.matches_action(service.prefix, "Any") == Yes));
}
