. "$SOURCE/tests/expect.sh"

cat >m.c <<END
#include <stdio.h>
int main(int argc, char **argv) { return fopen(argv[1], "r") == NULL; }
END
"$WASIXCC" -Os m.c -o m.wasm
status 0 "$WASIX" inspect m.wasm
says "path_open"
says "--dir"
status 0 "$WASIX" inspect --json m.wasm
python3 -c "
import json
m = json.load(open(\"out\"))
assert m[\"kind\"] == \"command\", m[\"kind\"]
assert \"--dir\" in m[\"flags\"], m[\"flags\"]
assert all(i[\"known\"] and i[\"type_agrees\"] for i in m[\"imports\"])
" || fail "the JSON does not hold what it should"
