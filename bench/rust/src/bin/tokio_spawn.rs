//! Nanoseconds for a task of tokio's, from spawn to its result.
use std::time::Instant;

const ROUNDS: u32 = 200_000;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let start = Instant::now();
    let mut tasks = Vec::with_capacity(1000);
    let mut sum = 0u64;
    for _ in 0..ROUNDS / 1000 {
        tasks.extend((0..1000u64).map(|n| tokio::spawn(async move { n })));
        for task in tasks.drain(..) {
            sum += task.await.unwrap();
        }
    }
    assert_eq!(sum, 499_500 * u64::from(ROUNDS / 1000));
    println!("{}", start.elapsed().as_nanos() as u32 / ROUNDS);
}
