// Arguments, environment, files, time, hashing, panics: each line says what holds.
use std::collections::HashMap;
use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::io::{Read, Seek, SeekFrom, Write};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

struct Dropped(&'static str);
impl Drop for Dropped {
    fn drop(&mut self) {
        println!("dropped {}", self.0);
    }
}

fn files() -> std::io::Result<()> {
    fs::create_dir_all("work/deep")?;
    fs::write("work/a", "first\n")?;
    let mut f = fs::OpenOptions::new().read(true).append(true).open("work/a")?;
    f.write_all(b"second\n")?;
    f.seek(SeekFrom::Start(6))?;
    let mut text = String::new();
    f.read_to_string(&mut text)?;
    println!("appended and read: {text:?}, {} bytes", f.metadata()?.len());
    f.set_len(5)?;
    fs::copy("work/a", "work/deep/b")?;
    fs::rename("work/deep/b", "work/c")?;
    fs::hard_link("work/c", "work/d")?;
    let mut names: Vec<_> = fs::read_dir("work")?.map(|e| e.unwrap()).map(|e| (e.file_name().into_string().unwrap(), e.file_type().unwrap().is_dir())).collect();
    names.sort();
    println!("{names:?}");
    std::os::unix::fs::symlink("c", "work/link")?;
    println!("{:?} -> {:?}", fs::read_to_string("work/link")?, fs::read_link("work/link")?);
    println!("{:?}", fs::canonicalize("work/link")?.ends_with("work/c"));
    println!("{:?}", fs::read("work/none").unwrap_err().kind());
    println!("{:?}", fs::create_dir("work").unwrap_err().kind());
    let modified = fs::metadata("work/c")?.modified()?;
    println!("written just now: {}", SystemTime::now().duration_since(modified).unwrap_or_default() < Duration::from_secs(60));
    fs::remove_dir_all("work")?;
    println!("removed: {}", !fs::exists("work")?);
    Ok(())
}

fn main() {
    println!("{:?}", std::env::args().skip(1).collect::<Vec<_>>());
    println!("{:?} {:?}", std::env::var("GIVEN"), std::env::var("MISSING"));
    println!("{}", std::env::current_dir().unwrap().display());
    files().unwrap();

    let start = Instant::now();
    std::thread::sleep(Duration::from_millis(20));
    println!("slept: {}", (20..2000).contains(&start.elapsed().as_millis()));
    println!("after 2025: {}", SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() > 1_750_000_000);

    let map: HashMap<_, _> = (0..1000).map(|i| (i, i * i)).collect();
    println!("{} {}", map.len(), map[&31]);
    println!("seed {:x}", RandomState::new().hash_one(1)); // the script compares two runs

    // a message that is put together when it happens
    let result = std::panic::catch_unwind(|| {
        let _dropped = Dropped("while unwinding");
        panic!("on purpose: {}", std::env::args().len());
    });
    println!("caught: {:?}", result.unwrap_err().downcast_ref::<String>());
    let index = map.len();
    println!("caught: {}", std::panic::catch_unwind(|| [1, 2, 3][index]).is_err());
    if std::env::var("END").as_deref() == Ok("panic") {
        let _dropped = Dropped("by the last panic");
        panic!("the last one");
    }
    std::process::exit(5);
}
