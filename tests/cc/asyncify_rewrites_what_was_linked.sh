. "$SOURCE/tests/expect.sh"

command -v wasm-opt >/dev/null || skip "there is no wasm-opt (binaryen)"
cat >fork.c <<END
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	int status = 0;
	pid_t child = fork();
	if (child == 0)
		_exit(9);
	waitpid(child, &status, 0);
	printf("%d\n", WEXITSTATUS(status));
}
END
status 0 "$WASIXCC" -O1 -pthread --asyncify fork.c -o fork.wasm
status 0 "$WASIX" inspect fork.wasm
for export in start_unwind stop_unwind start_rewind stop_rewind get_state; do
	says "asyncify_$export"
done
status 0 "$WASIX" run --enable-threads fork.wasm
says 9

status 1 "$WASIXCC" --asyncify fork.c -o none.wasm
one_line "-pthread"
cat >jump.c <<END
#include <setjmp.h>
static jmp_buf there;
static void jump(void) { longjmp(there, 1); }
int main(void) { if (setjmp(there) == 0) jump(); return 0; }
END
status 1 "$WASIXCC" -pthread --asyncify jump.c -o none.wasm
grep -q setjmp err || fail "no word about setjmp"
status 1 env WASIX_WASM_OPT=/nowhere "$WASIXCC" -pthread --asyncify fork.c -o none.wasm
one_line "there is no wasm-opt"
[ -z "$(ls none.wasm* fork.wasm.* 2>/dev/null)" ] || fail "something was left behind"
