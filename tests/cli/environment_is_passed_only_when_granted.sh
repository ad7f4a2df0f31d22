. "$SOURCE/tests/expect.sh"

cat >m.c <<END
#include <stdio.h>
#include <stdlib.h>
int main(void) { const char *v = getenv("SECRET"); puts(v ? v : "none"); }
END
"$WASIXCC" m.c -o m.wasm
export SECRET=host
status 0 "$WASIX" run m.wasm
says none
status 0 "$WASIX" run --env SECRET=flag m.wasm
says flag
status 0 "$WASIX" run --forward-host-env m.wasm
says host
