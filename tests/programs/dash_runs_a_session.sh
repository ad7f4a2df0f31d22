. "$SOURCE/tests/expect.sh"
# Debian's dash, unpatched, and wordexp by it: pipelines, here-documents, substitutions, background jobs, traps, scripts of its own, errors; the same text as the host's shell says.
cache=${WASIX_BUILD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wasix}/sources/dash
ls "$cache"/*.orig.tar.gz >/dev/null 2>&1 || skip "dash's source is not in the cache (examples/programs.sh dash wasm DIR fetches it)"
sh "$SOURCE/examples/programs.sh" dash wasm "$PWD/built" >log 2>&1 || {
	tail -20 log
	fail "dash does not build"
}

cat >cat.c <<'C'
#include <unistd.h>
int main(int argc, char **argv)
{
	char buf[4096];
	for (ssize_t n; (n = read(0, buf, sizeof buf)) > 0;)
		if (write(1, buf, (size_t)n) != n)
			return 1;
	return argc - 1;
}
C
"$WASIXCC" -O1 cat.c -o cat.wasm
cc=${NATIVE_CC:-cc}
mkdir root native native/bin
"$cc" -O1 cat.c -o native/bin/copy
cat >root/script <<'S'
#!/bin/sh
echo "script $0 has $# arguments: $*"
exit 3
S
chmod +x root/script
cat >root/session <<'S'
echo one two three | while read -r a b; do echo "$b / $a"; done
copy <<X
here: $(echo substituted | copy)
X
(exit 7); echo "subshell $?"
for i in 1 2 3; do echo "$i"; done | copy | copy | { read -r x; read -r y; echo "$x$y"; }
copy </dev/null a b; echo "status $?"
copy </dev/null & wait $!; echo "background $?"
./script x 'y z'; echo "script: $?"
./absent 2>/dev/null; echo "absent: $?"
f() { trap 'echo "trap ran"' EXIT; exit 4; }
(f); echo "trap: $?"
echo out >made; echo more >>made; copy <made; exec 3<made; read -r l <&3; echo "third $l"
x=$(copy <made); echo "$x"; echo "${#x} $((2 * 21))"
kill -TERM $$ & wait; echo not reached
S
cp root/session root/script native/
status 143 "$WASIX" run --dir=root::/ --map-command sh=built/dash --map-command copy=cat.wasm --env=PATH=/bin built/dash /session
mv out guest
cat >expected <<'X'
two three / one
here: substituted
subshell 7
12
status 2
background 0
script ./script has 2 arguments: x y z
script: 3
absent: 127
trap ran
trap: 4
out
more
third out
out
more
8 42
X
cmp -s guest expected || {
	diff -u expected guest
	fail "the session says something else"
}
! command -v dash >/dev/null || {
	(cd native && PATH=$PWD/bin:$PATH dash ./session >../native.out 2>/dev/null) || true
	cmp -s native.out expected || {
		diff -u expected native.out
		fail "natively it says something else"
	}
}

cat >wordexp.c <<'C'
/* What /bin/sh makes of words, for a C program. */
#include <stdio.h>
#include <stdlib.h>
#include <wordexp.h>
#include <fcntl.h>
#include <unistd.h>
static void show(const char *s, int flags)
{
	wordexp_t w = { 0 };
	int r = wordexp(s, &w, flags);
	printf("%-30s %d:", s, r);
	if (r == 0) {
		for (size_t i = 0; i < w.we_wordc; i++) printf(" [%s]", w.we_wordv[i]);
		printf(" end %d", w.we_wordv[w.we_wordc] == NULL);
		wordfree(&w);
	}
	printf("\n");
}
int main(void)
{
	setenv("A", "one two", 1); setenv("HOME", "/h", 1);
	creat("f1.x", 0600); creat("f2.x", 0600);
	show("a b  c", 0);
	show("$A", 0);
	show("\"$A\" '$A'", 0);
	show("~/x", 0);
	show("*.x", 0);
	show("${B-none} ${A#one }", 0);
	show("$((2+3*4))", 0);
	show("$(echo hi there)", 0);
	show("$(echo hi)", WRDE_NOCMD);
	show("`echo x`", WRDE_NOCMD);
	show("a | b", 0);
	show("a;b", 0);
	show("(a)", 0);
	show("$UNSETVAR", WRDE_UNDEF);
	show("'unclosed", 0);
	show("", 0);
	wordexp_t w = { .we_offs = 2 };
	printf("%d", wordexp("x y", &w, WRDE_DOOFFS));
	printf(" %d", wordexp("z", &w, WRDE_DOOFFS | WRDE_APPEND));
	printf(" %zu %d %s %s\n", w.we_wordc, w.we_wordv[0] == NULL && w.we_wordv[1] == NULL, w.we_wordv[2], w.we_wordv[4]);
	printf("%d", wordexp("q", &w, WRDE_DOOFFS | WRDE_REUSE));
	printf(" %zu %s\n", w.we_wordc, w.we_wordv[2]);
	wordfree(&w);
}
C
"$WASIXCC" -w -D_GNU_SOURCE wordexp.c -o wordexp.wasm
"$cc" -w -D_GNU_SOURCE wordexp.c -o words
mkdir empty also-empty
status 0 "$WASIX" run --dir=empty::/ --map-command sh=built/dash wordexp.wasm
mv out guest
(cd also-empty && ../words >../native.out)
cmp -s guest native.out || {
	diff -u native.out guest || true
	fail "native words (-) differ from the guest's (+)"
}
