//! Kustomize: the objects that patches hold as texts.

use super::{build, kubernetes};
use crate::fact::value::{Data, Value};
use crate::fact::{Facts, yaml};

/// Whether a document is a kustomization.
pub fn is_kustomization(path: &str, document: &Value<'_>) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path).to_ascii_lowercase();
    matches!(name.as_str(), "kustomization.yaml" | "kustomization.yml" | "kustomization")
        || ["patches", "patchesStrategicMerge"].iter().any(|key| document.get(key).is_some())
            && document.get("resources").is_some()
}

/// Adds the facts of the objects in patches, and of generated secrets.
pub fn facts<'t>(document: &Value<'t>, source: &'t str, facts: &mut Facts<'t>) {
    let whole = document.get("patchesStrategicMerge").map_or(&[][..], Value::each).iter();
    kubernetes::rules_anywhere(document, "patches", facts);
    let patches = ["patches", "patchesJson6902"].iter().filter_map(|key| document.get(key)).flat_map(Value::each);
    let patches = patches.filter_map(|patch| patch.get("patch"));
    for text in whole.chain(patches) {
        for object in objects(text, source) {
            if kubernetes::is_object(&object) {
                kubernetes::facts(object, source, facts);
            } else {
                kubernetes::rules_anywhere(&object, "patches", facts);
            }
        }
    }
    for generator in document.get("secretGenerator").map_or(&[][..], Value::each) {
        let name = generator.get("name").and_then(Value::known).unwrap_or("?").to_owned();
        for literal in generator.get("literals").map_or(&[][..], Value::each) {
            let pair = literal.text().and_then(|text| build::pair(literal.span, text));
            let Some((key, value)) = pair else { continue };
            let fields = vec![build::entry("name", key), build::entry("value", value)];
            facts.add("kustomize.literal", name.as_str(), literal.span, build::map(literal.span, fields));
        }
        facts.add("kustomize.secret", name, generator.span, generator.clone());
    }
}

/// The documents that a block of text holds, in their own places: its lines are indented alike.
fn objects<'t>(text: &Value<'t>, source: &'t str) -> Vec<Value<'t>> {
    if !matches!(text.data, Data::Text(_)) {
        return Vec::new();
    }
    let range = text.span.range();
    let Some(before) = source.get(..range.start) else { return Vec::new() };
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    if !source[start..range.start].trim().is_empty() {
        return Vec::new();
    }
    let Some(block) = source.get(start..range.end) else { return Vec::new() };
    let mut documents = yaml::read(block).documents;
    for document in &mut documents {
        document.shift(start);
    }
    documents
}
