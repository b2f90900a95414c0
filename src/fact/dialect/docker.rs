//! Dockerfiles: what is baked into an image, and the commands that build it.

use super::{build, shell};
use crate::fact::Facts;
use crate::fact::dockerfile::{self, Instruction};
use crate::fact::shell::Word;
use crate::fact::value::{Span, Value};

/// Adds the facts of a Dockerfile.
pub fn facts<'t>(text: &'t str, facts: &mut Facts<'t>) {
    for instruction in dockerfile::read(text) {
        match instruction.keyword.as_str() {
            "ENV" => pairs("docker.env", &instruction, facts),
            "ARG" => pairs("docker.arg", &instruction, facts),
            "COPY" | "ADD" => copy(&instruction, facts),
            "RUN" => run(&instruction, text, facts),
            _ => {}
        }
    }
}

/// One fact a name: `ENV NAME=value`, `ENV NAME value`, `ARG NAME`.
fn pairs<'t>(kind: &'static str, instruction: &Instruction<'t>, facts: &mut Facts<'t>) {
    let mut add = |name: &str, at: Span, value: Option<Value<'t>>| {
        let mut fields = vec![build::entry("name", build::text(at, name.to_owned()))];
        fields.extend(value.map(|value| build::entry("value", value)));
        facts.add(kind, name, at, build::map(at, fields));
    };
    let words = &instruction.words;
    if let [name, value, ..] = words.as_slice()
        && !name.text.contains('=')
    {
        let at = name.span;
        add(&name.text, at, Some(build::text(value.span, value.text.clone())));
        return;
    }
    for word in words {
        match build::pair(word.span, &word.text) {
            Some((name, value)) => add(name.text().unwrap_or_default(), name.span, Some(value)),
            None => add(&word.text, word.span, None),
        }
    }
}

fn is_flag(word: &Word<'_>) -> bool {
    word.text.starts_with("--")
}

/// One fact a source of a copy from the build's own files.
fn copy<'t>(instruction: &Instruction<'t>, facts: &mut Facts<'t>) {
    let is_from_stage = instruction.words.iter().any(|word| word.text.starts_with("--from="));
    let words: Vec<&Word<'t>> = instruction.words.iter().filter(|word| !is_flag(word)).collect();
    let Some((destination, sources)) = words.split_last().filter(|_| !is_from_stage) else { return };
    for source in sources {
        let fields = vec![
            build::entry("source", build::text(source.span, source.text.clone())),
            build::entry("destination", build::text(destination.span, destination.text.clone())),
        ];
        facts.add("docker.copy", source.text.as_ref(), source.span, build::map(source.span, fields));
    }
}

fn run<'t>(instruction: &Instruction<'t>, text: &'t str, facts: &mut Facts<'t>) {
    let flags = instruction.words.iter().take_while(|word| is_flag(word));
    let start = flags.clone().last().map_or(instruction.rest.start, |flag| flag.span.end);
    let span = Span::new(start as usize, instruction.rest.end as usize);
    let Some(commands) = text.get(span.range()) else { return };
    let command = build::text(span, commands);
    let fields = vec![
        build::entry("flags", build::list(span, flags.map(|flag| build::text(flag.span, flag.text.clone())).collect())),
        build::entry("text", command.clone()),
    ];
    facts.add("docker.run", "RUN", instruction.at, build::map(span, fields));
    shell::script(Some(&command), text, "RUN", facts);
}
