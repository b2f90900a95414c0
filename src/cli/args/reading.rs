//! The flags that every scanning command shares: what is left out, and how deep a text is looked into.

use clap::Args;

/// What is left out, how deep a text is looked into, and with how many threads.
#[derive(Debug, Args)]
pub struct ReadingArgs {
    /// Leave out paths that match this glob; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,

    /// Leave out files larger than this: bytes, or 10MB, 2GiB
    #[arg(long, value_name = "SIZE")]
    pub max_file_size: Option<String>,

    /// Do not look inside archives
    #[arg(long)]
    pub no_archives: bool,

    /// How often encoded text is decoded and looked at again
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(0..=8))]
    pub max_decode_depth: u8,

    /// How deep archives may be nested
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(0..=32))]
    pub max_archive_depth: u8,

    /// Threads to use [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<u16>,
}
