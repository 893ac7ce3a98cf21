//! `dermis completions` and `dermis man`: what shells and manuals know of the program.

use std::path::PathBuf;

use clap::Command;
use clap_complete::Shell;
use dermis::{Error, Result, visible};

use super::terminal;

/// Print completions for a shell
///
/// As in: dermis completions bash > ~/.local/share/bash-completion/completions/dermis
#[derive(clap::Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Write the manual: a page for the program and one for each command
#[derive(clap::Args)]
pub struct Manual {
    /// Folder for the pages [default: the first page is printed]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// The completions.
pub fn completions(options: &Completions, mut program: Command) -> Result<String> {
    let mut text = Vec::new();
    clap_complete::generate(options.shell, &mut program, "dermis", &mut text);
    String::from_utf8(text).map_err(|error| Error::Internal(format!("no completions: {error}")))
}

/// The manual's pages.
pub fn manual(options: &Manual, program: Command) -> Result<String> {
    let Some(folder) = &options.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(program).render(&mut page).map_err(|source| Error::Io {
            doing: "write",
            path: "the manual".into(),
            source,
        })?;
        return String::from_utf8(page).map_err(|error| Error::Internal(format!("no manual: {error}")));
    };
    let failed = |source| Error::Io { doing: "write", path: folder.clone(), source };
    std::fs::create_dir_all(folder).map_err(failed)?;
    clap_mangen::generate_to(program, folder).map_err(failed)?;
    let path = visible::path(folder);
    terminal::note(&format!("wrote the manual into {path}; read it with: man {path}/dermis.1"));
    Ok(String::new())
}
