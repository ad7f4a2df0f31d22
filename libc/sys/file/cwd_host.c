/* cwd_host.c -- the working directory that the process was started in. */
#include "imports.h"
#include "path.h"

long
__wasix_host_getcwd(char *buf, size_t size)
{
	abi_usize len = (abi_usize)(size - 1);
	uint32_t e = __import_wasix_getcwd(buf, &len);
	if (e & 0xffff)
		return __wasix_result(e);
	buf[len < size ? len : size - 1] = 0;
	return 0;
}
