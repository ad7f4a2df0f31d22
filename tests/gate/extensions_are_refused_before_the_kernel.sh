# Without --net each extension that needs it, or a socket, answers EACCES (13), the kernel sees nothing of it, and one line a row tells the flag. With it none does.
. "$SOURCE/tests/gate/kernel.inc"

guest "$SOURCE/tests/gate/probe.h"
watch nothing -- none
watch net -- extension NET
[ "$ended" = 0 ] || fail "exit status $ended"
all_answered '.*' 13
kernel_saw_the_same nothing net
[ "$(grep -c 'was refused: it needs net (.*); --net grants it$' err)" = "$(wc -l <out)" ] || fail "a line for each refused row is expected"

watch socket -- extension SOCKET
all_answered '.*' 13
kernel_saw_the_same nothing socket
[ "$(grep -c 'was refused: it needs socket (.*); --fd grants it$' err)" = "$(wc -l <out)" ] || fail "a line for each refused row is expected"

watch net --net -- extension NET
[ "$ended" = 0 ] || fail "exit status $ended"
! grep ' 13$' out || fail "an extension is refused in spite of --net"
! grep 'was refused' err || fail "a refusal is reported in spite of --net"
