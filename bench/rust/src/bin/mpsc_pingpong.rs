//! Nanoseconds for a message to another thread and one back.
use std::sync::mpsc;
use std::time::Instant;

const ROUNDS: u32 = 50_000;

fn main() {
    let (there, from_here) = mpsc::channel::<u32>();
    let (back, from_there) = mpsc::channel::<u32>();
    let thread = std::thread::spawn(move || from_here.iter().for_each(|n| back.send(n + 1).unwrap()));
    let start = Instant::now();
    for n in 0..ROUNDS {
        there.send(n).unwrap();
        assert_eq!(from_there.recv().unwrap(), n + 1);
    }
    println!("{}", start.elapsed().as_nanos() as u32 / ROUNDS);
    drop(there);
    thread.join().unwrap();
}
