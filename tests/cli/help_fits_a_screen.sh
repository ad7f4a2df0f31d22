. "$SOURCE/tests/expect.sh"

for command in "" run inspect compile abi cc spec; do
	status 0 "$WASIX" $command --help
	[ "$(wc -l <out)" -le 24 ] || fail "wasix $command --help has more than 24 lines"
	[ "$(wc -L <out)" -le 100 ] || fail "wasix $command --help is wider than 100 columns"
done
