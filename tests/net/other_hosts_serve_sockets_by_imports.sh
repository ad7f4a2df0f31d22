# A host that has no extensions: the library then uses the ABI's imports. The module's list of extensions is taken away, so our host refuses them.
. "$SOURCE/tests/expect.sh"

objcopy=$(command -v llvm-objcopy-22 || command -v llvm-objcopy) || skip "llvm-objcopy is not installed"
"$NATIVE_CC" -O1 -w -D_GNU_SOURCE -I"$SOURCE/tests/net" -x c "$SOURCE/tests/net/imports.h" -o imports || fail "the native compiler"
"$WASIXCC" -O1 -D_GNU_SOURCE -I"$SOURCE/tests/net" -x c "$SOURCE/tests/net/imports.h" -o whole.wasm || fail wasixcc
"$objcopy" --remove-section=wasix.extensions whole.wasm stripped.wasm
./imports >native
"$WASIX" run --net --dir=. whole.wasm >extensions || fail "by extensions"
"$WASIX" run --net --dir=. --trace=sock:trace stripped.wasm >imports.out || fail "by imports"
cmp native extensions || fail "the extensions answer otherwise than Linux: $(diff native extensions)"
cmp native imports.out || fail "the imports answer otherwise than Linux: $(diff native imports.out)"
for name in sock_open sock_bind sock_listen sock_accept_v2 sock_connect sock_addr_local sock_addr_peer sock_send_to sock_recv_from sock_send sock_recv sock_shutdown sock_set_opt_flag sock_get_opt_time; do
	grep -q "$name(" trace || fail "$name was not called"
done
