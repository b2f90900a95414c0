//! Secrets in linked work trees, submodules and bare repositories, and by every way to name a repository.

use super::{only, planted};
use crate::place::{Place, line, token};
use crate::repository::{Repository, finding};

#[test]
fn a_token_on_the_detached_head_of_a_linked_work_tree_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    repository.git(["worktree", "add", "--quiet", "--detach", "../linked"]);
    let linked = repository.at("linked");
    let first = linked.commit_file("a.env", line("linked"));
    planted(&repository, &token("linked"), "a.env", &first, "reference");
    only(&linked.whole_history(), &token("linked"));
}

#[test]
fn a_token_in_the_reflog_of_a_linked_work_tree_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    repository.git(["worktree", "add", "--quiet", "--detach", "../linked"]);
    let linked = repository.at("linked");
    let first = linked.commit_file("a.env", line("linked log"));
    linked.git(["reset", "--quiet", "--hard", "HEAD~1"]);
    planted(&repository, &token("linked log"), "a.env", &first, "log");
}

#[test]
fn a_token_that_is_only_in_the_index_of_a_linked_work_tree_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    repository.git(["worktree", "add", "--quiet", "--detach", "../linked"]);
    let linked = repository.at("linked");
    linked.write("a.env", line("linked index")).git(["add", "a.env"]);
    let found = only(&repository.whole_history(), &token("linked index"));
    assert_eq!(found["location"]["object"], linked.id(":a.env").as_str());
    assert_eq!(found["provenance"]["reach"], "log");
}

#[test]
fn a_token_in_a_commit_of_a_submodule_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let library = Repository::init(&place, "library", &[]);
    library.commit_file("README", "nothing\n");
    let first = library.commit_file("inner.env", line("submodule"));
    library.commit_removal("inner.env");
    repository.commit_file("README", "nothing\n");
    repository.git(["submodule", "--quiet", "add", "../library", "vendor/library"]);
    repository.commit("add a submodule");
    assert!(repository.path(".git/modules/vendor/library/objects").is_dir(), "the fixture");
    let found = only(&repository.whole_history(), &token("submodule"));
    let path = found["location"]["path"].as_str().unwrap();
    assert!(path.ends_with("inner.env"), "{path}");
    assert_eq!(found["provenance"]["firstCommit"], first.as_str());
    assert_eq!(found["provenance"]["author"]["name"], "Ada");
}

#[test]
fn a_token_in_a_bare_repository_is_found() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let first = repository.commit_file("a.env", line("bare"));
    repository.commit_removal("a.env");
    let bare = repository.clone_to("bare.git", &["--mirror"]);
    planted(&bare, &token("bare"), "a.env", &first, "reference");
}

#[test]
fn a_repository_is_known_by_any_folder_in_it() {
    let place = Place::new();
    let repository = Repository::new(&place);
    let first = repository.commit_file("src/deep/a.env", line("deep"));
    for name in ["repository/src/deep", "repository/.git", "repository/"] {
        let found = only(&repository.at(name).whole_history(), &token("deep"));
        assert_eq!(found["location"]["commit"], first.as_str(), "{name}");
        assert_eq!(found["location"]["path"], "src/deep/a.env", "{name}");
    }
}

#[test]
fn a_repository_that_the_environment_names_is_looked_at() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("a.env", line("environment"));
    place.write("elsewhere/README", "no repository\n");
    let mut process = repository.at("elsewhere").program_here();
    process.env("GIT_DIR", repository.path(".git"));
    finding(&repository.judge(process), &token("environment"));
}

#[test]
fn objects_in_another_folder_that_the_environment_names_are_looked_at() {
    let place = Place::new();
    let repository = Repository::new(&place);
    repository.commit_file("README", "nothing\n");
    let other = Repository::init(&place, "other", &[]);
    let blob = other.blob(line("other objects"));
    let mut process = repository.program([""; 0]);
    process.env("GIT_ALTERNATE_OBJECT_DIRECTORIES", other.path(".git/objects"));
    let found = only(&repository.judge(process), &token("other objects"));
    assert_eq!(found["location"]["object"], blob.as_str());
}

#[test]
fn a_repository_in_a_folder_of_its_own_beside_its_work_tree_is_found() {
    let place = Place::new();
    let git_dir = place.path("real.git");
    let option = format!("--separate-git-dir={}", git_dir.display());
    let repository = Repository::init(&place, "repository", &[&option]);
    let first = repository.commit_file("a.env", line("separate"));
    assert!(repository.path(".git").is_file(), "the fixture");
    planted(&repository, &token("separate"), "a.env", &first, "reference");
}
