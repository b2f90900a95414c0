//! Paths that the user leaves out.

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

use crate::document::RelPath;

/// A glob that cannot be meant.
#[derive(Debug, thiserror::Error)]
#[error("bad glob `{glob}`: {reason}")]
pub struct BadGlob {
    glob: String,
    reason: String,
}

/// A set of globs over paths from the root of the repository.
#[derive(Clone, Debug, Default)]
pub struct Exclude(Option<GlobSet>);

impl Exclude {
    /// Compiles globs; one without a slash holds for a name in any folder, and a folder's glob for all below it.
    ///
    /// # Errors
    /// Where a glob is malformed; it is named as the user wrote it.
    pub fn of(globs: &[String]) -> Result<Self, BadGlob> {
        if globs.is_empty() {
            return Ok(Self(None));
        }
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            let bad = |error: globset::Error| BadGlob { glob: glob.clone(), reason: error.kind().to_string() };
            Glob::new(glob).map_err(bad)?;
            let plain = glob.trim_start_matches("./").trim_end_matches('/');
            let anchored = match plain.strip_prefix('/') {
                Some(rest) => rest.to_owned(),
                None if plain.contains('/') => plain.to_owned(),
                None => format!("**/{plain}"),
            };
            for form in [anchored.clone(), format!("{anchored}/**")] {
                set.add(GlobBuilder::new(&form).literal_separator(true).build().map_err(bad)?);
            }
        }
        let together = |error: globset::Error| BadGlob { glob: globs.join(" "), reason: error.kind().to_string() };
        Ok(Self(Some(set.build().map_err(together)?)))
    }

    /// Whether a path is left out.
    #[must_use]
    pub fn holds(&self, path: &RelPath) -> bool {
        self.0.as_ref().is_some_and(|set| set.is_match(String::from_utf8_lossy(path.as_bytes()).as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_holds_for_names_folders_and_all_below_them() {
        let exclude =
            Exclude::of(&["*.lock".into(), "vendor/".into(), "/docs/api".into(), "src/*/gen".into()]).unwrap();
        let holds = |path: &str| exclude.holds(&RelPath::new(path));
        for path in ["a.lock", "x/y.lock", "vendor/a.go", "x/vendor/a.go", "docs/api/x.md", "src/a/gen/b.rs"] {
            assert!(holds(path), "{path}");
        }
        for path in ["a.lockx", "vendors/a.go", "x/docs/api/x.md", "src/a/b/gen/c.rs"] {
            assert!(!holds(path), "{path}");
        }
    }
}
