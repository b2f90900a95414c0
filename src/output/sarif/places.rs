//! Where things are: the artifacts of a run, and the locations that point to them.
//!
//! GitHub shows files of the repository only. A place inside an archive therefore points to the archive, with the first
//! character as its region, and names the member as a logical location; the member's artifact hangs below the archive's.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;
use serde_sarif::sarif::{Artifact, ArtifactLocation, LogicalLocation, PhysicalLocation, PropertyBag, Region};

use super::properties::{bag, integer};
use crate::document::{Origin, Position, RelPath};
use crate::finding::Location;
use crate::output::printable::printable;
use crate::source::Artifact as Facts;

/// The artifacts that locations of a run have pointed to so far.
#[derive(Default)]
pub struct Places {
    artifacts: Vec<Artifact>,
    known: HashMap<(Option<usize>, String), usize>,
}

impl Places {
    /// The list of artifacts, in the order in which they were first pointed to, with what is known of the files.
    pub fn into_artifacts(mut self, facts: &BTreeMap<RelPath, Facts>) -> Vec<Artifact> {
        for fact in facts.values() {
            let Some(&index) = self.known.get(&(None, uri(&fact.path))) else { continue };
            let artifact = &mut self.artifacts[index];
            artifact.length = Some(i64::try_from(fact.length).unwrap_or(i64::MAX));
            artifact.hashes = Some(BTreeMap::from([("sha-256".to_owned(), fact.sha256.clone())]));
        }
        self.artifacts
    }

    /// A SARIF location without an id or a message.
    pub fn locate(&mut self, location: &Location) -> serde_sarif::sarif::Location {
        let file = self.artifact(None, &uri(&location.origin.path));
        let member = self.member(&location.origin, file);
        let mut physical =
            PhysicalLocation::builder().artifact_location(artifact_location(&location.origin, file)).build();
        physical.region = Some(match member {
            None => region(location.start, location.end),
            Some(_) => first_character(),
        });
        let mut out = serde_sarif::sarif::Location::builder().physical_location(physical).build();
        let mut properties = version(&location.origin);
        if let (Some(index), Some(name)) = (member, &location.origin.member) {
            out.logical_locations = Some(vec![logical(name)]);
            properties.additional_properties.extend(inside(location, name, index).additional_properties);
        }
        out.properties = Some(properties).filter(|properties| !properties.additional_properties.is_empty());
        out
    }

    /// The artifact of the innermost member, each level of nesting below the one before.
    fn member(&mut self, origin: &Origin, file: usize) -> Option<usize> {
        let names = origin.member.as_ref()?.split('!');
        Some(names.fold(file, |parent, name| {
            let path = RelPath::new(name.trim_start_matches('/'));
            // A path inside a container begins at the container's root.
            self.artifact(Some(parent), &format!("/{}", path.uri()))
        }))
    }

    fn artifact(&mut self, parent: Option<usize>, uri: &str) -> usize {
        let artifacts = &mut self.artifacts;
        *self.known.entry((parent, uri.to_owned())).or_insert_with(|| {
            let mut artifact = Artifact::builder().location(ArtifactLocation::builder().uri(uri).build()).build();
            artifact.parent_index = parent.map(integer);
            artifacts.push(artifact);
            artifacts.len() - 1
        })
    }
}

/// The commit and the object that hold a file of a history: its region is the line there.
fn version(origin: &Origin) -> PropertyBag {
    bag([
        ("commit", json!(origin.commit.map(|commit| commit.to_string()))),
        ("blob", json!(origin.object.map(|object| object.to_string()))),
    ])
}

/// The place inside a member, to which no region can point.
fn inside(location: &Location, name: &str, index: usize) -> PropertyBag {
    bag([
        ("member", json!(printable(name))),
        ("memberArtifactIndex", json!(index)),
        ("memberStartLine", json!(location.start.line)),
        ("memberStartColumn", json!(location.start.utf16)),
        ("memberEndLine", json!(location.end.line)),
        ("memberEndColumn", json!(location.end.utf16)),
    ])
}

/// A reference to a file by its URI alone, for places that are no result.
pub fn elsewhere(origin: &Origin) -> serde_sarif::sarif::Location {
    let file = ArtifactLocation::builder().uri(uri(&origin.path)).build();
    let physical = PhysicalLocation::builder().artifact_location(file).build();
    let mut location = serde_sarif::sarif::Location::builder().physical_location(physical).build();
    location.logical_locations = origin.member.as_deref().map(|name| vec![logical(name)]);
    location
}

fn artifact_location(origin: &Origin, index: usize) -> ArtifactLocation {
    ArtifactLocation::builder().uri(uri(&origin.path)).index(integer(index)).build()
}

/// A path as a relative reference; never empty.
fn uri(path: &RelPath) -> String {
    let uri = path.uri();
    if uri.is_empty() { ".".to_owned() } else { uri }
}

fn logical(name: &str) -> LogicalLocation {
    let mut location = LogicalLocation::builder().kind("member").build();
    location.fully_qualified_name = Some(printable(name)).filter(|name| !name.is_empty());
    location
}

/// All four fields of a region: at least one, and never empty on its line.
fn region(start: Position, end: Position) -> Region {
    let (start_line, start_column) = (start.line.max(1), start.utf16.max(1));
    let end_line = end.line.max(start_line);
    let end_column = if end_line == start_line { end.utf16.max(start_column + 1) } else { end.utf16.max(1) };
    Region::builder()
        .start_line(integer(start_line))
        .start_column(integer(start_column))
        .end_line(integer(end_line))
        .end_column(integer(end_column))
        .build()
}

fn first_character() -> Region {
    Region::builder().start_line(1).start_column(1).end_line(1).end_column(2).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: usize, utf16: usize) -> Position {
        Position { line, column: utf16, utf16 }
    }

    #[test]
    fn a_region_is_never_empty_nor_backwards() {
        let fields = |region: Region| {
            [region.start_line, region.start_column, region.end_line, region.end_column].map(Option::unwrap)
        };
        assert_eq!(fields(region(at(2, 5), at(2, 9))), [2, 5, 2, 9]);
        assert_eq!(fields(region(at(2, 5), at(2, 5))), [2, 5, 2, 6]);
        assert_eq!(fields(region(at(2, 5), at(3, 1))), [2, 5, 3, 1]);
        assert_eq!(fields(region(at(0, 0), at(0, 0))), [1, 1, 1, 2]);
    }

    #[test]
    fn members_hang_below_their_containers() {
        let origin = Origin::file(RelPath::new("a b.zip")).inside("inner.tar").inside("/etc/app.env");
        let location = Location { origin, start: at(7, 3), end: at(7, 9), offset: 0, length: 6 };
        let mut places = Places::default();
        let first = places.locate(&location);
        assert_eq!(places.locate(&location), first);
        let artifacts: Vec<_> = places
            .into_artifacts(&BTreeMap::new())
            .into_iter()
            .map(|artifact| (artifact.location.unwrap().uri.unwrap(), artifact.parent_index))
            .collect();
        let expected = [("a%20b.zip", None), ("/inner.tar", Some(0)), ("/etc/app.env", Some(1))];
        assert_eq!(artifacts, expected.map(|(uri, parent)| (uri.to_owned(), parent)));
        let physical = first.physical_location.unwrap();
        assert_eq!(physical.artifact_location.unwrap().uri.unwrap(), "a%20b.zip");
        assert_eq!(physical.region, Some(first_character()));
    }
}
