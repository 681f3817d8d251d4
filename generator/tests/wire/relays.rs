//! Relays of the closed loop; the test `golden` writes them.

pub mod digital_river;
pub mod garden;
pub mod stripe_file_links;
pub mod stripe_files;
pub mod wire;
