//! Goes through a document and folds each value where it stands.

use std::borrow::Cow;

use super::definition::{Definitions, Root, State, TAKEN};
use super::limit::Limits;
use super::path::{self, Step};
use super::{form, function, operator, text};
use crate::fact::value::{DEEPEST, Data, Entry, HOLE, Span, Value};

/// How many definitions may lead to one another.
const LONGEST_WAY: usize = 16;

/// A name that stands for a value within a block or an expression.
pub struct Binding<'t> {
    /// The name.
    pub name: Cow<'t, str>,
    /// What it stands for, folded.
    pub value: Value<'t>,
}

/// Folds values.
pub struct Folder<'t> {
    /// The locals and variables.
    definitions: Definitions<'t>,
    /// Names that stand for something here; later ones hide earlier ones.
    pub bindings: Vec<Binding<'t>>,
    /// What may still be made.
    pub limits: Limits,
    /// How many definitions have led to what is being folded.
    way: usize,
}

impl<'t> Folder<'t> {
    /// Folds with these definitions in a document of this place.
    pub const fn new(definitions: Definitions<'t>, document: Span) -> Self {
        Self { definitions, bindings: Vec::new(), limits: Limits::of(document), way: 0 }
    }

    /// The definitions, to be put back.
    pub fn into_definitions(self) -> Definitions<'t> {
        self.definitions
    }

    /// Folds all definitions. They lie in a block of the document.
    pub fn define_all(&mut self) {
        for index in 0..self.definitions.list.len() {
            self.define(index, 2);
        }
    }

    /// Folds a definition, if it is not; `false` where it asks for itself, or where too many led here.
    fn define(&mut self, index: usize, level: usize) -> bool {
        let definition = &mut self.definitions.list[index];
        if definition.state != State::Raw {
            return definition.state == State::Done;
        }
        if self.way >= LONGEST_WAY {
            return false;
        }
        definition.state = State::Busy;
        let nothing = Value::new(definition.value.span, Data::Unknown);
        let mut value = std::mem::replace(&mut definition.value, nothing);
        let bindings = std::mem::take(&mut self.bindings);
        self.way += 1;
        self.value(&mut value, level);
        self.way -= 1;
        self.bindings = bindings;
        let definition = &mut self.definitions.list[index];
        definition.value = value;
        definition.state = State::Done;
        true
    }

    /// Folds a value that lies `level` deep.
    pub fn value(&mut self, value: &mut Value<'t>, level: usize) {
        match &mut value.data {
            Data::Null | Data::Bool(_) | Data::Number(_) | Data::Text(_) | Data::Unknown => {}
            _ if level > DEEPEST => value.data = Data::Unknown,
            Data::List(items) | Data::OneOf(items) => self.all(items, level + 1),
            Data::Map(entries) => entries.iter_mut().for_each(|entry| self.value(&mut entry.value, level + 1)),
            Data::Block(_, entries) => self.body(entries, level + 1),
            Data::Reference(name) => {
                if let Some(found) = self.follow(name, &[], value.span, level) {
                    *value = found;
                }
            }
            Data::Call(name, _) if name == TAKEN => {}
            Data::Call(name, parts) => {
                let (name, parts) = (std::mem::take(name), std::mem::take(parts));
                *value = self.call(name, parts, value.span, level);
            }
        }
    }

    /// Folds values that lie `level` deep.
    pub fn all(&mut self, values: &mut [Value<'t>], level: usize) {
        for value in values {
            self.value(value, level);
        }
    }

    fn body(&mut self, entries: &mut Vec<Entry<'t>>, level: usize) {
        let is_dynamic = |entry: &Entry<'t>| entry.key == "dynamic" && matches!(entry.value.data, Data::Block(..));
        let mut has_dynamic = false;
        let bound = self.bindings.len();
        let repeated = self.repeated(entries, level);
        self.bindings.extend(repeated);
        for entry in entries.iter_mut() {
            if is_dynamic(entry) {
                has_dynamic = true;
            } else {
                self.value(&mut entry.value, level);
            }
        }
        if has_dynamic {
            for entry in std::mem::take(entries) {
                if is_dynamic(&entry) {
                    self.dynamic(entry, entries, level);
                } else {
                    entries.push(entry);
                }
            }
        }
        self.bindings.truncate(bound);
    }

    fn call(&mut self, name: Cow<'t, str>, mut parts: Vec<Value<'t>>, span: Span, level: usize) -> Value<'t> {
        match name.as_ref() {
            form::PATH => self.path(parts, span, level),
            form::CONDITION => self.condition(parts, span, level),
            form::EACH => self.each(parts, span, level),
            form::EACH_KEY => self.each_key(parts, span, level),
            // What is spread among arguments, where only it is asked for.
            form::SPREAD => {
                self.all(&mut parts, level);
                parts.pop().unwrap_or(Value::new(span, Data::Unknown))
            }
            form::EACH_GROUP => Value::new(span, Data::Unknown),
            form::OBJECT => self.object(parts, span, level),
            form::TEMPLATE => {
                self.all(&mut parts, level + 1);
                Value::new(span, text::template(&parts, &mut self.limits))
            }
            form::INFIX => {
                self.all(&mut parts, level + 1);
                Value::new(span, operator::infix(&parts))
            }
            form::NOT | form::NEGATE => {
                self.all(&mut parts, level + 1);
                Value::new(span, operator::prefix(&name, &parts))
            }
            "jsondecode" => {
                self.all(&mut parts, level + 1);
                self.decode(parts, span, level)
            }
            _ => {
                let parts = self.arguments(parts, level + 1);
                function::apply(name, parts, span, &mut self.limits)
            }
        }
    }

    /// Folds the arguments of a function, and puts the items of those that are spread in their places.
    fn arguments(&mut self, mut parts: Vec<Value<'t>>, level: usize) -> Vec<Value<'t>> {
        let is_spread = |part: &Value<'t>| matches!(&part.data, Data::Call(name, _) if name == form::SPREAD);
        if !parts.iter().any(is_spread) {
            self.all(&mut parts, level);
            return parts;
        }
        let mut arguments = Vec::with_capacity(parts.len());
        for mut part in parts {
            let spread = is_spread(&part);
            self.value(&mut part, level);
            match part.data {
                Data::List(items) if spread => arguments.extend(items),
                _ => arguments.push(part),
            }
        }
        arguments
    }

    fn decode(&mut self, mut parts: Vec<Value<'t>>, span: Span, level: usize) -> Value<'t> {
        match parts.pop() {
            // Encoded and decoded again.
            Some(value @ Value { data: Data::Map(_) | Data::List(_), .. }) => value,
            Some(text) => function::decoded(&text).map_or(Value::new(span, Data::Unknown), |mut value| {
                self.value(&mut value, level);
                value
            }),
            None => Value::new(span, Data::Unknown),
        }
    }

    /// The value a condition picks, or all that it may pick.
    fn condition(&mut self, parts: Vec<Value<'t>>, span: Span, level: usize) -> Value<'t> {
        let mut options = Vec::new();
        let mut parts = parts.into_iter();
        while let Some(mut first) = parts.next() {
            self.value(&mut first, level + 1);
            let Some(mut picked) = parts.next() else {
                options.push(first);
                break;
            };
            let holds = operator::truth(&first);
            if holds != Some(false) {
                self.value(&mut picked, level + 1);
                options.push(picked);
            }
            if holds == Some(true) {
                break;
            }
        }
        path::one_of(span, options)
    }

    /// A map whose names are worked out.
    fn object(&mut self, mut parts: Vec<Value<'t>>, span: Span, level: usize) -> Value<'t> {
        let mut keys = parts.split_off(1.min(parts.len())).into_iter().peekable();
        let Some(Value { data: Data::Map(mut entries), .. }) = parts.pop() else {
            return Value::new(span, Data::Unknown);
        };
        for entry in &mut entries {
            if let Some(mut key) = keys.next_if(|key| key.span == entry.at) {
                self.value(&mut key, level + 1);
                entry.key = match key.data {
                    Data::Text(text) | Data::Number(text) => text,
                    _ => HOLE.to_string().into(),
                };
            }
            self.value(&mut entry.value, level + 1);
        }
        Value::new(span, Data::Map(entries))
    }

    /// What lies at the end of a path into a value.
    fn path(&mut self, mut parts: Vec<Value<'t>>, span: Span, level: usize) -> Value<'t> {
        let mut steps = parts.split_off(1.min(parts.len()));
        let Some(mut base) = parts.pop() else { return Value::new(span, Data::Unknown) };
        for step in &mut steps {
            if let Data::List(index) = &mut step.data {
                self.all(index, level + 1);
            }
        }
        let steps: Vec<Step<'_>> = steps.iter().map(Step::of).collect();
        if let Data::Reference(name) = &base.data {
            return self
                .follow(name, &steps, span, level)
                .unwrap_or_else(|| Value::new(span, path::joined(name, &steps, &mut self.limits)));
        }
        self.value(&mut base, level + 1);
        path::pick(&base, &steps, &mut self.limits, level).unwrap_or(Value::new(span, Data::Unknown))
    }

    /// What a reference means, and what lies at the end of more steps; nothing where only a run knows.
    fn follow(&mut self, name: &str, steps: &[Step<'_>], span: Span, level: usize) -> Option<Value<'t>> {
        let (root, rest) = name.split_once('.').unwrap_or((name, ""));
        let unknown = Value::new(span, Data::Unknown);
        if let Some(binding) = self.bindings.iter().rev().find(|binding| binding.name == root) {
            let steps = path::steps(rest, steps);
            return Some(path::pick(&binding.value, &steps, &mut self.limits, level).unwrap_or(unknown));
        }
        let root = Root::of(root)?;
        let (name, rest) = rest.split_once('.').unwrap_or((rest, ""));
        let index = self.definitions.find(root, name)?;
        if !self.define(index, level) {
            return Some(unknown);
        }
        let steps = path::steps(rest, steps);
        let picked = path::pick(&self.definitions.list[index].value, &steps, &mut self.limits, level);
        // What a default lacks a caller may give; a local is all there is.
        picked.or((root == Root::Local).then_some(unknown))
    }
}
