//! Answers what it is told, each connection in a thread of its own:
//! `cargo wasix run --bin server -W,--net,--enable-threads -- 127.0.0.1:7000 [CONNECTIONS]`
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

fn echo(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            len => stream.write_all(&buffer[..len])?,
        }
    }
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let listener = TcpListener::bind(arguments.next().unwrap_or("127.0.0.1:7000".into()))?;
    let connections = arguments.next().map_or(usize::MAX, |count| count.parse().expect("a number"));
    println!("listening on {}", listener.local_addr()?);

    let mut threads = Vec::new();
    for stream in listener.incoming().take(connections) {
        let stream = stream?;
        println!("connection from {}", stream.peer_addr()?.ip());
        threads.push(thread::spawn(move || echo(stream)));
    }
    for thread in threads {
        thread.join().unwrap()?;
    }
    Ok(())
}
