# The runtime has a trace file open and was started with descriptors 5 and 9: the guest finds 0-2 and its root at every number it tries.
. "$SOURCE/tests/expect.sh"

cat >walk.c <<'C'
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
int main(void)
{
	for (int fd = 0; fd < 1024; fd++) {
		struct stat s;
		errno = 0;
		if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
			printf("%d ", fd);
		else if (fstat(fd, &s) == 0 || errno != EBADF)
			printf("(%d) ", fd);
	}
	puts("end");
}
C
"$WASIXCC" walk.c -o walk.wasm
echo secret >secret
status 0 "$WASIX" run --trace=proc_exit:trace walk.wasm 5<secret 9>>secret
[ "$(cat out)" = "0 1 2 3 end" ] || fail "the guest found other descriptors"
