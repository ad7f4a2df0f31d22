fn main() {
    println!("cargo:rerun-if-changed=part.cpp");
    cc::Build::new().cpp(true).std("c++17").file("part.cpp").compile("part");
}
