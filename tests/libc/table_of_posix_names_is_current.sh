# The end of docs/libc.md says of each function in POSIX's headers whether it works; none may be missing.
. "$SOURCE/tests/expect.sh"

sh "$SOURCE/libc/posix_names.sh" "$BUILD/lib/wasix/sysroot" "$WASIXCC" "$BUILD/bin/wasixnm" >table || fail "posix_names.sh"
sed '1,/^<!-- posix_names.sh -->$/d' "$SOURCE/docs/libc.md" >documented
grep -q ' 0 are missing' table || fail "a function of a header is not in libc.a: $(tail -1 table)"
cmp -s table documented ||
	fail "docs/libc.md is old: put the output of libc/posix_names.sh behind its last comment"
