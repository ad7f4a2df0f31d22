/* cwd_host.c -- for hosts without WASIX: a process starts in "/". */
#include "path.h"

#include <string.h>

long
__wasix_host_getcwd(char *buf, size_t size)
{
	(void)size;
	strcpy(buf, "/");
	return 0;
}
