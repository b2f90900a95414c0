//! Kubernetes manifests: objects, rules of roles, bindings, pods and what their containers are given.

use data_encoding::BASE64;

use super::{aws, build, google, nested, settings, shell};
use crate::fact::Facts;
use crate::fact::value::{Data, Value};

/// Whether a document is an object of Kubernetes, or a list of them.
pub fn is_object(document: &Value<'_>) -> bool {
    document.get("apiVersion").is_some() && document.get("kind").and_then(Value::text).is_some()
}

/// Adds the facts of an object, or of each of a list.
pub fn facts<'t>(mut document: Value<'t>, source: &'t str, facts: &mut Facts<'t>) {
    let kind = document.get("kind").and_then(Value::text).unwrap_or_default().to_owned();
    if kind.ends_with("List") && document.get("items").is_some() {
        let Data::Map(entries) = document.data else { return };
        for item in entries.into_iter().filter(|entry| entry.key == "items") {
            let Data::List(items) = item.value.data else { continue };
            items.into_iter().filter(is_object).for_each(|item| self::facts(item, source, facts));
        }
        return;
    }
    let subject = subject(&kind, &document);
    // Objects that stand for resources of AWS hold its policies.
    let group = document.get("apiVersion").and_then(Value::text).unwrap_or_default();
    if group.contains("aws") || group.contains(".services.k8s") || group.contains("upbound") {
        nested::open(&mut document, source);
        aws::policies(&document, aws::Owner { kind: &kind, subject: &subject, property: "" }, facts);
    }
    let named = document.at(&["metadata", "name"]).or_else(|| document.get("kind"));
    let at = named.map_or(document.span, |name| name.span);
    match kind.as_str() {
        "IAMPolicyMember" | "IAMPolicy" | "IAMPartialPolicy" => {
            google::connector(&document, &kind, &subject, at, facts);
        }
        "Role" | "ClusterRole" => rules(&document, &kind, &subject, facts),
        "ConfigMap" => {
            settings::inside(document.get("data"), facts);
            if let Some(data) = document.get("data") {
                settings::values("k8s.config", data, facts);
                let is_script = |text: &str| text.starts_with("#!");
                for entry in data.entries().iter().filter(|entry| entry.value.text().is_some_and(is_script)) {
                    shell::script(Some(&entry.value), source, &subject, facts);
                }
            }
        }
        "Secret" => {
            if let Some(data) = document.get("stringData") {
                settings::values("k8s.secret-text", data, facts);
            }
            encoded(document.get("data"), facts);
        }
        _ => {}
    }
    if let Some(pod) = pod_spec(&kind, &document) {
        containers(pod, source, &subject, facts);
        facts.add("k8s.pod", subject.clone(), at, with_owner(pod, &kind, &document));
    }
    facts.add(format!("k8s.{kind}"), subject, at, document);
}

/// One fact a value of a Secret that is written in Base64, with what it says.
fn encoded<'t>(data: Option<&Value<'t>>, facts: &mut Facts<'t>) {
    for entry in data.map_or(&[][..], Value::entries) {
        let bytes = entry.value.known().and_then(|text| BASE64.decode(text.trim().as_bytes()).ok());
        let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
        let fields = vec![
            build::entry("name", build::text(entry.at, entry.key.clone())),
            build::entry("value", build::text(entry.value.span, text)),
        ];
        facts.add("k8s.secret-text", entry.key.as_ref(), entry.at, build::map(entry.value.span, fields));
    }
}

/// How people name an object: `ClusterRole/deployer`, `Pod/web in shop`.
fn subject(kind: &str, document: &Value<'_>) -> String {
    let part = |key: &str| document.at(&["metadata", key]).and_then(Value::known);
    let name = part("name").or_else(|| part("generateName")).unwrap_or("?");
    match part("namespace") {
        Some(namespace) => format!("{kind}/{namespace}/{name}"),
        None => format!("{kind}/{name}"),
    }
}

/// Adds the rules of roles that stand in a document of another kind: values of a chart, patches.
pub fn rules_anywhere<'t>(value: &Value<'t>, subject: &str, facts: &mut Facts<'t>) {
    let has = |key: &str| value.get(key).is_some_and(|list| matches!(list.data, Data::List(_)));
    if has("verbs") && (has("resources") || has("nonResourceURLs")) {
        facts.add("k8s.rule", subject, value.span, value.clone());
        return;
    }
    match &value.data {
        Data::Map(entries) => entries.iter().for_each(|entry| rules_anywhere(&entry.value, subject, facts)),
        Data::List(items) => items.iter().for_each(|item| rules_anywhere(item, subject, facts)),
        _ => {}
    }
}

/// One fact a rule of a role.
fn rules<'t>(document: &Value<'t>, kind: &str, subject: &str, facts: &mut Facts<'t>) {
    let name = document.at(&["metadata", "name"]).and_then(Value::text).unwrap_or_default().to_owned();
    let is_aggregated = document.get("aggregationRule").is_some();
    for rule in document.get("rules").map_or(&[][..], Value::each) {
        if rule.entries().is_empty() {
            continue;
        }
        let mut entries = rule.entries().to_vec();
        entries.push(build::entry("owner", build::text(build::NOWHERE, kind.to_owned())));
        entries.push(build::entry("role", build::text(build::NOWHERE, name.clone())));
        entries.push(build::entry("aggregated", build::flag(build::NOWHERE, is_aggregated)));
        facts.add("k8s.rule", subject, rule.span, build::map(rule.span, entries));
    }
}

/// The pod that an object runs.
fn pod_spec<'v, 't>(kind: &str, document: &'v Value<'t>) -> Option<&'v Value<'t>> {
    match kind {
        "Pod" => document.get("spec"),
        "CronJob" => document.at(&["spec", "jobTemplate", "spec", "template", "spec"]),
        "PodTemplate" => document.at(&["template", "spec"]),
        _ => document.at(&["spec", "template", "spec"]).filter(|spec| spec.get("containers").is_some()),
    }
}

/// The pod, with what its object says of it.
fn with_owner<'t>(pod: &Value<'t>, kind: &str, document: &Value<'t>) -> Value<'t> {
    let mut entries = pod.entries().to_vec();
    entries.push(build::entry("owner", build::text(build::NOWHERE, kind.to_owned())));
    let namespace = document.at(&["metadata", "namespace"]).cloned();
    entries.push(build::entry("namespace", namespace.unwrap_or_else(|| build::text(build::NOWHERE, "default"))));
    build::map(pod.span, entries)
}

/// What the containers of a pod are given: each, each of its environment, and the commands it runs.
fn containers<'t>(pod: &Value<'t>, source: &'t str, subject: &str, facts: &mut Facts<'t>) {
    let lists = ["containers", "initContainers", "ephemeralContainers"].iter().filter_map(|key| pod.get(key));
    for container in lists.flat_map(Value::each) {
        let at = container.get("name").map_or(container.span, |name| name.span);
        for variable in container.get("env").map_or(&[][..], Value::each) {
            let at = variable.get("name").map_or(variable.span, |name| name.span);
            facts.add("k8s.env", subject, at, variable.clone());
        }
        for key in ["command", "args"] {
            shell::words(container.get(key), subject, facts);
            // `sh -c` runs what one of its words says.
            for text in container
                .get(key)
                .map_or(&[][..], Value::each)
                .iter()
                .filter(|text| text.text().is_some_and(|text| text.contains(' ')))
            {
                shell::script(Some(text), source, subject, facts);
            }
        }
        facts.add("k8s.container", subject, at, container.clone());
    }
}
