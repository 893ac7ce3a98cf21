//! What to do instead, where the parser of arguments would only say no, or advise wrongly.

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

/// Commands that are studies: what a flag of studies on another command may have meant.
const STUDIES: &str = "compare, sweep, cohort, sensitivity, calibrate, optimise";
/// Least likeness, from 0 to 1, of a word and the command that is offered for it.
const ALIKE: f64 = 0.5;

/// The error with advice of our own, where there is some. `given` are the arguments.
pub fn advise(mut error: Error, given: &[String], command: &mut clap::Command) -> Error {
    let advice = match error.kind() {
        ErrorKind::InvalidSubcommand => subcommand(&error, command),
        ErrorKind::UnknownArgument => argument(&error, given),
        _ => None,
    };
    let Some(advice) = advice else { return error };
    // The parser's own tips are for other mistakes.
    for kind in [ContextKind::Suggested, ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand] {
        error.remove(kind);
    }
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![advice.into()]));
    error
}

fn named(error: &Error, kind: ContextKind) -> Option<&str> {
    match error.get(kind)? {
        ContextValue::String(name) => Some(name),
        _ => None,
    }
}

fn subcommand(error: &Error, command: &clap::Command) -> Option<String> {
    let word = named(error, ContextKind::InvalidSubcommand)?;
    if ["study", "studies"].contains(&word) {
        return Some(format!("the studies are {STUDIES}; see one with: dermis help compare"));
    }
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(word, name);
    let names = command.get_subcommands().map(|command| command.get_name());
    let nearest = names.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(nearest) >= ALIKE).then(|| format!("did you mean `{nearest}`?"))
}

fn argument(error: &Error, given: &[String]) -> Option<String> {
    let flag = named(error, ContextKind::InvalidArg)?;
    let flag = flag.split(['=', ' ']).next().unwrap_or(flag);
    let command = given.iter().find(|word| !word.starts_with('-')).map_or("", String::as_str);
    let advice = match (flag, command) {
        ("--vary", "run" | "check") => {
            "several values are a study: dermis compare FILE --vary …, or dermis sweep FILE --vary …"
        }
        ("--vary", _) => {
            "what is varied is named otherwise here; see --help, or take dermis compare or dermis sweep"
        }
        ("--continue" | "--restart", "run") => "an interrupted run goes on with --resume",
        ("--days", "run") => "the last day is --set run.days=600; a finished run goes on with dermis extend",
        ("--resume" | "--continue", _) => {
            "nothing is needed: a study that was stopped goes on when the same command is given again"
        }
        ("-o" | "--output" | "--outdir", _) => "the folder for results is --out DIR",
        ("-f" | "--overwrite", _) => "earlier results are replaced with --force",
        ("-j" | "--jobs", _) => "the number of threads is --threads N",
        ("--shard", "calibrate" | "optimise") => {
            "later runs of this study follow from earlier ones, so it has no parts"
        }
        ("--shard", "run" | "check" | "validate") => {
            "only studies have parts: compare, sweep, cohort, sensitivity"
        }
        _ => return None,
    };
    Some(advice.to_owned())
}
