# The README's example, line for line: what it shows behind each `$` is done, and prints what stands below.
. "$SOURCE/tests/expect.sh"

cp "$SOURCE/README.md" README.md
sed -n '/^## An example/,/^## Commands/s/^    //p' README.md >example
sed -n '/^\$ cat count.c/,/^\$ wasixcc/p' example | sed '1d;$d' >count.c
sed -n '/^\$ wasixcc/,$p' example >shown
[ -s count.c ] && [ -s shown ] || fail "README.md has no example"
wasix() { "$WASIX" "$@"; }
wasixcc() { "$WASIXCC" "$@"; }
grep '^\$ ' shown | cut -c3- >commands
while read -r line; do
	echo "\$ $line"
	eval "$line" </dev/null 2>&1 || :
done <commands >happened
diff shown happened || fail "the README's example is another"
