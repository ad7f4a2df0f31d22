# With --enable-threads no spawn answers NOTCAPABLE; a stub answers NOTSUP (58) and makes no thread.
. "$SOURCE/tests/gate/kernel.inc"

guest "$SOURCE/tests/gate/probe.h"
watch nothing --enable-threads -- none
watch threads --enable-threads -- THREADS
! grep ' 76$' out || fail "a row is refused in spite of --enable-threads"
! grep 'was refused' err || fail "a refusal is reported in spite of --enable-threads"
if ! grep -q ' DONE \| PARTIAL ' out; then
	all_answered STUB 58
	kernel_saw_the_same nothing threads
fi
