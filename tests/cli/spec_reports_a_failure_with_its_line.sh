# spec_reports_a_failure_with_its_line.sh -- `wasix spec` on a script that holds one right and one wrong expectation.
. "$SOURCE/tests/expect.sh"

module '(module (func (export "two") (result i32) (i32.const 2)))'
cat >script.json <<'END'
{"source_filename": "script.wast", "commands": [
 {"type": "module", "line": 1, "filename": "m.wasm", "module_type": "binary"},
 {"type": "assert_return", "line": 2, "action": {"type": "invoke", "field": "two", "args": []}, "expected": [{"type": "i32", "value": "2"}]},
 {"type": "assert_return", "line": 3, "action": {"type": "invoke", "field": "two", "args": []}, "expected": [{"type": "i32", "value": "3"}]},
 {"type": "assert_malformed", "line": 4, "filename": "x.wat", "module_type": "text", "text": "any"}]}
END
status 1 "$WASIX" spec script.json
says 'script.wast:3: two: result 0: expected i32:3, got i32:2'
[ "$(tail -n 1 out)" = '2 passed, 1 failed, 1 skipped' ] || fail "closing line"

echo '{' >broken.json
status 1 "$WASIX" spec broken.json
one_line 'wasix spec: broken.json: line'
status 2 "$WASIX" spec
