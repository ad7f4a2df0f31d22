# Nothing grants admin: each row answers NOTCAPABLE under all flags, and the line at the end promises no flag.
. "$SOURCE/tests/gate/kernel.inc"

guest "$SOURCE/tests/gate/probe.h"
for flags in "" "--net --enable-threads --max-processes=4 --dir=."; do
	# shellcheck disable=SC2086
	watch nothing $flags -- none
	# shellcheck disable=SC2086
	watch admin $flags -- ADMIN
	[ "$ended" = 0 ] || fail "exit status $ended"
	all_answered '.*' 76
	kernel_saw_the_same nothing admin
	kernel_did_not_see admin '(settimeofday|clock_settime|clock_adjtime|adjtimex)\('
	[ "$(grep -c 'was refused: it needs admin' err)" = "$(wc -l <out)" ] || fail "a line for each refused row is expected"
	! grep 'grants it' err || fail "a flag is promised"
done
