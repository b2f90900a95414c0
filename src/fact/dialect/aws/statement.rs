//! One statement of a policy, in one form whatever it was written in.

use super::condition::{self, Narrowing, Test};
use super::reach::Reach;
use super::{Owner, build, levels};
use crate::fact::value::{Data, Entry, HOLE, Span, Value};

/// A statement.
pub struct Statement<'t> {
    /// Where it stands.
    pub span: Span,
    /// Whether it allows; it denies otherwise.
    pub allows: bool,
    /// The actions it names.
    pub actions: Vec<Value<'t>>,
    not_actions: Vec<Value<'t>>,
    resources: Vec<Value<'t>>,
    not_resources: Vec<Value<'t>>,
    principals: Vec<Value<'t>>,
    not_principals: Vec<Value<'t>>,
    tests: Vec<Test<'t>>,
}

/// What a policy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It says what an identity may do.
    Identity,
    /// It says who may use a resource.
    Resource,
    /// It says who may take on a role.
    Trust,
}

impl Use {
    /// What a policy is for, by where it stands and whom it names.
    pub fn of(owner: Owner<'_>, statements: &[Statement<'_>]) -> Self {
        let property = owner.property.replace(['_', '-'], "").to_ascii_lowercase();
        if property.contains("assumerole") {
            return Self::Trust;
        }
        let named = || statements.iter().filter(|statement| statement.names_principals());
        if named().next().is_none() {
            return Self::Identity;
        }
        let assumes = |action: &Value<'_>| {
            action.text().is_some_and(|text| {
                let text = text.to_ascii_lowercase();
                text.starts_with("sts:assumerole")
                    || text == "sts:tagsession"
                    || text == "sts:setsourceidentity"
                    || text == "sts:*"
            })
        };
        let is_trust = named().all(|statement| !statement.actions.is_empty() && statement.actions.iter().all(assumes));
        if is_trust { Self::Trust } else { Self::Resource }
    }
}

impl<'t> Statement<'t> {
    /// Reads a statement of a document or a block.
    pub fn of(raw: &Value<'t>) -> Self {
        let values = |names: &[&str]| -> Vec<Value<'t>> {
            let named = raw.entries().iter().filter(|entry| names.iter().any(|name| same(&entry.key, name)));
            named.flat_map(|entry| entry.value.each().iter().cloned()).collect()
        };
        let effect = values(&["effect"]);
        if effect.first().is_some_and(|effect| effect.known().is_none()) {
            return Self::open(raw.span);
        }
        Self {
            span: raw.span,
            allows: effect.first().and_then(Value::known).is_none_or(|effect| effect.eq_ignore_ascii_case("allow")),
            actions: values(&["action", "actions"]),
            not_actions: values(&["notaction", "notactions"]),
            resources: values(&["resource", "resources"]),
            not_resources: values(&["notresource", "notresources"]),
            principals: values(&["principal", "principals"]).iter().flat_map(principals).collect(),
            not_principals: values(&["notprincipal", "notprincipals"]).iter().flat_map(principals).collect(),
            tests: values(&["condition"]).iter().flat_map(tests).collect(),
        }
    }

    /// A statement of which only a run can tell whether it allows: so it is with what it allows.
    fn open(span: Span) -> Self {
        let unknown = || vec![build::unknown(span)];
        Self {
            span,
            allows: true,
            actions: unknown(),
            not_actions: Vec::new(),
            resources: unknown(),
            not_resources: Vec::new(),
            principals: unknown(),
            not_principals: Vec::new(),
            tests: Vec::new(),
        }
    }

    fn names_principals(&self) -> bool {
        !self.principals.is_empty() || !self.not_principals.is_empty()
    }

    /// Whether it allows its actions on whatever there is, without a condition that counts.
    pub fn is_free(&self) -> bool {
        self.allows
            && self.narrowing() == Narrowing::None
            && matches!(Reach::of(&self.resources), Reach::Everything | Reach::Service)
    }

    /// Whether it forbids its actions on everything, whatever the conditions.
    pub fn denies_everywhere(&self) -> bool {
        !self.allows && self.tests.is_empty() && Reach::of(&self.resources) == Reach::Everything
    }

    fn narrowing(&self) -> Narrowing {
        condition::together(self.tests.iter().map(Test::narrowing))
    }

    /// Whether its conditions say who may make a request.
    fn principal_narrowing(&self) -> Narrowing {
        condition::together(self.tests.iter().filter(|test| test.is_of_principals()).map(Test::narrowing))
    }

    /// The statement as the value of a fact.
    pub fn into_value(self, owner: Owner<'_>) -> Value<'t> {
        let span = self.span;
        let reach = match Reach::of(&self.resources).name() {
            Some(name) => build::text(build::NOWHERE, name),
            None => build::unknown(build::NOWHERE),
        };
        let says = |narrowing| match narrowing {
            Narrowing::None => build::flag(build::NOWHERE, false),
            Narrowing::Real => build::flag(build::NOWHERE, true),
            Narrowing::Unknown => build::unknown(build::NOWHERE),
        };
        let narrowed = says(self.narrowing());
        let guarded = says(self.principal_narrowing());
        let is_wide = self.allows && matches!(Reach::of(&self.resources), Reach::Everything | Reach::Service);
        let levels = if is_wide { levels::of(&self.actions) } else { Vec::new() };
        let services = self.actions.iter().filter_map(service_of).collect();
        let condition = self.tests.into_iter().map(|test| test_value(span, test)).collect();
        let fields: Vec<Entry<'t>> = vec![
            build::entry("action", build::list(span, self.actions)),
            build::entry("levels", build::list(span, levels)),
            build::entry("services", build::list(span, services)),
            build::entry("notaction", build::list(span, self.not_actions)),
            build::entry("resource", build::list(span, self.resources)),
            build::entry("notresource", build::list(span, self.not_resources)),
            build::entry("principal", build::list(span, self.principals)),
            build::entry("notprincipal", build::list(span, self.not_principals)),
            build::entry("condition", build::list(span, condition)),
            build::entry("reach", reach),
            build::entry("narrowed", narrowed),
            build::entry("guarded", guarded),
            build::entry("owner", build::text(build::NOWHERE, owner.kind.to_owned())),
        ];
        build::map(span, fields)
    }
}

