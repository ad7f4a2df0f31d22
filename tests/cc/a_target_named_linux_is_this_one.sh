# Cargo calls the target Linux's: the code sees what a compiler for Linux defines, and is linked as any other.
. "$SOURCE/tests/expect.sh"
printf '#include <sys/mman.h>\n#if !defined __linux__ || !defined __unix__ || defined __wasi__\n#error another system\n#endif\nint main(void) { return PROT_READ; }\n' >a.c
status 0 "$WASIXCC" --target=wasm32-wasmer-linux-musl a.c -o a.wasm
status 1 "$WASIX" run a.wasm
status 0 "$WASIXCC" -target wasm32-wasmer-linux-musl a.c -o b.wasm
status 1 "$WASIX" run b.wasm
status 1 "$WASIXCC" a.c -o c.wasm
