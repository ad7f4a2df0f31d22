//! Crates that nobody changed for this target, each doing what it is for; a line or two each.
use std::io::{Read, Write};
use std::sync::Arc;

fn text() {
    let value: serde_json::Value = serde_json::from_str(r#"{"a": [1, 2.5, null, "x"]}"#).unwrap();
    println!("serde_json {value}");
    let regex = regex::Regex::new(r"(?i)(\w+)@(\w+)\.org").unwrap();
    println!("regex {}", regex.replace_all("Mail somebody@Example.org.", "$2: $1"));
    let matches = clap::Command::new("program").arg(clap::arg!(-n --number <N>)).get_matches_from(["program", "-n", "7"]);
    println!("clap {:?}", matches.get_one::<String>("number"));
    let time = chrono::DateTime::from_timestamp(1_000_000_000, 0).unwrap();
    println!("chrono {time}, now is later: {}", chrono::Utc::now() > time);
    let numbers: Vec<u64> = (0..4).map(|_| rand::random()).collect();
    println!("rand {}", numbers.windows(2).all(|pair| pair[0] != pair[1]));
}

fn parallel() {
    use rayon::prelude::*;
    println!("rayon {}", (1..=1_000_000u64).into_par_iter().map(|n| n * n % 7).sum::<u64>());
    let (sender, receiver) = crossbeam::channel::bounded(4);
    let total = crossbeam::thread::scope(|scope| {
        for first in 0..3u64 {
            let sender = sender.clone();
            scope.spawn(move |_| (0..100).for_each(|n| sender.send(first + n).unwrap()));
        }
        drop(sender);
        receiver.iter().sum::<u64>()
    });
    println!("crossbeam {}", total.unwrap());
    let counter = Arc::new(parking_lot::Mutex::new(0));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let counter = counter.clone();
            std::thread::spawn(move || (0..1000).for_each(|_| *counter.lock() += 1))
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    println!("parking_lot {}", counter.lock());
    tracing_subscriber::fmt().without_time().with_ansi(false).with_writer(std::io::stdout).init();
    tracing::info!(answer = 42, "tracing");
}

fn database() -> rusqlite::Result<()> {
    let path = "/data/database";
    {
        let mut connection = rusqlite::Connection::open(path)?;
        connection.execute_batch("create table t (n integer primary key, s text)")?;
        let transaction = connection.transaction()?;
        for n in 0..1000 {
            transaction.execute("insert into t values (?1, ?2)", (n, format!("row {n}")))?;
        }
        transaction.commit()?;
    }
    let connection = rusqlite::Connection::open(path)?;
    let (count, last): (i64, String) = connection.query_row("select count(*), max(s) from t", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    println!("rusqlite {count} {last}");
    Ok(())
}

fn digest() {
    let digest = ring::digest::digest(&ring::digest::SHA256, b"abc");
    println!("ring {}", digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    let random = ring::rand::SystemRandom::new();
    let document = ring::signature::Ed25519KeyPair::generate_pkcs8(&random).unwrap();
    let pair = ring::signature::Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap();
    let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, ring::signature::KeyPair::public_key(&pair).as_ref().to_vec());
    println!("ring {}", key.verify(b"message", pair.sign(b"message").as_ref()).is_ok());
}

async fn asynchronous() -> Result<(), Box<dyn std::error::Error>> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::time::{sleep, timeout, Duration};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let (mut reader, mut writer) = stream.split();
                tokio::io::copy(&mut reader, &mut writer).await.unwrap();
            });
        }
    });
    let clients = (0..16u8).map(|n| {
        tokio::spawn(async move {
            let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
            stream.write_all(&[n; 1000]).await.unwrap();
            let mut back = [0; 1000];
            stream.read_exact(&mut back).await.unwrap();
            back.iter().all(|byte| *byte == n)
        })
    });
    let mut right = 0;
    for client in clients {
        right += client.await? as u32;
    }
    println!("tokio net {right}");
    println!("tokio time {}", timeout(Duration::from_millis(20), sleep(Duration::from_secs(60))).await.is_err());
    tokio::fs::write("/data/file", "text").await?;
    println!("tokio fs {}", tokio::fs::read_to_string("/data/file").await?);
    let (sender, mut receiver) = tokio::sync::mpsc::channel(8);
    tokio::task::spawn_blocking(move || (0..100u32).for_each(|n| sender.blocking_send(n).unwrap()));
    let mut sum = 0;
    while let Some(n) = receiver.recv().await {
        sum += n;
    }
    println!("tokio sync {sum}");
    Ok(())
}

/// This program again, as a child, and a signal to itself.
async fn others() -> Result<(), Box<dyn std::error::Error>> {
    use tokio::io::AsyncReadExt;
    extern "C" {
        fn raise(signal: i32) -> i32;
    }

    let mut child = tokio::process::Command::new("/bin/crates.wasm").arg("child").stdout(std::process::Stdio::piped()).spawn()?;
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).await?;
    println!("tokio process {text} {:?}", child.wait().await?.code());
    let kind = tokio::signal::unix::SignalKind::hangup();
    let mut hangup = tokio::signal::unix::signal(kind)?;
    unsafe { raise(kind.as_raw_value()) };
    println!("tokio signal {:?}", hangup.recv().await);
    Ok(())
}

/// A server of one answer, in a thread, and reqwest as its client.
async fn request() -> Result<(), Box<dyn std::error::Error>> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 1024];
        let len = stream.read(&mut request).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nanswer").unwrap();
        String::from_utf8_lossy(&request[..len]).lines().next().unwrap().to_string()
    });
    // src/bin/tls.rs has reqwest built with TLS, which it wants to know of even where it is not used
    let _ = rustls::crypto::ring::default_provider().install_default();
    let answer = reqwest::get(format!("http://{address}/path?q=1")).await?;
    println!("reqwest {} {}", answer.status(), answer.text().await?);
    println!("reqwest asked {}", server.join().unwrap());
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    if std::env::args().nth(1).as_deref() == Some("child") {
        print!("child");
        std::process::exit(9);
    }
    text();
    parallel();
    database()?;
    digest();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(3).enable_all().build()?;
    runtime.block_on(asynchronous())?;
    runtime.block_on(others())?;
    runtime.block_on(request())
}
