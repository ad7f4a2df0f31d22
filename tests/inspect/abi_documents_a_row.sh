. "$SOURCE/tests/expect.sh"

status 0 "$WASIX" abi wasi_snapshot_preview1.fd_seek
says "needs       none"
grep -q 'whence  *value  *whence (u8, one of SET 0, CUR 1, END 2)' out || fail "no meaning of whence"
grep -q 'newoffset  *out  *filesize' out || fail "no direction"
status 0 "$WASIX" abi path_open
[ "$(wc -L <out)" -le 80 ] || fail "wider than 80 columns"
says "granted by --dir"
status 0 "$WASIX" abi --json
python3 -c '
import json
rows = json.load(open("out"))
assert len(rows) > 200
for r in rows:
    for p in r["params"]:
        assert p["flow"] in ("value", "in", "out", "in out") and p["meaning"], p
' || fail "the JSON does not hold what it should"
status 2 "$WASIX" abi no_such_call
one_line "no import is called 'no_such_call'"
