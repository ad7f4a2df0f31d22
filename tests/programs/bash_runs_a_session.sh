. "$SOURCE/tests/expect.sh"
# Debian's bash, unpatched, with make, coreutils, findutils, diffutils, gzip, m4, sed and grep as its commands: what a script says is what the host's say.
guest_root

mkdir work native
cat >work/session <<'S'
printf '%s\n' pear apple fig apple | sort | uniq -c | sed 's/^ *//' | tee counted | grep -v fig
cat counted - <<-X | tr a-z A-Z | paste -s -d ' '
	here: $(echo "$((6 * 7))" | cat)
	X
cat <<'X'
nothing $expanded `here`
X
false | true | (exit 3); echo "${PIPESTATUS[@]}"
names=(one two 'three four'); for n in "${names[@]}"; do echo "<$n>"; done | tail -n 1
diff <(seq 1 3) <(seq 2 4); echo "diff: $?"
mkdir -p tree/{a,b}/c; touch tree/a/c/{x,y}.c tree/b/z.h; find tree -name '*.?' | sort | xargs -n 2 echo
coproc cat; echo through >&"${COPROC[1]}"; read -r line <&"${COPROC[0]}"; echo "$line"; exec {COPROC[1]}>&-; wait
mkfifo pipe; (sleep 0.05; echo by name) >pipe & cat pipe; wait
seq 1000 >numbers; gzip -k numbers && gzip -dc numbers.gz | cmp - numbers && echo same
echo 'define(twice, $1$1)twice(ab)' | m4
awk 'BEGIN { "echo command" | getline x; print x; print "to sort" | "sort" }'
trap 'echo "trapped $?"' USR1; kill -USR1 $$; (sleep 0.05; kill -USR1 $$) & wait; echo "wait: $?"; trap - USR1
sleep 30 & kill $!; wait $!; echo "killed: $?"
(exit 9) & wait -n; echo "wait -n: $?"
printf '#!/bin/bash\necho "script: $# $1"; exit 4\n' >script; chmod +x script; ./script 'a b'; echo $?
printf '#!/bin/cat\nI am shown\n' >shown; chmod +x shown; ./shown
echo $(ls | wc -l) files; test -d tree/a -a ! -e absent && expr 3 \* 7
# four recipes that wait for each other: no less than four at once come to an end; two of them by a make below, which takes its turns from the jobserver
cat >Makefile <<'M'
meet = touch met.$@; for i in $$(seq 200); do [ $$(ls met.* | wc -l) = 4 ] && exit; sleep 0.05; done; echo nobody came; exit 1
all: a b below
a b c d: ; @$(meet)
below: ; @+$(MAKE) --no-print-directory c d
.PHONY: all a b c d below
M
make -j4 && echo made: met.*
make -s absent 2>&1 | sed 's/.*\*\*\*/***/'; set -o pipefail; make -s absent 2>/dev/null | cat; echo "make: $?"
exec 3>late; echo written >&3; exec 3>&-; cat late; exec cat late
S
cp work/session native/
session() {
	timeout 380 "$WASIX" run --dir="$root::/" --dir=work::/work --cwd=/work --env=PATH=/bin --env=TERM=dumb --env=LC_ALL=C "$root/bin/bash" "$@"
}
status 0 session session
mv out guest
without=
for name in bash make awk m4; do
	command -v $name >/dev/null || without="$without $name"
done
if [ -n "$without" ]; then
	echo "not compared with the host, which has no$without"
else
	(cd native && PATH=/bin:/usr/bin LC_ALL=C bash session >../host 2>/dev/null)
	cmp -s host guest || {
		diff -u host guest
		fail "the session says something else than on the host"
	}
fi
for line in '2 apple' '1 0 3' 'made: met.a met.b met.c met.d' 'killed: 143' 'make: 2' written; do
	grep -qF -- "$line" guest || fail "the session does not say '$line'"
done
