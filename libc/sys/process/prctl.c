/* prctl.c -- of all that a process may ask about itself: the name of the calling thread, and
 * whether an image of it may be written when it dies, which none is, whatever was said. */
#include "lowered.h"

#include "pthread_impl.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>

int pthread_setname_np(pthread_t, const char *);
int pthread_getname_np(pthread_t, char *, size_t);

static int dumpable = 1;

long
__wasix_sys_prctl(long option, long a, long b, long c, long d)
{
	char name[16] = "";

	(void)b, (void)c, (void)d;
	switch (option) {
	case PR_SET_NAME: /* a longer one is cut */
		memcpy(name, (const char *)a, strnlen((const char *)a, sizeof name - 1));
		return -pthread_setname_np(__pthread_self(), name);
	case PR_GET_NAME:
		return -pthread_getname_np(__pthread_self(), (char *)a, sizeof name);
	case PR_GET_DUMPABLE:
		return dumpable;
	case PR_SET_DUMPABLE:
		if (a != 0 && a != 1)
			return -EINVAL;
		dumpable = (int)a;
		return 0;
	default:
		return -EINVAL;
	}
}
