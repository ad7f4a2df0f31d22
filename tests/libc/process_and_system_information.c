// NATIVE: no, another system
// EXPECT: 4096 limit 1 processors 1
// EXPECT: wasm32
// EXPECT: same 1 uid 1 groups 1
// EXPECT: mask 022 077
// EXPECT: path max 4096
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(void)
{
	struct utsname u;
	printf("%ld limit %d processors %d\n", sysconf(_SC_PAGESIZE), dup2(0, (int)sysconf(_SC_OPEN_MAX)) < 0 && dup2(0, (int)sysconf(_SC_OPEN_MAX) - 1) > 0, sysconf(_SC_NPROCESSORS_ONLN) > 0);
	uname(&u);
	printf("%s\n", u.machine);
	printf("same %d uid %d groups %d\n", getpid() == getpid() && getpid() > 0, getuid() == geteuid() && setuid(getuid()) == 0,
		setgroups(1, &(gid_t){ 54321 }) < 0 && errno == EPERM);
	mode_t first = umask(077), second = umask(022);
	printf("mask %03o %03o\n", first, second);
	printf("path max %ld\n", pathconf("/", _PC_PATH_MAX));
}
