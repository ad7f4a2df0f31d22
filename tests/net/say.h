/* say.h -- prints a call and what it answered, for tests that are compared with a native run. */
#ifndef TESTS_NET_SAY_H
#define TESTS_NET_SAY_H

#include <errno.h>
#include <stdio.h>

#define SAY(call)                                                \
	do {                                                     \
		errno = 0;                                       \
		long say_ = (long)(call);                        \
		if (say_ < 0)                                    \
			printf("%s = errno %d\n", #call, errno); \
		else                                             \
			printf("%s = %ld\n", #call, say_);       \
	} while (0)

#endif
