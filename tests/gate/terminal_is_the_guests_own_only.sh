# Without a terminal on 0-2 there is none: NOTSUP (58), and the kernel is not asked to change one; /dev/tty is not tried.
. "$SOURCE/tests/gate/kernel.inc"

guest "$SOURCE/tests/gate/probe.h"
watch tty -- TTY
[ "$ended" = 0 ] || fail "exit status $ended"
all_answered '.*' 58
kernel_did_not_see tty 'TCSET|TIOCSWINSZ|TIOCSTI|/dev/tty|/dev/pts'
