. "$SOURCE/tests/expect.sh"
# gawk's printf: does a number survive the way to an integer and back? Undefined in C, so clang may answer "yes" unseen.
cat >large.c <<'END'
#include <stdint.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	double number = argc * 1e20;

	puts((double)(uintmax_t)number == number ? "fits" : "too large");
	puts((double)(uintmax_t)(argc * 4.0) == argc * 4.0 ? "fits" : "too large");
}
END
"$WASIXCC" -O2 large.c -o large.wasm
status 0 "$WASIX" run large.wasm
says "too large"
says "fits"
