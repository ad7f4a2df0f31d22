/* process.c -- ids and names. */
#include "imports.h"
#include "lowered.h"

#include "pthread_impl.h"

#include <errno.h>
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
__wasix_sys_sched_yield(void)
{
	return __wasix_result(__import_preview1_sched_yield());
}
