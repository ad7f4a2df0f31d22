. "$SOURCE/tests/expect.sh"

cat >m.c <<END
#include <stdio.h>
__attribute__((noinline)) FILE *config_open(const char *name) { return fopen(name, "r"); }
__attribute__((noinline)) int app_run(const char *name) { return config_open(name) == NULL; }
int main(int argc, char **argv) { return app_run(argv[1]) + argc; }
END
"$WASIXCC" -O1 m.c -o m.wasm
status 0 "$WASIX" inspect --why path_open m.wasm
says "app_run -> config_open ->"
says "by direct calls from the outside"
[ "$(wc -L <out)" -le 80 ] || fail "wider than 80 columns"
status 0 "$WASIX" inspect --why wasi_snapshot_preview1.path_open --json m.wasm
python3 -c '
import json
(why,) = json.load(open("out"))
names = [f["name"] for c in why["chains"] if c["root"] == "export" for f in c["functions"]]
assert names[0] == "_start" and names[-1] == "path_open", names
assert names.index("app_run") + 1 == names.index("config_open"), names
assert why["needs"] == "fs", why
' || fail "the JSON does not hold what it should"
status 2 "$WASIX" inspect --why sock_open m.wasm
one_line "no function called 'sock_open' is imported"
