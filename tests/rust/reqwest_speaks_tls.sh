# reqwest with rustls and ring, and a server of the host with a certificate of its own.
. "$SOURCE/tests/expect.sh"
. "$SOURCE/tests/rust/rust.inc"
needs_rust
command -v python3 >/dev/null || skip "python3 is not installed"
command -v openssl >/dev/null || skip "openssl is not installed"
tls=$BUILD/rust-crates/wasm32-wasmer-wasi/release/tls.wasm
[ -e "$tls" ] || skip "the crates are not built (./dev rust test does it)"
"$WASIX" compile "$tls"

mkdir www trusted
echo 'a secret page' >www/page
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
	-addext basicConstraints=critical,CA:FALSE -keyout key.pem -out trusted/certificate.pem >log 2>&1 || fail "$(cat log)"
cat >server.py <<'PYTHON'
import functools, http.server, ssl
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory="www")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("trusted/certificate.pem", "key.pem")
server.socket = context.wrap_socket(server.socket, server_side=True)
print("port", server.server_port, flush=True)
server.serve_forever()
PYTHON
python3 server.py >port.txt 2>server.log &
server=$!
trap 'kill $server' EXIT
for _ in $(seq 100); do
	[ ! -s port.txt ] || break
	sleep 0.1
done
port=$(sed 's/port //' port.txt)

run_tls() {
	"$WASIX" run --net --enable-threads --timeout=60 --volume="$PWD/trusted:/trusted:ro" "$tls" "$@"
}
status 0 run_tls "https://localhost:$port/page" /trusted/certificate.pem
says '200 OK HTTP/1.'
says 'a secret page'
# a certificate that nobody vouches for, and one for another name
status 1 run_tls "https://localhost:$port/page"
says 'UnknownIssuer'
status 1 run_tls "https://127.0.0.2:$port/page" /trusted/certificate.pem
says 'error: '
