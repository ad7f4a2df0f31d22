. "$SOURCE/tests/expect.sh"
hello
"$WASIXCC" -Os hello.c -o h.wasm
"$WASIX" inspect --json h.wasm >out || fail "inspect"
for name in fd_write fd_close fd_seek fd_fdstat_get proc_exit; do
	grep -q "\"$name\"" out || fail "no $name"
done
! grep -q 'wasix_32v1' out || fail "WASIX is imported"
! grep -q 'environ_get\|args_get\|path_open\|futex' out || fail "more than it calls"
[ "$(wc -c <h.wasm)" -lt 9000 ] || fail "larger than it was: $(wc -c <h.wasm)"
