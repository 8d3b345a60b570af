#![no_main]

use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    if mainstream_fuzz::repair::try_bytes(bytes) {
        Corpus::Keep
    } else {
        Corpus::Reject
    }
});
