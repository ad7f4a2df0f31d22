# Programs ask for POSIX by __unix__ (zstd, libuv), and for Linux's own by __linux__, which is not said. What the user says wins.
. "$SOURCE/tests/expect.sh"
cat >u.c <<'C'
#if !defined __unix__ || !defined __unix || defined __linux__
#error
#endif
int main(void) { return 0; }
C
"$WASIXCC" -Werror u.c -o u.wasm || fail "C"
"$(dirname "$WASIXCC")/wasixc++" -Werror -x c++ -fsyntax-only u.c || fail "C++"
"$WASIXCC" -U__unix__ -fsyntax-only u.c 2>/dev/null && fail "-U"
printf "int main(void) { return 0; }\n" >v.c
"$WASIXCC" -D__unix__ -D__linux__ -Werror -c v.c || fail "-D"
"$WASIXCC" -Werror v.o -o u.wasm || fail "the link"
