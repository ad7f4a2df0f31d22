/* filter.c -- what any seccomp filter costs a system call, natively: write before and after one that allows all. */
#include "least.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int
main(void)
{
	struct sock_filter allow = { .code = BPF_RET | BPF_K, .k = SECCOMP_RET_ALLOW };
	struct sock_fprog filter = { .len = 1, .filter = &allow };

	PRINT_LEAST(if (write(1, "x", 1) != 1) return 1);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter))
		return 1;
	PRINT_LEAST(if (write(1, "x", 1) != 1) return 1);
	return 0;
}
