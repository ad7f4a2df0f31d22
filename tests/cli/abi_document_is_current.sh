# docs/abi.md is the output of `wasix abi`: after a change of a table, write it anew.
. "$SOURCE/tests/expect.sh"

status 0 "$WASIX" abi
cmp -s out "$SOURCE/docs/abi.md" || fail "docs/abi.md is old; run: build/bin/wasix abi >docs/abi.md"
