//! reqwest with rustls and ring: `tls URL [CERTIFICATE]`.

async fn get(url: &str, certificate: Option<&str>) -> Result<(), Box<dyn std::error::Error>> {
    let mut client = reqwest::Client::builder();
    if let Some(path) = certificate {
        client = client.tls_certs_only([reqwest::Certificate::from_pem(&std::fs::read(path)?)?]);
    }
    let answer = client.build()?.get(url).send().await?;
    println!("{} {:?}", answer.status(), answer.version());
    println!("{}", answer.text().await?);
    Ok(())
}

/// An error with its causes: reqwest's own says little.
fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}

#[tokio::main]
async fn main() {
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let arguments: Vec<String> = std::env::args().collect();
    if let Err(error) = get(&arguments[1], arguments.get(2).map(String::as_str)).await {
        println!("error: {}", chain(&*error));
        std::process::exit(1);
    }
}
