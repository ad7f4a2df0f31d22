//! Programs that start programs: this one starts itself, talks to it through pipes and waits for it.
//! `cargo wasix run -W,--volume=target/wasm32-wasmer-wasi/debug:/bin -- /bin/spawn.wasm`
use std::io::{self, BufRead, Write};
use std::process::{Command, ExitCode, Stdio};

fn child() -> ExitCode {
    let greeting = std::env::var("GREETING").unwrap_or_default();
    for line in io::stdin().lock().lines() {
        println!("{greeting} {}", line.unwrap());
    }
    ExitCode::from(3)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.get(1).map(String::as_str) {
        Some("--child") => return child(),
        None => {
            eprintln!("spawn: where this program lies for the guest is expected, such as /bin/spawn.wasm");
            return ExitCode::FAILURE;
        }
        Some(_) => {}
    }

    let mut process = Command::new(&arguments[1])
        .arg("--child")
        .env("GREETING", "hello,")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the child starts");
    let mut input = process.stdin.take().unwrap();
    input.write_all(b"parent\nworld\n").unwrap();
    drop(input);
    let output = process.wait_with_output().unwrap();
    print!("{}", String::from_utf8_lossy(&output.stdout));
    println!("the child's status is {}", output.status.code().unwrap());
    ExitCode::SUCCESS
}
