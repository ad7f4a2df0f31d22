. "$SOURCE/tests/expect.sh"
cat >raw.c <<'C'
#include <string.h>
#include <wasi/api.h>
#include <wasi/api_wasix.h>
int main(void)
{
	const char *text = "raw\n";
	__wasi_ciovec_t v = { (uint8_t *)text, strlen(text) };
	__wasi_size_t n;
	__wasi_pid_t pid;
	__wasi_fd_t fd;
	if (__wasi_fd_write(1, &v, 1, &n) != __WASI_ERRNO_SUCCESS || n != 4)
		return 1;
	if (__wasi_path_open(3, 0, "none", 0, __WASI_RIGHTS_FD_READ, 0, 0, &fd) == __WASI_ERRNO_SUCCESS)
		return 2;
	__wasi_proc_id(&pid);
	__wasi_proc_exit(pid > 0 ? 5 : 3);
}
C
"$WASIXCC" -Wall -Werror raw.c -o raw.wasm
status 5 "$WASIX" run --dir=. raw.wasm
says raw
printf '#include <wasi/api_wasix.h>\nint main(){return 0;}' >c11.c
"$WASIXCC" -std=c11 -Wall -Werror -c c11.c
