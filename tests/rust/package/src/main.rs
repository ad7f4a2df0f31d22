fn main() {
    println!("{} {:?}", package::sizes_agree(), std::env::args().skip(1).collect::<Vec<_>>());
    println!("{:?} {:?}", std::env::var("GIVEN"), std::env::var("HOME"));
    std::process::exit(4);
}
