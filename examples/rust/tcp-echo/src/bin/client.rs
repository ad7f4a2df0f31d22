//! Sends lines to an echo server and prints what comes back:
//! `cargo wasix run --bin client -W,--net -- 127.0.0.1:7000 WORD...`
use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().unwrap_or("127.0.0.1:7000".into());
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.set_nodelay(true)?;

    let mut answers = BufReader::new(stream.try_clone()?);
    for word in arguments {
        writeln!(stream, "{word}")?;
        let mut line = String::new();
        answers.read_line(&mut line)?;
        print!("{line}");
    }
    Ok(())
}
