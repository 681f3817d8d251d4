//! The closed loop: what the tester writes, a generated server reads, a generated client writes again, an upstream
//! answers, the client reads and the server writes again. What comes out at either end must be what went in at the
//! other, and what is refused on the way must be what the tester's validator refuses.
//!
//! The tester's side is here and knows no generated code; the way through it is a [`Relay`], whose code
//! [`glue`] writes for each description.

mod argument;
mod compare;
mod dice;
mod draw;
mod glue;
mod known;
mod multipart;
mod play;
mod relay;
mod round;
mod spoil;
mod tally;
mod text;

pub use glue::{glue, is_fresh};
pub use play::{Loop, Rounds};
pub use relay::{Ends, Pass, Relay, choose, pass};
pub use tally::{Disagreement, Tally, table};
