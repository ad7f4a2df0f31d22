. "$SOURCE/tests/expect.sh"

# --help, manual page and both completions come from the same table
commands=$("$WASIX" --help | sed -n 's/^  \([a-z]*\)  *[A-Z].*/\1/p')
[ "$(echo "$commands" | wc -l)" -ge 8 ] || fail "commands: $commands"
"$WASIX" help --completion bash >wasix.bash
"$WASIX" help --completion zsh >_wasix
for command in $commands; do
	status 0 "$WASIX" $command --help
	mv out help
	status 0 "$WASIX" help $command
	cmp -s out help || fail "wasix help $command is not wasix $command --help"
	status 0 "$WASIX" help --man $command
	says ".TH \"WASIX-$(echo $command | tr a-z A-Z)\" 1"
	grep -qF "	$command) words=" wasix.bash || fail "bash does not know $command"
	{
		sed -n 's/^  \(-., \)\{0,1\}--\([a-z0-9-]*\).*/\2/p' help
		grep -E '^  (limits:|  --)' help | grep -oe '--[a-z0-9-]*' | sed 's/^--//' || true
	} >flags
	for flag in $(cat flags); do
		grep -qF -- "$(echo "$flag" | sed 's/-/\\-/g')" out || fail "manual page of $command lacks --$flag"
		grep -qF -- "--$flag" wasix.bash || fail "bash does not know --$flag of $command"
		grep -qF -- "--$flag" _wasix || fail "zsh does not know --$flag of $command"
	done
done
status 2 "$WASIX" help --completion fish
one_line "bash or zsh"
status 2 "$WASIX" help nosuch
