//! What stands before a command: assignments, and programs that only run others.

use super::Word;

/// A program that runs the command behind it.
struct Wrapper {
    name: &'static str,
    /// Its letters that take the next word.
    letters: &'static str,
    /// Its long options that take the next word.
    options: &'static [&'static str],
    /// How many words it takes besides.
    operands: usize,
}

const fn wrapper(name: &'static str, letters: &'static str, options: &'static [&'static str]) -> Wrapper {
    Wrapper { name, letters, options, operands: 0 }
}

const SUDO: &[&str] =
    &["user", "group", "host", "prompt", "chdir", "chroot", "role", "type", "other-user", "close-from"];
const XARGS: &[&str] = &["max-args", "max-procs", "max-chars", "max-lines", "delimiter", "arg-file"];

const WRAPPERS: &[Wrapper] = &[
    wrapper("sudo", "CDRTUghprtu", SUDO),
    wrapper("doas", "Cu", &[]),
    wrapper("env", "Cu", &["unset", "chdir"]),
    wrapper("time", "fo", &["format", "output"]),
    wrapper("nohup", "", &[]),
    wrapper("setsid", "", &[]),
    wrapper("exec", "a", &[]),
    wrapper("command", "", &[]),
    wrapper("builtin", "", &[]),
    wrapper("xargs", "EILPadns", XARGS),
    wrapper("nice", "n", &["adjustment"]),
    wrapper("ionice", "cn", &["class", "classdata"]),
    wrapper("stdbuf", "eio", &["input", "output", "error"]),
    Wrapper { name: "timeout", letters: "ks", options: &["kill-after", "signal"], operands: 1 },
    // `$(shell …)` of a Makefile.
    wrapper("shell", "", &[]),
];

/// How many words stand before a command. Programs that run nothing here are commands themselves.
pub fn width(words: &[Word<'_>], text: &str) -> usize {
    let (mut at, mut first) = (0, None);
    while let Some(word) = words.get(at) {
        let source = text.get(word.span.range()).unwrap_or_default();
        if is_assignment(source) || is_sudo_variable(source) {
            at += 1;
        } else if let Some(wrapper) = wrapper_of(word).filter(|wrapper| !wrapper.only_asks(&words[at + 1..])) {
            first = first.or(Some(at));
            at += 1 + wrapper.width(&words[at + 1..]);
        } else {
            return at;
        }
    }
    first.unwrap_or(words.len())
}

/// The program that a word names, where it only runs another.
fn wrapper_of(word: &Word<'_>) -> Option<&'static Wrapper> {
    let name = word.text.rsplit('/').next().unwrap_or(&word.text);
    WRAPPERS.iter().find(|wrapper| wrapper.name == name)
}

/// Whether a word sets a variable: `NAME=…`, `NAME+=…`, `NAME[0]=…`.
fn is_assignment(word: &str) -> bool {
    let length = word.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let (name, mut rest) = word.split_at(length);
    if let Some((_, behind)) = rest.strip_prefix('[').and_then(|index| index.split_once(']')) {
        rest = behind;
    }
    let starts_well = name.starts_with(|c: char| !c.is_ascii_digit());
    starts_well && (rest.starts_with('=') || rest.starts_with("+="))
}

/// Whether a word stands for `sudo` where there is one: `$SUDO`.
fn is_sudo_variable(word: &str) -> bool {
    let name = word.trim_start_matches(['$', '{', '(']).trim_end_matches(['}', ')']);
    name.len() < word.len() && (name.eq_ignore_ascii_case("sudo") || name.eq_ignore_ascii_case("sudo_cmd"))
}

impl Wrapper {
    /// Whether the program is only asked whether there is another: `command -v aws`.
    fn only_asks(&self, behind: &[Word<'_>]) -> bool {
        self.name == "command" && behind.first().is_some_and(|word| matches!(word.text.as_ref(), "-v" | "-V"))
    }

    /// How many words behind its name are for the program itself.
    fn width(&self, behind: &[Word<'_>]) -> usize {
        let mut at = 0;
        while let Some(option) = behind.get(at).and_then(|word| word.text.strip_prefix('-')) {
            at += 1 + usize::from(self.takes_next(option));
            if option == "-" {
                break;
            }
        }
        (at + self.operands).min(behind.len())
    }

    /// Whether an option, its first dash left out, takes the next word.
    fn takes_next(&self, option: &str) -> bool {
        match option.strip_prefix('-') {
            Some(name) => self.options.contains(&name),
            // What follows such a letter at once is its value: `-uroot`.
            None => option.find(|c: char| self.letters.contains(c)).is_some_and(|at| at + 1 == option.len()),
        }
    }
}
