//! Paths that the user leaves out.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::document::RelPath;

/// A set of globs over paths from the root of the repository.
#[derive(Clone, Debug, Default)]
pub struct Exclude(Option<GlobSet>);

impl Exclude {
    /// Compiles globs; one without a slash holds for a name in any folder, and a folder's glob for all below it.
    ///
    /// # Errors
    /// Where a glob is malformed.
    pub fn of(globs: &[String]) -> Result<Self, globset::Error> {
        if globs.is_empty() {
            return Ok(Self(None));
        }
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            let plain = glob.trim_start_matches("./").trim_end_matches('/');
            let anchored = match plain.strip_prefix('/') {
                Some(rest) => rest.to_owned(),
                None if plain.contains('/') => plain.to_owned(),
                None => format!("**/{plain}"),
            };
            for form in [anchored.clone(), format!("{anchored}/**")] {
                set.add(GlobBuilder::new(&form).literal_separator(true).build()?);
            }
        }
        Ok(Self(Some(set.build()?)))
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
