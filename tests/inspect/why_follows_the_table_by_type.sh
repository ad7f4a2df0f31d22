. "$SOURCE/tests/expect.sh"

# go calls through the table; of what lies there only $far has the type. $near is called by nobody.
module '(module
 (import "a" "f" (func $imported))
 (import "a" "unused" (func $unused))
 (type $v (func)) (type $i (func (param i32)))
 (table 3 funcref)
 (elem (i32.const 0) $far $other)
 (func $far call $middle)
 (func $middle call $imported)
 (func $other (param i32) call $imported)
 (func $near call $imported)
 (func $go (export "go") i32.const 0 call_indirect (type $v)))'
wat2wasm --debug-names m.wat -o m.wasm
status 0 "$WASIX" inspect --why f m.wasm
says "go ~> far -> middle -> f"
says "    other -> f"
if grep -q near out; then fail "nobody calls near"; fi
status 0 "$WASIX" inspect --why unused m.wasm
says "nothing leads to it"

# what is reached by direct calls is not told again because it lies in the table too
module '(module
 (import "a" "f" (func $imported))
 (type $v (func))
 (table 1 funcref)
 (elem (i32.const 0) $held)
 (func $held call $imported)
 (func $go (export "go") call $held i32.const 0 call_indirect (type $v)))'
wat2wasm --debug-names m.wat -o m.wasm
status 0 "$WASIX" inspect --why f m.wasm
says "go -> held -> f"
if grep -q 'through the table' out; then fail "told twice"; fi

# ref.func and the start function count too; without names, functions have numbers
module '(module
 (import "a" "f" (func $imported))
 (table 1 funcref)
 (elem declare func 1)
 (func $taken call $imported)
 (func $give (export "give") (result funcref) ref.func $taken)
 (func $begin call $imported)
 (start $begin))'
status 0 "$WASIX" inspect --why a.f m.wasm
says "function[1] -> f"
says "function[3] -> f"
