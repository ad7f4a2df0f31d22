# Without --enable-threads a spawn answers NOTCAPABLE under each of its names, and no thread is made.
. "$SOURCE/tests/gate/kernel.inc"

guest "$SOURCE/tests/gate/probe.h"
watch nothing -- none
watch threads -- THREADS
[ "$ended" = 0 ] || fail "exit status $ended"
all_answered '.*' 76
[ "$(grep -c thread out)" -ge 4 ] || fail "spawn has more names than were called"
kernel_saw_the_same nothing threads
kernel_did_not_see threads '(clone|clone3|fork|vfork)\('
[ "$(grep -c 'was refused: it needs threads (threads); --enable-threads grants it$' err)" = "$(wc -l <out)" ] || fail "a line for each refused row is expected"
