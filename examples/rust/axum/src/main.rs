//! A web server: `cargo wasix run -W,--net,--enable-threads`, then `curl http://127.0.0.1:3000/hello/you`.
//! PORT says where else it listens (`-W,--env=PORT=8080`).
use axum::extract::Path;
use axum::routing::{get, post};
use axum::Router;
use std::net::SocketAddr;

async fn hello(Path(name): Path<String>) -> String {
    format!("hello, {name}\n")
}

async fn shout(body: String) -> String {
    body.to_uppercase()
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000);
    let app = Router::new()
        .route("/", get(|| async { "hello, world\n" }))
        .route("/hello/{name}", get(hello))
        .route("/shout", post(shout));
    let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, app).await
}
