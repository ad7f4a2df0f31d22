// std::net over the loopback interface: each line says what holds.
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use std::thread;
use std::time::{Duration, Instant};

fn tcp() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let server = thread::spawn(move || -> std::io::Result<usize> {
        let (mut stream, peer) = listener.accept()?;
        assert!(peer.ip().is_loopback());
        let mut all = Vec::new();
        stream.read_to_end(&mut all)?;
        stream.write_all(&all)?;
        Ok(all.len())
    });
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(10))?;
    stream.set_nodelay(true)?;
    println!("nodelay {}, peer is right: {}", stream.nodelay()?, stream.peer_addr()? == address);
    stream.write_all(&vec![7; 100_000])?;
    stream.shutdown(Shutdown::Write)?;
    let mut back = Vec::new();
    stream.read_to_end(&mut back)?;
    println!("echoed {} {}", server.join().unwrap()?, back.len());
    Ok(())
}

fn waiting() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    println!("accept: {:?}", listener.accept().unwrap_err().kind());
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_millis(60)))?;
    println!("timeout {:?}", stream.read_timeout()?);
    let start = Instant::now();
    let kind = stream.read(&mut [0; 8]).unwrap_err().kind();
    println!("read: {:?} {}", kind == ErrorKind::WouldBlock, (40..5000).contains(&start.elapsed().as_millis()));
    stream.set_nonblocking(true)?;
    println!("read: {:?}", stream.read(&mut [0; 8]).unwrap_err().kind());
    drop(listener);
    println!("connect: {:?}", TcpStream::connect(address).unwrap_err().kind());
    Ok(())
}

fn udp() -> std::io::Result<()> {
    let one = UdpSocket::bind("127.0.0.1:0")?;
    let two = UdpSocket::bind("127.0.0.1:0")?;
    one.send_to(b"datagram", two.local_addr()?)?;
    let mut buffer = [0; 64];
    two.set_read_timeout(Some(Duration::from_secs(10)))?;
    let (len, from) = two.recv_from(&mut buffer)?;
    println!("{:?} from the sender: {}", std::str::from_utf8(&buffer[..len]).unwrap(), from == one.local_addr()?);
    two.connect(from)?;
    two.send(b"answer")?;
    println!("{}", one.recv(&mut buffer)?);
    println!("ttl {}, broadcast {}", one.ttl()? > 0, one.broadcast()?);
    Ok(())
}

fn main() {
    tcp().unwrap();
    waiting().unwrap();
    udp().unwrap();
    println!("{:?}", "127.0.0.1:80".to_socket_addrs().unwrap().collect::<Vec<SocketAddr>>());
    println!("localhost: {}", "localhost:80".to_socket_addrs().map(|mut a| a.any(|a| a.ip().is_loopback())).unwrap_or(false));
}
