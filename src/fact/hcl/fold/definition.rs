//! Locals and the defaults of variables, taken out of a document while it is folded.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::fact::value::{Data, Span, Value};

/// How far a definition is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// As it was read.
    Raw,
    /// Being folded: what asks for it now asks for itself.
    Busy,
    /// Folded.
    Done,
}

/// A value with a name.
pub struct Definition<'t> {
    /// The value.
    pub value: Value<'t>,
    /// How far it is worked out.
    pub state: State,
}

/// What references begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Root {
    /// `local.`
    Local,
    /// `var.`
    Variable,
}

impl Root {
    /// The root of that name.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "local" => Some(Self::Local),
            "var" => Some(Self::Variable),
            _ => None,
        }
    }
}

/// The definitions of a document.
pub struct Definitions<'t> {
    /// In the order of the text.
    pub list: Vec<Definition<'t>>,
    locals: HashMap<Cow<'t, str>, usize>,
    variables: HashMap<Cow<'t, str>, usize>,
}

/// Stands in a document where a definition was taken out; no reader makes such a call.
pub const TAKEN: &str = "=";

impl<'t> Definitions<'t> {
    /// Takes the definitions out of a document.
    pub fn take(document: &mut Value<'t>) -> Self {
        let mut taken = Self { list: Vec::new(), locals: HashMap::new(), variables: HashMap::new() };
        places(document, &mut |root, name, value| {
            let index = taken.list.len();
            let names = if root == Root::Local { &mut taken.locals } else { &mut taken.variables };
            names.entry(name.clone()).or_insert(index);
            let left = Value::new(Span::new(index, index), Data::Call(Cow::Borrowed(TAKEN), Vec::new()));
            taken.list.push(Definition { value: std::mem::replace(value, left), state: State::Raw });
        });
        taken
    }

    /// Puts the definitions back where they were.
    pub fn give_back(mut self, document: &mut Value<'t>) {
        places(document, &mut |_, _, value| {
            if matches!(&value.data, Data::Call(name, _) if name == TAKEN)
                && let Some(definition) = self.list.get_mut(value.span.start as usize)
            {
                let left = Value::new(value.span, Data::Unknown);
                *value = std::mem::replace(&mut definition.value, left);
            }
        });
    }

    /// The definition of a name.
    pub fn find(&self, root: Root, name: &str) -> Option<usize> {
        match root {
            Root::Local => self.locals.get(name).copied(),
            Root::Variable => self.variables.get(name).copied(),
        }
    }
}

/// Shows each place of a document that defines something.
fn places<'t>(document: &mut Value<'t>, show: &mut dyn FnMut(Root, &Cow<'t, str>, &mut Value<'t>)) {
    let Data::Map(entries) = &mut document.data else { return };
    for entry in entries {
        let Data::Block(labels, body) = &mut entry.value.data else { continue };
        match (entry.key.as_ref(), labels.as_slice()) {
            ("locals", []) => {
                for local in body {
                    show(Root::Local, &local.key, &mut local.value);
                }
            }
            ("variable", [label]) => {
                if let Some(default) = body.iter_mut().find(|entry| entry.key == "default") {
                    show(Root::Variable, &label.text, &mut default.value);
                }
            }
            // As Packer writes them.
            ("local", [label]) => {
                if let Some(expression) = body.iter_mut().find(|entry| entry.key == "expression") {
                    show(Root::Local, &label.text, &mut expression.value);
                }
            }
            _ => {}
        }
    }
}
