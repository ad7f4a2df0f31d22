# The way of puts("hello"): one host call, with the text and its length.
. "$SOURCE/tests/expect.sh"
hello
status 0 "$WASIX" run --trace=fd_write hello.wasm
says hello
one_line 'wasi_snapshot_preview1.fd_write(fd=1, iovs=["hello\n"; 6 bytes in 2], nwritten=6) = 0'
