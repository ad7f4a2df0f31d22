/* process.c -- ids and names. */
#include "imports.h"
#include "lowered.h"

#include "pthread_impl.h"

#include <errno.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

long
__wasix_sys_getpid(void)
{
	abi_pid pid;
	uint32_t e = __import_wasix_proc_id(&pid);
	return e & 0xffff ? 1 : (long)pid; /* getpid cannot fail */
}

long
__wasix_sys_getppid(void)
{
	abi_pid parent;
	uint32_t e = __import_wasix_proc_parent((abi_pid)__wasix_sys_getpid(), &parent);
	return e & 0xffff ? 0 : (long)parent;
}

long
__wasix_sys_gettid(void)
{
	return __pthread_self()->tid;
}

long
__wasix_sys_uname(long result)
{
	*(struct utsname *)result = (struct utsname){
		.sysname = "WASIX",
		.nodename = "localhost",
		.release = "1",
		.version = "wasix",
		.machine = "wasm32",
	};
	return 0;
}

long
__wasix_sys_sethostname(long name, long len)
{
	(void)name, (void)len;
	return -EPERM;
}

long
__wasix_sys_setdomainname(long name, long len)
{
	(void)name, (void)len;
	return -EPERM;
}

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
	info->procs = 1;
	info->mem_unit = 65536;
	return 0;
}

long
__wasix_sys_sched_yield(void)
{
	return __wasix_result(__import_preview1_sched_yield());
}
