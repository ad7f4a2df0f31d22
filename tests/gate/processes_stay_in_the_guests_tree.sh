# Signals and waits reach the guest's own processes only, whatever number is asked for, and no program of the host is ever started.
. "$SOURCE/tests/gate/kernel.inc"

# Every process that is named to the kernel is one of the trace: wasix itself or made by it.
own_processes_only() {
	awk '{ print $1 }' "$1.all" | sort -u >pids
	sed -n 's/^[0-9]* *\(kill\|tkill\|tgkill\|pidfd_open\)(\(-\{0,1\}[0-9]*\).*/\2/p' "$1.all" | sort -u >named
	while read -r pid; do
		grep -qx -- "${pid#-}" pids || fail "the kernel was asked about $pid in $1"
	done <named
	sed -n 2,\$p "$1.calls" >rest # the first line starts wasix itself
	! grep -E '(execve|execveat|ptrace)\(' rest || fail "the kernel saw a program's start in $1"
}

guest "$SOURCE/tests/gate/probe.h"
watch process -- PROCESS
[ "$ended" = 0 ] || fail "exit status $ended"
own_processes_only process
! grep ' 76$' out || fail "a row is refused, though nothing has to be granted"
if grep -q ' STUB ' out; then
	all_answered STUB 58
fi
for row in wasix_32v1.proc_exec wasix_32v1.proc_exec2; do # they cannot answer
	watch exec -- $row
	own_processes_only exec
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
	abi_pid self = pid;
	for (int i = 1; i < argc; i++) {
		EXPECT(SRCH, wasix_proc_signal((abi_pid)atoi(argv[i]), ABI_SIGNAL_TERM));
		EXPECT(SRCH, wasix_proc_parent((abi_pid)atoi(argv[i]), &pid));
	}
	OK(wasix_proc_signal(self, ABI_SIGNAL_NONE));
	return done();
}
C
guest signals.c
watch nothing -- none
watch signals -- $$ $PPID 1 -1 32768
grep -qx ok out || fail "a signal was not answered as expected"
kernel_saw_the_same nothing signals

# The guest's own end by a signal is an exit of wasix, not a signal of the host.
cat >own.c <<'C'
#include "raw.h"
int
main(int argc, char **argv)
{
	abi_pid self;
	if (argc > 1 && strcmp(argv[1], "none") != 0 && wasix_proc_id(&self) == 0)
		wasix_proc_signal(self, ABI_SIGNAL_TERM);
	return 0;
}
C
guest own.c
watch own -- self
[ "$ended" = 143 ] || fail "exit status $ended, expected 143"
kernel_did_not_see own '(kill|tkill|tgkill)\('
