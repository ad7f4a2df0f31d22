. "$SOURCE/tests/expect.sh"

command -v bash >/dev/null || skip "no bash"
"$WASIX" help --completion bash >wasix.bash
cat >t.bash <<'END'
. ./wasix.bash
try() {
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
	_wasix 2>/dev/null
	echo "${COMPREPLY[*]}"
}
try wasix insp
try wasix run --enable-th
try wasix run --di
try wasix inspect --wh
try wasix run mod
END
bash t.bash >out
printf '%s\n' inspect --enable-threads --dir= --why= '' >expected
cmp -s out expected || fail "completed otherwise"
if command -v zsh >/dev/null; then
	"$WASIX" help --completion zsh >_wasix
	zsh -n _wasix || fail "zsh does not take its completion"
fi
