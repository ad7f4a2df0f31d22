. "$SOURCE/tests/expect.sh"

status 0 "$WASIX" doctor
says "native code"
says "sysroot"
status 1 env WASIX_COMPILER=/no/such/compiler "$WASIX" doctor
says "MISSING  native code"
says "/no/such/compiler"
says "install libllvm22"
status 1 env WASIX_CLANG=/no/such/clang WASIX_SYSROOT=/no/such/sysroot "$WASIX" doctor
says "MISSING  clang"
says "MISSING  sysroot"
mkdir -m 755 open
status 0 env WASIX_CACHE_DIR="$PWD/open" "$WASIX" doctor
says "lacking  cache"
says "mode 755"
mkdir -m 700 closed
echo entry >closed/x
status 0 env WASIX_CACHE_DIR="$PWD/closed" "$WASIX" doctor --json
python3 -c '
import json
checks = {c["name"]: c for c in json.load(open("out"))}
assert checks["cache"]["ok"] and "1 entries" in checks["cache"]["found"], checks["cache"]
assert checks["clang"]["needed"]
' || fail "the JSON does not hold what it should"
