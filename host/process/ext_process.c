/* ext_process.c -- extensions about processes: kill, groups and sessions. */
#include "extension.h"
#include "process_table.h"

/* getpgid(2) */
int64_t
host_ext_getpgid(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	return process_group(caller_process(c), (uint32_t)a[0]);
}

/* setpgid(2) */
int64_t
host_ext_setpgid(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	return process_set_group(caller_process(c), (uint32_t)a[0], (uint32_t)a[1]);
}

/* getsid(2) */
int64_t
host_ext_getsid(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	return process_session(caller_process(c), (uint32_t)a[0]);
}

/* setsid(2) */
int64_t
host_ext_setsid(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	(void)a;
	return process_set_session(caller_process(c));
}
