. "$SOURCE/tests/expect.sh"
export TMPDIR="$PWD/temporary"
mkdir "$TMPDIR"

cat >lib.c <<END
#include <stdio.h>
int settings_read(const char *name) { FILE *f = fopen(name, "r"); return f ? fgetc(f) : -1; }
END
cat >main.c <<END
int settings_read(const char *name);
int main(int argc, char **argv) { return settings_read(argv[1]) > 0; }
END
"$WASIXCC" -c lib.c main.c
"$(dirname "$WASIXCC")/wasixar" rcs libsettings.a lib.o
status 0 "$WASIXCC" --explain main.o libsettings.a -o m.wasm
says "libsettings.a(lib.o)"
says "for settings_read, by main.o"
says "wasi_snapshot_preview1.path_open needs fs, done"
says "main.o -> libsettings.a(lib.o) -> libc.a("
[ "$(wc -L <out)" -le 80 ] || fail "wider than 80 columns"
status 0 "$WASIXCC" --explain=json main.o libsettings.a -o m.wasm
python3 -c '
import json
e = json.load(open("out"))
(own,) = [o for o in e["objects"] if o["object"].endswith("(lib.o)")]
assert own["by"] == "main.o" and own["symbol"] == "settings_read", own
assert all(o["read"] for o in e["objects"])
(call,) = [i for i in e["imports"] if i["name"] == "path_open"]
assert call["needs"] == "fs" and len(call["objects"]) == 1, call
assert all(i["objects"] for i in e["imports"]), e["imports"]
' || fail "the JSON does not hold what it should"
status 0 "$WASIX" run m.wasm

# what the program itself imports; nothing to explain where nothing is linked; a failed link stays one
cat >own.c <<END
__attribute__((import_module("wasix_32v1"), import_name("thread_id"))) int thread_id(int *);
int main(void) { int id; return thread_id(&id); }
END
status 0 "$WASIXCC" --explain own.c -o own.wasm
says "by what the command line names"
status 0 "$WASIXCC" --explain -c own.c
[ ! -s out ] || fail "nothing was linked"
echo 'int missing(void); int main(void) { return missing(); }' >bad.c
status 1 "$WASIXCC" --explain bad.c -o bad.wasm
[ ! -s out ] || fail "nothing was linked"
[ -z "$(ls "$TMPDIR"/wasix-why-* 2>/dev/null)" ] || fail "a temporary file stays behind"
