extern "C-unwind" fn panics() {
    panic!("through C++");
}

fn main() {
    println!("{:?}", cxx_package::most_frequent("a word a day a week"));
    let caught = std::panic::catch_unwind(|| cxx_package::call(panics)).unwrap_err();
    println!("Rust: caught {:?}", caught.downcast_ref::<&str>());
    println!("thread: {}", cxx_package::in_a_thread());
}
