//! Asks for a rebuild when the embedded data changes: the embedding macro does not see new files.

fn main() {
    println!("cargo:rerun-if-changed=handbook");
    println!("cargo:rerun-if-changed=examples");
}
