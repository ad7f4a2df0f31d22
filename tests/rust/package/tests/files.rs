#[test]
fn the_package_and_a_private_tmp_are_there() {
    assert_eq!(std::env::current_dir().unwrap().to_str(), Some("/project"));
    assert!(std::fs::read_to_string("Cargo.toml").unwrap().contains("name = \"package\""));
    assert!(std::fs::read_dir("/tmp").unwrap().next().is_none());
    std::fs::write(std::env::temp_dir().join("file"), "text").unwrap();
    assert!(std::net::TcpListener::bind("127.0.0.1:0").is_err());
}
