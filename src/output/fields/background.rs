//! A thread of its own for the writers, so that a run does not wait for them.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{Builder, JoinHandle};

use super::{Format, begin};
use crate::dataset::{Dataset, Frame, Sink, Values, most_waiting};
use crate::error::{Error, Result};
use crate::files::seam;
use crate::output::disk::sync;

/// Writes frames on a thread of its own. Few may wait, so that memory does not grow: the run waits where it is
/// faster than the disk.
pub struct Background {
    folder: PathBuf,
    formats: Vec<&'static str>,
    writer: Option<Writer>,
}

struct Writer {
    orders: SyncSender<Order>,
    /// Values that are written.
    done: Receiver<Values>,
    thread: JoinHandle<Result<()>>,
}

/// What the thread is asked for.
enum Order {
    /// To write this.
    Write(Frame),
    /// To say when all before is written.
    Tell(SyncSender<()>),
}

impl Background {
    /// Will write these formats into `folder`.
    pub fn new(folder: &Path, formats: &[&'static str]) -> Self {
        Self { folder: folder.to_path_buf(), formats: formats.to_vec(), writer: None }
    }

    /// Waits until every frame so far is written, and where it has to last, on the disk.
    ///
    /// # Errors
    /// What the system says of files, also of earlier frames.
    pub fn settle(&mut self, lasts: bool) -> Result<()> {
        let Some(writer) = &self.writer else { return Ok(()) };
        let (told, done) = sync_channel(1);
        if writer.orders.send(Order::Tell(told)).is_err() || done.recv().is_err() {
            return Err(self.stopped());
        }
        if lasts { sync(&self.folder) } else { Ok(()) }
    }

    /// Nobody listens any more: the thread has failed, and says with what.
    fn stopped(&mut self) -> Error {
        let internal = || Error::Internal("the writer of fields stopped before the run".into());
        self.join().err().unwrap_or_else(internal)
    }

    /// Waits for the thread; what it failed with.
    fn join(&mut self) -> Result<()> {
        let Some(Writer { orders, thread, .. }) = self.writer.take() else { return Ok(()) };
        drop(orders);
        thread.join().unwrap_or_else(|_| Err(Error::Internal("the writer of fields panicked".into())))
    }
}

impl Sink for Background {
    fn begin(&mut self, dataset: Dataset, written: usize) -> Result<()> {
        let formats = self.formats.iter().map(|name| begin(name, &dataset, &self.folder, written));
        let formats = formats.collect::<Result<Vec<_>>>()?;
        let cells: usize = dataset.axes.iter().map(|axis| axis.len()).product();
        let bytes = cells * if dataset.double { size_of::<f64>() } else { size_of::<f32>() };
        let (orders, coming) = sync_channel(most_waiting(dataset.fields.len(), bytes));
        let (spent, done) = channel();
        let start = || Builder::new().name("fields".into()).spawn(move || write(formats, &coming, &spent));
        let thread = seam::below(&self.folder, start);
        let thread = thread.map_err(|source| Error::io("start a thread for", &self.folder, source))?;
        self.writer = Some(Writer { orders, done, thread });
        Ok(())
    }

    fn put(&mut self, frame: Frame) -> Result<()> {
        let sent = self.writer.as_ref().is_some_and(|writer| writer.orders.send(Order::Write(frame)).is_ok());
        if sent { Ok(()) } else { Err(self.stopped()) }
    }

    fn room(&mut self) -> Option<Values> {
        self.writer.as_ref()?.done.try_recv().ok()
    }

    fn end(&mut self) -> Result<()> {
        self.join()
    }
}

/// A run that failed or was stopped leaves nobody behind who writes into a folder that is going away.
impl Drop for Background {
    fn drop(&mut self) {
        let _ = self.join();
    }
}

fn write(mut formats: Vec<Box<dyn Format>>, orders: &Receiver<Order>, spent: &Sender<Values>) -> Result<()> {
    for order in orders {
        match order {
            Order::Write(frame) => {
                formats.iter_mut().try_for_each(|format| format.put(&frame))?;
                // Whoever is done with the run needs no room.
                let _ = spent.send(frame.values);
            }
            // Whoever does not wait any more needs no answer.
            Order::Tell(done) => drop(done.send(())),
        }
    }
    formats.iter_mut().try_for_each(|format| format.end())
}
