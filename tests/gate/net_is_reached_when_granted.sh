# With --net no row that needs it answers NOTCAPABLE; those that are stubs answer NOTSUP (58), and the kernel sees nothing of those.
. "$SOURCE/tests/gate/kernel.inc"

guest "$SOURCE/tests/gate/probe.h"
watch nothing --net -- none
watch net --net -- NET
! grep ' 76$' out || fail "a row is refused in spite of --net"
! grep 'was refused' err || fail "a refusal is reported in spite of --net"
grep ' STUB ' out | cut -d' ' -f1 >stubs || true
while read -r row; do # each by itself, and one is enough for the trace
	watch stub --net -- "$row"
	all_answered STUB 58
	grep -qF "$row is not implemented yet" err || fail "$row is not announced"
	kernel_saw_the_same nothing stub
	break
done <stubs
