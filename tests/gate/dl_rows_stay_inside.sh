# Side modules need no grant; as long as a row is a stub it answers NOTSUP, and no file is looked for.
. "$SOURCE/tests/gate/kernel.inc"

guest "$SOURCE/tests/gate/probe.h"
watch nothing -- none
watch dl -- DL
[ "$ended" = 0 ] || fail "exit status $ended"
! grep ' 76$' out || fail "a row is refused, though nothing has to be granted"
if grep -q ' STUB ' out; then
	all_answered STUB 58
fi
grep -q ' DONE \| PARTIAL ' out || kernel_saw_the_same nothing dl
