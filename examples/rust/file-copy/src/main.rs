//! Copies a file: `cargo wasix run -W,--dir=. -- FROM TO`.
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};

fn copy(from: &str, to: &str) -> io::Result<u64> {
    let mut reader = BufReader::new(File::open(from)?);
    let mut writer = BufWriter::new(File::create(to)?);
    let bytes = io::copy(&mut reader, &mut writer)?;
    writer.flush()?;
    Ok(bytes)
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, from, to] = &arguments[..] else {
        eprintln!("usage: file-copy FROM TO");
        std::process::exit(2);
    };
    let bytes = copy(from, to)?;
    assert_eq!(bytes, fs::metadata(to)?.len());
    println!("{bytes} bytes from {from} to {to}");
    Ok(())
}
