. "$SOURCE/tests/expect.sh"

module '(module (import "wasi_snapshot_preview1" "fd_close" (func (param i32) (result i32)))
 (memory (export "memory") 1) (func (export "go")) (func (export "old")))'
mv m.wasm a.wasm
module '(module (import "wasi_snapshot_preview1" "path_unlink_file" (func (param i32 i32 i32) (result i32)))
 (memory (export "memory") 2 9) (func (export "go") (param i32)) (func (param i32) (result i32) local.get 0 i32.extend8_s))'
mv m.wasm b.wasm
status 1 "$WASIX" inspect --diff a.wasm b.wasm
says "1 pages -> 2 to 9 pages"
says "+ sign-extension"
says "- wasi_snapshot_preview1.fd_close"
says "+ wasi_snapshot_preview1.path_unlink_file"
says "- old"
says "+ go (i32) -> ()"
says "+ --dir"
[ "$(wc -L <out)" -le 80 ] || fail "wider than 80 columns"
status 1 "$WASIX" inspect --diff --json a.wasm b.wasm
python3 -c '
import json
d = json.load(open("out"))
assert d["flags"] == {"removed": [], "added": ["--dir"]}, d
assert d["features"]["added"] == ["sign-extension"], d
' || fail "the JSON does not hold what it should"
status 0 "$WASIX" inspect --diff a.wasm a.wasm
says "nothing"
status 2 "$WASIX" inspect --diff a.wasm
status 127 "$WASIX" inspect --diff a.wasm c.wasm
