# What a module lists in wasix.extensions is shown by the inspector, and traced by its own name.
. "$SOURCE/tests/expect.sh"

cat >m.c <<END
#include <sys/stat.h>
int main(void) { return umask(077) < 0; }
END
"$WASIXCC" -Os m.c -o m.wasm
status 0 "$WASIX" inspect m.wasm
grep -q '^  umask  *none$' out || fail "the extension is not listed"
status 0 "$WASIX" inspect --json m.wasm
python3 -c '
import json
assert [e["name"] for e in json.load(open("out"))["extensions"]] == ["umask"]
' || fail "the JSON does not list it"
status 0 "$WASIX" abi umask
says "extension.umask"
status 0 "$WASIX" run --trace=umask m.wasm
grep -q 'extension.umask(mask=63) = [0-9]' err || fail "the trace does not name it"
[ "$(wc -l <err)" = 1 ] || fail "more is traced than was asked for"
