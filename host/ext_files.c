/* ext_files.c -- extensions about files. */
#include "extension.h"

#include <sys/stat.h>

int64_t
host_ext_umask(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	(void)c;
	return umask((mode_t)a[0] & 0777);
}
