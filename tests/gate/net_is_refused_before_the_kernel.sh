# Without --net each row that needs it, or a socket, answers NOTCAPABLE (76), the kernel sees nothing of it, and one line a row tells the flag.
. "$SOURCE/tests/gate/kernel.inc"

guest "$SOURCE/tests/gate/probe.h"
watch nothing -- none
watch net -- NET
[ "$ended" = 0 ] || fail "exit status $ended"
all_answered '.*' 76
kernel_saw_the_same nothing net
[ "$(grep -c 'was refused: it needs net (.*); --net grants it$' err)" = "$(wc -l <out)" ] || fail "a line for each refused row is expected"
grep -q 'wasix_32v1.sock_open was refused: it needs net' err || fail "sock_open is not named"

watch socket -- SOCKET
all_answered '.*' 76
kernel_saw_the_same nothing socket
[ "$(grep -c 'was refused: it needs socket (.*; --net likewise); --fd grants it$' err)" = "$(wc -l <out)" ] || fail "a line for each refused row is expected"
