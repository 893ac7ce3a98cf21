//! Searches side by side: each asks for one point at a time, all that wait are run together.
//!
//! A search sees nothing of the others, and a round begins only when every search waits or has ended,
//! so neither results nor the order of rounds depend on threads.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::error::{Error, Result};

/// One question of one chain: a point, and where the answer goes.
struct Question {
    chain: usize,
    asked: Option<Vec<f64>>,
}

/// How a search asks for the value of a point.
pub struct Ask {
    chain: usize,
    questions: Sender<Question>,
    answers: Receiver<f64>,
}

impl Ask {
    /// The value at a point; nothing when the whole has been stopped.
    pub fn value(&self, point: &[f64]) -> Option<f64> {
        let question = Question { chain: self.chain, asked: Some(point.to_vec()) };
        self.questions.send(question).ok()?;
        self.answers.recv().ok()
    }
}

/// A search: it asks as often as it needs and returns what it found.
pub type Search<'a, T> = Box<dyn FnOnce(&Ask) -> T + Send + 'a>;

/// Runs the searches to their ends. `values` gets the points of a round, in the order of the chains, and
/// gives their values.
///
/// # Errors
/// What `values` returns; it stops all searches.
pub fn side_by_side<T: Send>(
    searches: Vec<Search<'_, T>>,
    mut values: impl FnMut(&[(usize, Vec<f64>)]) -> Result<Vec<f64>>,
) -> Result<Vec<T>> {
    let (questions, asked) = channel::<Question>();
    thread::scope(|scope| {
        let (mut answers, mut started) = (Vec::new(), Vec::new());
        for (chain, search) in searches.into_iter().enumerate() {
            let (answer, answered) = channel();
            answers.push(answer);
            let ask = Ask { chain, questions: questions.clone(), answers: answered };
            let search = move || {
                let ended = Ended(ask.questions.clone(), chain);
                let found = search(&ask);
                drop(ended);
                found
            };
            let no_thread =
                |error| Error::Usage(format!("cannot start a thread: {error}; take fewer starts"));
            started.push(thread::Builder::new().spawn_scoped(scope, search).map_err(no_thread)?);
        }
        drop(questions);
        let mut running = started.len();
        let mut waiting: Vec<(usize, Vec<f64>)> = Vec::new();
        let mut stopped = Ok(());
        while running > 0 {
            match asked.recv() {
                Ok(Question { chain, asked: Some(point) }) => waiting.push((chain, point)),
                Ok(Question { asked: None, .. }) => running -= 1,
                Err(_) => break,
            }
            if running == 0 || waiting.len() < running {
                continue;
            }
            waiting.sort_by_key(|(chain, _)| *chain);
            match values(&waiting) {
                Ok(found) => {
                    for ((chain, _), value) in waiting.drain(..).zip(found) {
                        // A search that has gone needs no answer.
                        let _ = answers[chain].send(value);
                    }
                }
                Err(error) => {
                    stopped = Err(error);
                    break;
                }
            }
        }
        drop((answers, asked));
        let panicked = || Error::Internal("a search ended without a result".into());
        let found = started.into_iter().map(|search| search.join().map_err(|_| panicked()));
        let found = found.collect::<Result<Vec<T>>>();
        stopped.and(found)
    })
}

/// Says that a search has ended, however it ended.
struct Ended(Sender<Question>, usize);

impl Drop for Ended {
    fn drop(&mut self) {
        // Nobody listens when the whole has been stopped.
        let _ = self.0.send(Question { chain: self.1, asked: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn searches(lengths: &[usize]) -> Vec<Search<'static, f64>> {
        let search = |(chain, length): (usize, &usize)| -> Search<'static, f64> {
            let length = *length;
            Box::new(move |ask| (0..length).filter_map(|step| ask.value(&[chain as f64, step as f64])).sum())
        };
        lengths.iter().enumerate().map(search).collect()
    }

    #[test]
    fn rounds_hold_every_chain_that_goes_on() {
        let mut rounds = Vec::new();
        let found = side_by_side(searches(&[3, 1, 2, 0]), |points| {
            rounds.push(points.iter().map(|(chain, _)| *chain).collect::<Vec<_>>());
            Ok(points.iter().map(|(_, point)| 10.0 * point[0] + point[1]).collect())
        });
        assert_eq!(found.unwrap(), [3.0, 10.0, 41.0, 0.0]);
        assert_eq!(rounds, [vec![0, 1, 2], vec![0, 2], vec![0]]);
    }

    #[test]
    fn an_error_stops_all() {
        let stopped = side_by_side(searches(&[5, 5]), |_| Err(Error::Usage("stop".into())));
        assert_eq!(stopped.unwrap_err().to_string(), "stop");
    }
}
