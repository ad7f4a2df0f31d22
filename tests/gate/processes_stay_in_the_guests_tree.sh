# Signals reach the guest itself only, and no program of the host is started: the kernel sees neither kill nor execve nor a new process.
. "$SOURCE/tests/gate/kernel.inc"

PROCESSES='(kill|tkill|tgkill|pidfd_send_signal|execve|execveat|fork|vfork|clone|clone3|ptrace|wait4|waitid)\('
guest "$SOURCE/tests/gate/probe.h"
watch nothing -- none
watch process -- PROCESS
[ "$ended" = 0 ] || fail "exit status $ended"
sed -n 2,\$p process.calls >rest # the first line starts wasix itself
! grep -E "$PROCESSES" rest || fail "the kernel saw a process call"
kernel_saw_the_same nothing process
! grep ' 76$' out || fail "a row is refused, though nothing has to be granted"
if grep -q ' STUB ' out; then
	all_answered STUB 58
fi
for row in wasix_32v1.proc_exec wasix_32v1.proc_exec2; do # they cannot answer
	watch exec -- $row
	[ "$ended" = 134 ] || [ "$ended" = 0 ] || fail "exit status $ended of $row"
	sed -n 2,\$p exec.calls >rest
	! grep -E '(execve|execveat|fork|vfork|clone|clone3)\(' rest || fail "the kernel saw $row"
done

# Other processes of the host, by their numbers there: none of them is found.
cat >signals.c <<'C'
#include "raw.h"
int
main(int argc, char **argv)
{
	abi_pid pid = 0;
	if (argc < 2 || strcmp(argv[1], "none") == 0)
		return done();
	OK(wasix_proc_id(&pid));
	TRUE(pid == 1);
	for (int i = 1; i < argc; i++) {
		EXPECT(SRCH, wasix_proc_signal((abi_pid)atoi(argv[i]), ABI_SIGNAL_TERM));
		EXPECT(SRCH, wasix_proc_parent((abi_pid)atoi(argv[i]), &pid));
	}
	OK(wasix_proc_signal(1, ABI_SIGNAL_NONE));
	OK(wasix_proc_signal(1, ABI_SIGNAL_CHLD));
	return done();
}
C
guest signals.c
watch nothing -- none
watch signals -- $$ $PPID 0 -1 2 32768
grep -qx ok out || fail "a signal was not answered as expected"
kernel_saw_the_same nothing signals

# The guest's own end by a signal is an exit of wasix, not a signal of the host.
cat >own.c <<'C'
#include "raw.h"
int
main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "none") != 0)
		wasix_proc_signal(1, ABI_SIGNAL_TERM);
	return 0;
}
C
guest own.c
watch own -- self
[ "$ended" = 143 ] || fail "exit status $ended, expected 143"
kernel_did_not_see own '(kill|tkill|tgkill)\('
