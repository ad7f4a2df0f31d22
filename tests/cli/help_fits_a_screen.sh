. "$SOURCE/tests/expect.sh"

for command in "" $("$WASIX" --help | sed -n 's/^  \([a-z]*\)  *[A-Z].*/\1/p'); do
	status 0 "$WASIX" $command --help
	[ "$(wc -l <out)" -le 24 ] || fail "wasix $command --help has more than 24 lines"
	[ "$(wc -L <out)" -le 100 ] || fail "wasix $command --help is wider than 100 columns"
done
