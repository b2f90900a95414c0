//! Where the reports of a run go: checked before the run, written whole or not at all after it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::args::ReportArgs;
use super::color;
use super::exit::Failure;
use crate::finding::Reveal;
use crate::output::{self, Format, Style};
use crate::report::Report;
use crate::rule::strict::nearest;
use crate::scan::Details;

/// One report and where it goes.
pub struct Destination {
    format: Format,
    /// `None` is standard output.
    path: Option<PathBuf>,
    style: Style,
    reveal: Reveal,
}

/// Reads `--format` and `--output`.
pub fn destinations(args: &ReportArgs, reveal: Reveal) -> Result<Vec<Destination>, Failure> {
    let mut wanted: Vec<(Format, Option<PathBuf>)> = Vec::new();
    for text in &args.format {
        let (name, path) = match text.split_once('=') {
            Some((name, path)) if !path.is_empty() => (name, Some(PathBuf::from(path))),
            Some(_) => return Err(Failure::Usage(format!("`--format {text}` names no file: write `FORMAT=FILE`"))),
            None => (text.as_str(), None),
        };
        wanted.push((format(name)?, path.filter(|path| path.as_os_str() != "-")));
    }
    let homeless = wanted.iter().filter(|(_, path)| path.is_none()).count();
    if homeless > 1 {
        return Err(Failure::Usage(
            "two reports would go to the same place: give all but one a file with `--format FORMAT=FILE`".to_owned(),
        ));
    }
    if homeless == 0 && (args.output.is_some() || wanted.is_empty()) {
        wanted.push((Format::Text, None));
    }
    for (_, path) in wanted.iter_mut().filter(|(_, path)| path.is_none()) {
        path.clone_from(&args.output);
    }
    if args.quiet {
        wanted.retain(|(format, path)| path.is_some() || *format != Format::Text);
    }
    let style = |path: &Option<PathBuf>| Style {
        color: path.is_none() && color::on_stdout(args.color),
        verbose: args.verbose,
        ..Style::default()
    };
    let all: Vec<Destination> =
        wanted.into_iter().map(|(format, path)| Destination { format, style: style(&path), path, reveal }).collect();
    all.iter().try_for_each(Destination::check)?;
    Ok(all)
}

fn format(name: &str) -> Result<Format, Failure> {
    let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    Format::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| {
        let hint = nearest(name, &names).map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
        Failure::Usage(format!("unknown format `{name}`{hint} (known: {})", names.join(", ")))
    })
}

impl Destination {
    /// What is told in its format that not every format tells.
    pub fn details(&self) -> Details {
        Details { files: self.format == Format::Sarif, lines: self.format != Format::Text }
    }

    /// Refuses, before the scan, what could not be written after it.
    fn check(&self) -> Result<(), Failure> {
        let Some(path) = &self.path else { return refuse_readable_stdout(self.reveal) };
        if path.is_dir() {
            return Err(Failure::Usage(format!(
                "cannot write the report to `{}`: it is a folder; name a file in it",
                path.display()
            )));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(Failure::Usage(format!(
                "cannot write the report to `{}`: there is no folder `{}`",
                path.display(),
                folder.display()
            )));
        }
        if self.reveal == Reveal::Everything && path.metadata().is_ok_and(|metadata| others_can_read(&metadata)) {
            return Err(Failure::Usage(readable_by_others(&path.display().to_string())));
        }
        Ok(())
    }

    /// Writes the report.
    pub fn write(&self, report: &Report) -> Result<(), Failure> {
        let written = match &self.path {
            None => self.to_stdout(report),
            Some(path) if path.exists() && !path.is_file() => self.directly(path, report),
            Some(path) => self.whole_or_not_at_all(path, report),
        };
        let place = self.path.as_ref().map_or("standard output".to_owned(), |path| format!("`{}`", path.display()));
        written.map_err(|error| Failure::Error(format!("cannot write the report to {place}: {error}")))
    }

    /// A reader that has gone away, such as `head`, has seen what it wanted.
    fn to_stdout(&self, report: &Report) -> io::Result<()> {
        let mut out = BufWriter::new(io::stdout().lock());
        match output::write(self.format, report, &self.style, &mut out).and_then(|()| out.flush()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                // Dropping the writer would try to flush it again.
                let _ = out.into_parts();
                Ok(())
            }
            written => written,
        }
    }

    /// Into something that is no plain file: a pipe, `/dev/stdout`.
    fn directly(&self, path: &Path, report: &Report) -> io::Result<()> {
        let mut out = BufWriter::new(OpenOptions::new().write(true).open(path)?);
        output::write(self.format, report, &self.style, &mut out)?;
        out.flush()
    }

    /// Beside its place first, so that a full disk leaves an earlier report as it was.
    fn whole_or_not_at_all(&self, path: &Path, report: &Report) -> io::Result<()> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.tmp", std::process::id()));
        let draft = path.with_file_name(name);
        let written = create(&draft, self.reveal).and_then(|file| {
            let mut out = BufWriter::new(file);
            output::write(self.format, report, &self.style, &mut out)?;
            out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
        });
        let moved = written.and_then(|()| fs::rename(&draft, path));
        if moved.is_err() {
            // The draft may not even exist; what matters is the error that is reported.
            let _ = fs::remove_file(&draft);
        }
        moved
    }
}

fn create(path: &Path, reveal: Reveal) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if reveal == Reveal::Everything {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = reveal;
    options.open(path)
}

fn readable_by_others(place: &str) -> String {
    format!(
        "`--show-secrets` would write secrets to {place}, which others can read: restrict it first (chmod 600), or leave the flag out"
    )
}

#[cfg(unix)]
fn others_can_read(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.is_file() && metadata.permissions().mode() & 0o044 != 0
}

#[cfg(not(unix))]
fn others_can_read(_: &fs::Metadata) -> bool {
    false
}

#[cfg(unix)]
fn refuse_readable_stdout(reveal: Reveal) -> Result<(), Failure> {
    use std::os::fd::AsFd;
    if reveal == Reveal::Never {
        return Ok(());
    }
    let file = io::stdout().as_fd().try_clone_to_owned().map(File::from);
    match file.and_then(|file| file.metadata()) {
        Ok(metadata) if others_can_read(&metadata) => {
            Err(Failure::Usage(readable_by_others("standard output, a file")))
        }
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn refuse_readable_stdout(_: Reveal) -> Result<(), Failure> {
    Ok(())
}
