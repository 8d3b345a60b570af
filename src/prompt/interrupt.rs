//! Ctrl-C while a question stands.
//!
//! A prompt must give the terminal back and let the caller save before the
//! program ends, so while one is [`Watch`]ed Ctrl-C only leaves a mark and
//! wakes the waiting prompt. At any other time it ends the program with 130,
//! as it would without us; everything written by then is whole, because files
//! are replaced at once.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread;
use std::time::Duration;

/// The exit code of an interrupted program.
pub const EXIT_INTERRUPTED: i32 = 130;

static INSTALLED: Once = Once::new();
static WATCHED: AtomicUsize = AtomicUsize::new(0);
static PRESSED: AtomicBool = AtomicBool::new(false);
static WAITING: Mutex<Option<Sender<Event>>> = Mutex::new(None);

/// What a waiting prompt can be woken by.
#[derive(Debug)]
pub(super) enum Event {
    /// Ctrl-C.
    Interrupted,
    /// A line was read, without its line feed; `None` at the end of input.
    Line(std::io::Result<Option<String>>),
}

/// While this lives, Ctrl-C does not end the program.
#[derive(Debug)]
pub struct Watch(());

impl Watch {
    /// Starts watching, with no Ctrl-C seen yet; within another watch, one seen by that counts.
    pub fn start() -> Watch {
        INSTALLED.call_once(|| {
            // A handler somebody else installed keeps its own meaning.
            let _ = ctrlc::set_handler(pressed);
        });
        if WATCHED.load(Ordering::SeqCst) == 0 {
            PRESSED.store(false, Ordering::SeqCst);
        }
        WATCHED.fetch_add(1, Ordering::SeqCst);
        Watch(())
    }

    /// As [`Watch::start`], and Ctrl-C is sent to `sender` too.
    pub(super) fn start_with(sender: Sender<Event>) -> Watch {
        *waiting() = Some(sender);
        Watch::start()
    }

    /// Waits for a Ctrl-C that is on its way: dialoguer makes a signal of the key, and were the watch
    /// over when its handler comes to run, the program would end before it has said its last word.
    pub(super) fn wait_until_pressed(&self) {
        const STEP: Duration = Duration::from_millis(1);
        for _ in 0..500 {
            if self.was_pressed() {
                return;
            }
            thread::sleep(STEP);
        }
    }

    /// Whether Ctrl-C was pressed since the start.
    pub fn was_pressed(&self) -> bool {
        PRESSED.load(Ordering::SeqCst)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        *waiting() = None;
        WATCHED.fetch_sub(1, Ordering::SeqCst);
    }
}

#[expect(clippy::exit, reason = "Ctrl-C outside a prompt ends the program")]
fn pressed() {
    if WATCHED.load(Ordering::SeqCst) == 0 {
        std::process::exit(EXIT_INTERRUPTED);
    }
    PRESSED.store(true, Ordering::SeqCst);
    if let Some(sender) = waiting().as_ref() {
        // A prompt that has just ended needs no waking.
        let _ = sender.send(Event::Interrupted);
    }
}

fn waiting() -> MutexGuard<'static, Option<Sender<Event>>> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}
