// std::thread and std::sync: each line says what holds.
use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{mpsc, Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock};
use std::thread;
use std::time::{Duration, Instant};

static DESTROYED: AtomicU32 = AtomicU32::new(0);

struct Local(u32);
impl Drop for Local {
    fn drop(&mut self) {
        DESTROYED.fetch_add(self.0, Ordering::SeqCst);
    }
}
thread_local! {
    static LOCAL: RefCell<Local> = const { RefCell::new(Local(1)) };
}

fn locals() {
    let threads: Vec<_> = (0..4).map(|i| thread::spawn(move || LOCAL.with(|l| l.borrow_mut().0 += i))).collect();
    threads.into_iter().for_each(|t| t.join().unwrap());
    println!("destructors of thread locals added up to {}", DESTROYED.load(Ordering::SeqCst));
}

fn locks() {
    let sum = Mutex::new(0u64);
    let table = RwLock::new(vec![0u32; 8]);
    let barrier = Barrier::new(4);
    let leaders = AtomicU32::new(0);
    thread::scope(|s| {
        for i in 0..4usize {
            let (sum, table, barrier, leaders) = (&sum, &table, &barrier, &leaders);
            s.spawn(move || {
                for n in 0..10_000 {
                    *sum.lock().unwrap() += n;
                }
                table.write().unwrap()[i] = i as u32 + 1;
                if barrier.wait().is_leader() {
                    leaders.fetch_add(1, Ordering::SeqCst);
                }
                assert_eq!(table.read().unwrap().iter().sum::<u32>(), 10);
            });
        }
    });
    println!("sum {}, leaders {}", sum.into_inner().unwrap(), leaders.into_inner());
}

fn waiting() {
    let pair = Arc::new((Mutex::new(false), Condvar::new()));
    let other = pair.clone();
    let thread = thread::spawn(move || {
        *other.0.lock().unwrap() = true;
        other.1.notify_one();
    });
    drop(pair.1.wait_while(pair.0.lock().unwrap(), |ready| !*ready).unwrap());
    thread.join().unwrap();
    let start = Instant::now();
    let (_guard, timeout) = pair.1.wait_timeout(pair.0.lock().unwrap(), Duration::from_millis(30)).unwrap();
    println!("timed out: {} {}", timeout.timed_out(), start.elapsed() >= Duration::from_millis(30));

    let thread = thread::spawn(|| {
        thread::park();
        "unparked"
    });
    thread.thread().unpark();
    println!("{}", thread.join().unwrap());
}

fn channels() {
    let (sender, receiver) = mpsc::sync_channel(2);
    let senders: Vec<_> = (0..3u64)
        .map(|i| {
            let sender = sender.clone();
            thread::spawn(move || (0..100).for_each(|n| sender.send(n * 10 + i).unwrap()))
        })
        .collect();
    drop(sender);
    println!("received {}", receiver.iter().sum::<u64>());
    senders.into_iter().for_each(|t| t.join().unwrap());
    println!("{:?}", receiver.recv());
}

fn once() {
    static ONCE: Once = Once::new();
    static CELL: OnceLock<u32> = OnceLock::new();
    static LAZY: LazyLock<u32> = LazyLock::new(|| 6 * 7);
    static RUNS: AtomicU64 = AtomicU64::new(0);
    thread::scope(|s| {
        for i in 0..4 {
            s.spawn(move || {
                ONCE.call_once(|| {
                    RUNS.fetch_add(1, Ordering::SeqCst);
                });
                CELL.get_or_init(|| i);
                assert_eq!(*LAZY, 42);
            });
        }
    });
    println!("once {}, {}", RUNS.load(Ordering::SeqCst), CELL.get().is_some());
}

fn panics() {
    let mutex = Arc::new(Mutex::new(1));
    let other = mutex.clone();
    let result = thread::Builder::new()
        .name("careless".into())
        .stack_size(256 << 10)
        .spawn(move || {
            let _guard = other.lock().unwrap();
            panic!("in a thread")
        })
        .unwrap()
        .join();
    println!("joined a panic: {:?}, poisoned: {}", result.unwrap_err().downcast_ref::<&str>(), mutex.is_poisoned());
}

fn main() {
    locals();
    locks();
    waiting();
    channels();
    once();
    panics();
    println!("parallelism {}", thread::available_parallelism().unwrap().get() >= 1);
}
