/* sysinfo.c -- the machine as far as a program sees of it: its own memory, the host's load. */
#include "extension.h"
#include "imports.h"
#include "lowered.h"

#include <string.h>
#include <sys/sysinfo.h>

USES_EXTENSION(sysinfo);

long
__wasix_sys_sysinfo(long result)
{
	struct sysinfo *info = (struct sysinfo *)result;
	abi_timestamp ns = 0;

	__import_preview1_clock_time_get(ABI_CLOCKID_MONOTONIC, 1, &ns);
	memset(info, 0, sizeof *info);
	info->uptime = (unsigned long)(ns / 1000000000);
	info->totalram = 65536; /* pages: the 4 GiB that a program can address */
	info->freeram = 65536 - __builtin_wasm_memory_size(0);
	EXTENSION(sysinfo, (long)info->loads);
	info->mem_unit = 65536;
	return 0;
}
