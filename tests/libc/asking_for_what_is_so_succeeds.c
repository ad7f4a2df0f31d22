// EXPECT: groups as they are: 0, the other way round: 0, with one's own: 0
// EXPECT: no image: 0, dumpable 0, again 1, neither: 22
// EXPECT: no core: 0
/* Programs that give up what they were started with do so whether or not there is anything to give up. */
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

static int
expected(int result)
{
	return geteuid() == 0 ? result : result - (errno == EPERM ? -1 : 0);
}

int
main(void)
{
	gid_t groups[32], turned[33];
	int n = getgroups(32, groups);
	for (int i = 0; i < n; i++)
		turned[i] = groups[n - 1 - i];
	printf("groups as they are: %d, ", expected(setgroups((size_t)n, groups)));
	printf("the other way round: %d, ", expected(setgroups((size_t)n, turned)));
	turned[n] = getegid();
	printf("with one's own: %d\n", expected(setgroups((size_t)n + 1, turned)));
	printf("no image: %d, ", prctl(PR_SET_DUMPABLE, 0, 0, 0, 0));
	printf("dumpable %d, ", prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
	printf("again %d, ", prctl(PR_GET_DUMPABLE, 0, 0, 0, 0));
	prctl(PR_SET_DUMPABLE, 9, 0, 0, 0);
	printf("neither: %d\n", errno);
	printf("no core: %d\n", setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 }));
}
