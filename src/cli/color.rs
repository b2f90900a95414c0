//! Whether a stream gets colours.

use std::io::IsTerminal;

use super::args::Color;

/// Whether standard output gets colours: asked for, or a terminal without `NO_COLOR` (<https://no-color.org>).
pub fn on_stdout(when: Color) -> bool {
    match when {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            std::io::stdout().is_terminal() && !unwanted && !dumb
        }
    }
}
