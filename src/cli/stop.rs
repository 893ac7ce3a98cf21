//! Ctrl-C and SIGTERM: the first asks the work to stop, the second leaves at once. A file that grows too large is an
//! error of writing it.

use dermis::cancel::Cancel;

/// A token that signals cancel. Where they cannot be heard they end the program as ever; what is done of a study is
/// kept either way, and of a run up to its last checkpoint. SIGHUP is left alone, for `nohup`.
#[cfg(unix)]
pub fn on_signals() -> Cancel {
    use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::flag;
    use signal_hook::iterator::Signals;

    let cancel = Cancel::default();
    // Heard by anybody it ends no program, and the write that was too much says so.
    let _ = flag::register(SIGXFSZ, std::sync::Arc::default());
    let asked = cancel.clone();
    let listen = |mut signals: Signals| {
        std::thread::Builder::new().name("signals".into()).spawn(move || {
            for signal in signals.forever() {
                if asked.is_cancelled() {
                    std::process::exit(128 + signal);
                }
                asked.cancel();
                super::terminal::note("stopping after this step; once more to leave at once");
            }
        })
    };
    // Nothing is lost where there is no thread for it.
    let _ = Signals::new([SIGINT, SIGTERM]).map(listen);
    cancel
}

/// Elsewhere the system ends the program; what is done of a study is kept.
#[cfg(not(unix))]
pub fn on_signals() -> Cancel {
    Cancel::default()
}
