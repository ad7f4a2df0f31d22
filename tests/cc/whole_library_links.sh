# Every object of libc.a at once: no name is missing, none is there twice, no signature differs.
. "$SOURCE/tests/expect.sh"
echo 'int main(int argc, char **argv, char **env) { return 0; }' >main.c
status 0 "$WASIXCC" main.c -Wl,--whole-archive -lc -Wl,--no-whole-archive -Wl,--no-gc-sections -o all.wasm
status 0 "$WASIXCC" -pthread main.c -Wl,--whole-archive -lwasix_threads -Wl,--no-whole-archive -o threads.wasm
