# A megabyte goes to the kernel in the one call that the guest made, from the guest's own memory: by send, from 64 buffers, by sendfile.
. "$SOURCE/tests/gate/kernel.inc"

"$WASIXCC" -O1 -w -D_GNU_SOURCE -x c "$SOURCE/tests/net/bulk.h" -o g.wasm
"$WASIX" run --dir=. g.wasm >/dev/null 2>&1 || true
watch bulk --dir=. --
[ "$ended" = 0 ] || fail "exit status $ended"
[ "$(cat out)" = '1048576 1048576 1048576 1048576 1048576 0' ] || {
	cat out
	fail "bytes are lost"
}
# saw COUNT PATTERN: calls, whether finished at once or after others
saw() {
	n=$(grep -cE -- "$2" bulk.calls || true)
	[ "$n" = "$1" ] || {
		grep -E 'send|write|recv' bulk.calls
		fail "$2: $1 calls are expected, not $n"
	}
}
saw 1 ' sendto\([0-9]+, .*, 1048576, MSG_NOSIGNAL, NULL, 0'
saw 1 ' sendmsg\(.*msg_iovlen=64'
saw 1 ' writev\([0-9]+, \[.*, 64'
saw 1 ' sendfile\([0-9]+, [0-9]+, \[0\]'
saw 1 ' recvmsg\(.*'
# the buffers lie side by side in one memory, where the guest has them
set -- $(sed -n 's/.* writev([0-9]*, \[\(.*\)\], 64.*/\1/p' bulk.calls | grep -o 'iov_len=[0-9]*' | sort | uniq -c)
[ "$1 $2" = '64 iov_len=16384' ] || fail "the buffers are not the guest's: $*"
