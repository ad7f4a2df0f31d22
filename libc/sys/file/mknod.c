/* mknod.c -- FIFOs; device nodes are for nobody. */
#include "extension.h"
#include "lowered.h"
#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

USES_EXTENSION(mknodat);

long
__wasix_sys_mknodat(long dirfd, long path, long mode, long device)
{
	struct place p;

	long r = __wasix_locate(dirfd, (const char *)path, &p);
	if (r < 0)
		return r;
	return (long)EXTENSION(mknodat, p.fd, (long)p.path, p.len, mode, device);
}
