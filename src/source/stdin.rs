//! Standard input, read to its end as one file.

use std::io::Read;

use crate::document::{Origin, RelPath};
use crate::source::container::{Limits, show_stream};
use crate::source::{Source, SourceError, Visitor};

/// How standard input is called where the user gives it no name.
pub const NAME: &str = "<stdin>";

/// Standard input under a name.
#[derive(Clone, Debug)]
pub struct Stdin {
    name: RelPath,
    limits: Limits,
}

impl Stdin {
    /// Standard input as a file of this name, `<stdin>` by default; the name can decide how it is read.
    #[must_use]
    pub fn new(name: Option<RelPath>, limits: Limits) -> Self {
        Self { name: name.unwrap_or_else(|| RelPath::new(NAME)), limits }
    }

    fn visit_reader(&self, reader: &mut dyn Read, visit: &Visitor<'_>) {
        // A visitor that has seen enough is no failure of the source.
        let _ = show_stream(&Origin::file(self.name.clone()), reader, &self.limits, visit);
    }
}

impl Source for Stdin {
    fn visit(&self, visit: &Visitor<'_>) -> Result<(), SourceError> {
        self.visit_reader(&mut std::io::stdin().lock(), visit);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::Mutex;

    use super::*;
    use crate::source::Visited;

    fn origins(name: Option<&str>, input: &[u8]) -> Vec<String> {
        let origins = Mutex::new(Vec::new());
        let stdin = Stdin::new(name.map(RelPath::new), Limits::default());
        stdin.visit_reader(&mut &*input, &|visited: Visited<'_>| {
            if let Visited::Document(document) = visited {
                origins.lock().unwrap().push(document.origin.display());
            }
            ControlFlow::Continue(())
        });
        origins.into_inner().unwrap()
    }

    #[test]
    fn what_comes_in_is_called_by_its_given_name() {
        assert_eq!(origins(None, b"a text\n"), ["<stdin>"]);
        assert_eq!(origins(Some("a.ipynb"), b"[\"a text\"]"), ["a.ipynb", "a.ipynb"]);
    }
}
