fn main() {
    println!("cargo:rerun-if-changed=part.c");
    cc::Build::new().file("part.c").compile("part");
}