fn test_value(span: Span, test: Test<'_>) -> Value<'_> {
    let at = test.values.first().map_or(span, |value| value.span);
    let fields = vec![
        build::entry("operator", build::text(at, test.operator)),
        build::entry("key", build::text(at, test.key)),
        build::entry("value", build::list(at, test.values)),
    ];
    build::map(at, fields)
}

/// The service all of whose actions a pattern covers: `s3` of `s3:*`.
fn service_of<'t>(action: &Value<'t>) -> Option<Value<'t>> {
    let (service, name) = action.text()?.split_once(':')?;
    let is_all = !name.is_empty() && name.bytes().all(|byte| byte == b'*') && !service.contains('*');
    is_all.then(|| build::text(action.span, service.to_ascii_lowercase()))
}

/// Names that differ in case and underscores alone are one.
fn same(key: &str, name: &str) -> bool {
    let plain = key.bytes().filter(|byte| *byte != b'_');
    plain.map(|byte| byte.to_ascii_lowercase()).eq(name.bytes())
}

/// Whom a principal names, each with its kind: `AWS:*`, `Service:ec2.amazonaws.com`.
fn principals<'t>(value: &Value<'t>) -> Vec<Value<'t>> {
    let with_kind = |kind: &str, value: &Value<'t>| {
        let named = |name: &str| build::text(value.span, format!("{kind}:{name}"));
        match &value.data {
            Data::Text(text) => named(text),
            Data::Number(number) => named(number),
            _ => value.clone(),
        }
    };
    match &value.data {
        // A lone `*` is everybody.
        Data::Text(_) => vec![with_kind("AWS", value)],
        // A block of Terraform: `type` and `identifiers`.
        Data::Map(_) | Data::Block(..) if value.get("identifiers").is_some() => {
            let kind = value.get("type").and_then(Value::known).unwrap_or("AWS");
            let kind = if kind == "*" { "AWS" } else { kind };
            let named = value.get("identifiers").map_or(&[][..], Value::each);
            named.iter().map(|value| with_kind(kind, value)).collect()
        }
        Data::Map(entries) => entries
            .iter()
            .flat_map(|entry| entry.value.each().iter().map(|value| with_kind(&entry.key, value)))
            .collect(),
        _ => vec![value.clone()],
    }
}

/// The tests of a condition: `{operator: {key: values}}`, or a block with `test`, `variable` and `values`.
fn tests<'t>(value: &Value<'t>) -> Vec<Test<'t>> {
    if let (Some(test), Some(key)) = (value.get("test"), value.get("variable")) {
        // What only a run can tell stays a hole, which may be anything.
        let text = |value: &Value<'t>| value.text().map_or_else(|| HOLE.to_string(), ToOwned::to_owned);
        let values = value.get("values").map(|values| values.each().to_vec()).unwrap_or_default();
        return vec![Test { operator: text(test), key: text(key), values }];
    }
    let entries = value.entries();
    if entries.is_empty() && !matches!(value.data, Data::Map(_)) {
        // A condition that only a run can tell.
        return vec![Test { operator: String::new(), key: String::new(), values: vec![build::unknown(value.span)] }];
    }
    let of_operator = |entry: &Entry<'t>| -> Vec<Test<'t>> {
        let operator = entry.key.clone().into_owned();
        let of_key = |inner: &Entry<'t>| Test {
            operator: operator.clone(),
            key: inner.key.clone().into_owned(),
            values: inner.value.each().to_vec(),
        };
        match &entry.value.data {
            Data::Map(keys) => keys.iter().map(of_key).collect(),
            _ => vec![Test { operator, key: String::new(), values: vec![build::unknown(entry.value.span)] }],
        }
    };
    entries.iter().flat_map(of_operator).collect()
}
