//! One HTTP request by hand: `cargo wasix run -W,--net -- HOST[:PORT] [PATH]`.
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let Some(host) = arguments.next() else {
        eprintln!("usage: http-client HOST[:PORT] [PATH]");
        std::process::exit(2);
    };
    let path = arguments.next().unwrap_or("/".into());
    let address = if host.contains(':') { host.clone() } else { format!("{host}:80") };

    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;

    let mut answer = BufReader::new(stream);
    let mut line = String::new();
    answer.read_line(&mut line)?;
    println!("{}", line.trim_end());
    while line.trim_end() != "" {
        line.clear();
        answer.read_line(&mut line)?;
    }
    let mut body = String::new();
    answer.read_to_string(&mut body)?;
    print!("{body}");
    Ok(())
}
