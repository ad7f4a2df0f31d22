//! Requests a second that a server answers on 64 connections: load ADDRESS SECONDS. Run natively only.
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

fn client(address: &str, end: Instant) -> std::io::Result<u64> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let request = format!("GET / HTTP/1.1\r\nHost: {address}\r\n\r\n");
    let mut buffer = [0; 4096];
    let mut count = 0;
    while Instant::now() < end {
        stream.write_all(request.as_bytes())?;
        let mut len = 0;
        while !buffer[..len].ends_with(b"hello, world\n") {
            let more = stream.read(&mut buffer[len..])?;
            assert!(more > 0);
            len += more;
        }
        count += 1;
    }
    Ok(count)
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let seconds: u64 = arguments[2].parse().unwrap();
    let end = Instant::now() + Duration::from_secs(seconds);
    let clients: Vec<_> = (0..64)
        .map(|_| {
            let address = arguments[1].clone();
            std::thread::spawn(move || client(&address, end).unwrap())
        })
        .collect();
    let total: u64 = clients.into_iter().map(|client| client.join().unwrap()).sum();
    println!("{}", total / seconds);
}
