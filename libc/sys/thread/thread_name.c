/* thread_name.c -- names of threads, which elsewhere are files of /proc. The first thread's is the
 * program's until it gets another. */
#include "thread_name.h"

#include <errno.h>
#include <string.h>

int
pthread_setname_np(pthread_t thread, const char *name)
{
	size_t len = strnlen(name, THREAD_NAME_SIZE);

	if (len == THREAD_NAME_SIZE)
		return ERANGE;
	memcpy(thread_name(thread), name, len + 1);
	return 0;
}

int
pthread_getname_np(pthread_t thread, char *name, size_t size)
{
	const char *own = thread_name(thread);

	if (size < THREAD_NAME_SIZE)
		return ERANGE;
	if (!*own)
		own = program_invocation_short_name;
	size_t len = strnlen(own, THREAD_NAME_SIZE - 1);
	memcpy(name, own, len);
	name[len] = 0;
	return 0;
}
