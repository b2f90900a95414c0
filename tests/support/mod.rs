//! What several test binaries share.

pub mod github_limits;
