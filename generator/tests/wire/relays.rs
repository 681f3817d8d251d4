//! Relays, written by the test `the_relays_are_fresh`.

pub mod digital_river;
pub mod garden;
pub mod stripe_file_links;
pub mod stripe_files;
pub mod wire;
