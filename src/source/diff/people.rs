//! A commit as it is shown beside a finding.

use crate::document::ObjectId;
use crate::finding::{Commit, Moment, Person};
use crate::source::version::theirs;

/// Who wrote a commit and when; `None` where it cannot be read.
pub fn commit(repository: &gix::Repository, id: &ObjectId) -> Option<Commit> {
    let object = repository.find_commit(theirs(id)).ok()?;
    let (author, committer) = (object.author().ok()?, object.committer().ok()?);
    let person = repository.open_mailmap().resolve(author);
    Some(Commit {
        id: *id,
        author: Person {
            name: String::from_utf8_lossy(&person.name).trim().to_owned(),
            email: String::from_utf8_lossy(&person.email).trim().to_owned(),
        },
        authored: moment(author.time().ok()),
        committed: moment(committer.time().ok()),
    })
}

fn moment(time: Option<gix::date::Time>) -> Moment {
    // A time that cannot be read is shown as the beginning of all times.
    time.map_or(Moment { seconds: 0, offset_minutes: 0 }, |time| Moment {
        seconds: time.seconds,
        offset_minutes: time.offset / 60,
    })
}
