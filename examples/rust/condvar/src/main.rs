//! A queue with a bound, by a mutex and two condition variables: `cargo wasix run -W,--enable-threads`.
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

struct Queue {
    items: Mutex<VecDeque<u32>>,
    not_empty: Condvar,
    not_full: Condvar,
}

const BOUND: usize = 4;

impl Queue {
    fn put(&self, item: u32) {
        let mut items = self.not_full.wait_while(self.items.lock().unwrap(), |items| items.len() == BOUND).unwrap();
        items.push_back(item);
        self.not_empty.notify_one();
    }

    fn take(&self) -> u32 {
        let mut items = self.not_empty.wait_while(self.items.lock().unwrap(), |items| items.is_empty()).unwrap();
        self.not_full.notify_one();
        items.pop_front().unwrap()
    }
}

fn main() {
    let queue = Arc::new(Queue { items: Mutex::default(), not_empty: Condvar::new(), not_full: Condvar::new() });
    let producer = {
        let queue = queue.clone();
        thread::spawn(move || (1..=1000).for_each(|item| queue.put(item)))
    };
    let consumers: Vec<_> = (0..2)
        .map(|_| {
            let queue = queue.clone();
            thread::spawn(move || (0..500).map(|_| queue.take()).sum::<u32>())
        })
        .collect();

    producer.join().unwrap();
    let sum: u32 = consumers.into_iter().map(|consumer| consumer.join().unwrap()).sum();
    println!("1000 items went through a queue of {BOUND}; their sum is {sum}");
}
