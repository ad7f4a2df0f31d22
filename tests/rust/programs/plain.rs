// What a program for plain WASI preview 1 may do, and that threads are refused by its own library.
use std::collections::HashMap;
fn main() {
    println!("{:?}", std::env::args().skip(1).collect::<Vec<_>>());
    println!("{:?}", std::env::var("GIVEN"));
    std::fs::write("/data/f", "written").unwrap();
    println!("{}", std::fs::read_to_string("/data/f").unwrap());
    println!("{:?}", std::fs::read_dir("/data").unwrap().map(|e| e.unwrap().file_name()).collect::<Vec<_>>());
    let map: HashMap<_, _> = (0..100).map(|i| (i, i)).collect();
    println!("{}", map.len());
    println!("{}", std::thread::Builder::new().spawn(|| ()).is_err());
    println!("{}", std::time::SystemTime::now() > std::time::UNIX_EPOCH);
    std::process::exit(3);
}
