//! Which reader a file is for, by its name.

/// The formats that facts are read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// Terraform and other HCL.
    Hcl,
    /// JSON, with or without comments.
    Json,
    /// YAML.
    Yaml,
    /// TOML.
    Toml,
    /// Names and values line by line: `.env`, INI, properties.
    Settings,
    /// Dockerfile, Containerfile.
    Dockerfile,
    /// Shell scripts and Makefiles.
    Shell,
}

/// Endings of names, and the formats of the files that have them.
const ENDINGS: &[(&str, FileKind)] = &[
    (".tf", FileKind::Hcl),
    (".tofu", FileKind::Hcl),
    (".hcl", FileKind::Hcl),
    (".tfvars", FileKind::Hcl),
    (".nomad", FileKind::Hcl),
    (".json", FileKind::Json),
    (".jsonc", FileKind::Json),
    (".json5", FileKind::Json),
    (".template", FileKind::Yaml),
    (".yaml", FileKind::Yaml),
    (".yml", FileKind::Yaml),
    (".yaml.gotmpl", FileKind::Yaml),
    (".yml.j2", FileKind::Yaml),
    (".yaml.j2", FileKind::Yaml),
    (".tpl", FileKind::Yaml),
    (".toml", FileKind::Toml),
    (".env", FileKind::Settings),
    (".ini", FileKind::Settings),
    (".cfg", FileKind::Settings),
    (".cnf", FileKind::Settings),
    (".conf", FileKind::Settings),
    (".properties", FileKind::Settings),
    (".dockerfile", FileKind::Dockerfile),
    (".containerfile", FileKind::Dockerfile),
    (".sh", FileKind::Shell),
    (".bash", FileKind::Shell),
    (".zsh", FileKind::Shell),
    (".mk", FileKind::Shell),
];

/// Endings of the names of source code.
const SOURCE: &[&str] = &[".py", ".go", ".rs", ".java", ".js", ".ts", ".rb", ".c", ".h", ".cpp", ".md", ".txt", ".pyi"];

/// The format of a file, by its name; `None` where facts are not read from such files.
#[must_use]
pub fn kind_of(path: &str) -> Option<FileKind> {
    let name = memchr::memrchr2(b'/', b'\\', path.as_bytes()).map_or(path, |at| &path[at + 1..]);
    // Most files of most repositories are source code.
    if SOURCE.iter().any(|ending| name.ends_with(ending)) {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let by_name = match lower.as_str() {
        "dockerfile" | "containerfile" => Some(FileKind::Dockerfile),
        "makefile" | "gnumakefile" | "justfile" => Some(FileKind::Shell),
        ".mcp.json" => Some(FileKind::Json),
        _ if lower.starts_with("dockerfile.") || lower.starts_with("containerfile.") => Some(FileKind::Dockerfile),
        _ if lower.starts_with(".env") => Some(FileKind::Settings),
        _ => None,
    };
    by_name.or_else(|| ENDINGS.iter().find(|(ending, _)| lower.ends_with(ending)).map(|(_, kind)| *kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_format() {
        for (path, kind) in [
            ("modules/ci/main.tf", Some(FileKind::Hcl)),
            ("main.tf.json", Some(FileKind::Json)),
            (".github/workflows/ci.yml", Some(FileKind::Yaml)),
            ("build/Dockerfile", Some(FileKind::Dockerfile)),
            ("Dockerfile.dev", Some(FileKind::Dockerfile)),
            ("api.Dockerfile", Some(FileKind::Dockerfile)),
            (".env.production", Some(FileKind::Settings)),
            ("Makefile", Some(FileKind::Shell)),
            ("src/main.rs", None),
            ("README.md", None),
        ] {
            assert_eq!(kind_of(path), kind, "{path}");
        }
    }
}
