. "$SOURCE/tests/expect.sh"

# Its name does not matter.
hello
mv hello.wasm hello
status 0 "$WASIX" run hello
says hello
