//! Milliseconds for a sum over all processors.
use rayon::prelude::*;
use std::time::Instant;

fn main() {
    let round = || (0..20_000_000u64).into_par_iter().map(|n| (n ^ (n >> 7)).wrapping_mul(0x9e3779b97f4a7c15) >> 60).sum::<u64>();
    round();
    let start = Instant::now();
    let sum: u64 = (0..5).map(|_| round()).sum();
    assert!(sum > 0);
    println!("{:.1}", start.elapsed().as_secs_f64() * 200.0);
}
