# --trace=all:FILE shows every call, as --trace does; the root of the tree has a name.
. "$SOURCE/tests/expect.sh"

printf '#include <fcntl.h>\nint main(void) { return open("/absent", O_RDONLY) != -1; }\n' >x.c
"$WASIXCC" -O1 x.c -o x.wasm
"$WASIX" run --trace=all:calls x.wasm || fail "the run failed"
grep -q 'path_open(dirfd=ROOT, .*path="absent".* = 44 NOENT' calls || fail "path_open is not shown"
grep -q 'proc_exit\|fd_fdstat_get' calls || fail "others are not shown"
