. "$SOURCE/tests/expect.sh"
printf '#include <stdio.h>\nint main(void) { puts(TEXT); }\n' >"a file.c"
printf '%s\n' '-DTEXT="\"in quotes\""' "'a file.c'" '@inner' >outer
printf '%s' '-o r.wasm -Wl,--start-group' >inner
"$WASIXCC" @outer
status 0 "$WASIX" run r.wasm
says 'in quotes'
status 1 "$WASIXCC" @none
