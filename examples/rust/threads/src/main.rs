//! Threads that share work: `cargo wasix run -W,--enable-threads`.
use std::sync::mpsc;
use std::thread;

fn is_prime(n: u32) -> bool {
    n >= 2 && (2..).take_while(|d| d * d <= n).all(|d| n % d != 0)
}

fn main() {
    // Scoped threads borrow from the function that starts them; each takes every fourth number.
    let limit = 20_000;
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for first in 0..4 {
            let sender = sender.clone();
            scope.spawn(move || {
                let count = (first..limit).step_by(4).filter(|n| is_prime(*n)).count();
                sender.send((first, count)).unwrap();
            });
        }
    });
    drop(sender);

    let mut counts: Vec<_> = receiver.iter().collect();
    counts.sort();
    for (first, count) in &counts {
        println!("thread {first}: {count} primes");
    }
    println!("{} primes below {limit}", counts.iter().map(|(_, count)| count).sum::<usize>());
}
