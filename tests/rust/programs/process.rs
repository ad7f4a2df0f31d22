// std::process: this program starts itself, /bin/self, in several ways; each line says what holds.
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn child(what: &str) -> i32 {
    match what {
        "env" => {
            let mut names: Vec<_> = std::env::vars().map(|(name, value)| format!("{name}={value}")).collect();
            names.sort();
            println!("{} in {}", names.join(","), std::env::current_dir().unwrap().display());
            eprintln!("on the other stream");
            7
        }
        "cat" => {
            std::io::copy(&mut std::io::stdin(), &mut std::io::stdout()).unwrap();
            0
        }
        "sleep" => {
            println!("sleeping");
            std::thread::sleep(Duration::from_secs(60));
            0
        }
        "abort" => std::process::abort(),
        _ => 99,
    }
}

fn command(what: &str) -> Command {
    let mut command = Command::new("/bin/self");
    command.arg("--child").arg(what);
    command
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.len() == 3 && arguments[1] == "--child" {
        std::process::exit(child(&arguments[2]));
    }

    let output = command("env").env_clear().env("B", "2").env("A", "1").current_dir("/data").output().unwrap();
    print!("output: {}", String::from_utf8_lossy(&output.stdout));
    println!("{:?}, {:?}", String::from_utf8_lossy(&output.stderr), output.status.code());

    let mut cat = command("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = cat.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(&vec![b'x'; 300_000]));
    let mut text = String::new();
    cat.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    writer.join().unwrap().unwrap();
    println!("through pipes: {}, {}", text.len(), cat.wait().unwrap());

    let mut first = command("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut second = command("cat").stdin(first.stdout.take().unwrap()).stdout(Stdio::piped()).spawn().unwrap();
    first.stdin.take().unwrap().write_all(b"a pipeline\n").unwrap();
    let mut line = String::new();
    BufReader::new(second.stdout.take().unwrap()).read_line(&mut line).unwrap();
    print!("{line}");
    println!("{} {}", first.wait().unwrap().success(), second.wait().unwrap().success());

    let start = Instant::now();
    let mut sleeper = command("sleep").stdout(Stdio::piped()).spawn().unwrap();
    let mut word = [0; 8];
    sleeper.stdout.as_mut().unwrap().read_exact(&mut word).unwrap();
    println!("before: {:?}", sleeper.try_wait().unwrap());
    sleeper.kill().unwrap();
    let status = sleeper.wait().unwrap();
    println!("killed: {:?} {:?}, early: {}", status.code(), status.signal(), start.elapsed() < Duration::from_secs(30));

    println!("aborted: {:?}", command("abort").stderr(Stdio::null()).status().unwrap().signal());
    println!("missing: {:?}", Command::new("/bin/none").spawn().unwrap_err().kind());
    println!("inherited: {:?}", command("env").env_clear().stderr(Stdio::null()).status().unwrap().code());
    println!("own id differs: {}", std::process::id() > 0);
}
