/* cloexec.h -- close-on-exec lives in libc, since only a program that starts another one needs it,
 * and marking each descriptor at the host would make every program that opens a file import WASIX.
 *
 * Starting a program hands the marks over (sys/process/spawn.c, sys/process/exec.c). Descriptors
 * from CLOEXEC_FDS up are never marked.
 */
#ifndef SYS_CLOEXEC_H
#define SYS_CLOEXEC_H

#include "atomic_arch.h"

#include <features.h>
#include <stdbool.h>

enum { CLOEXEC_FDS = 4096 };

extern hidden volatile int __wasix_cloexec_bits[CLOEXEC_FDS / 32];

static inline void
cloexec_mark(long fd, bool on)
{
	if (fd < 0 || fd >= CLOEXEC_FDS)
		return;
	int bit = (int)(1u << (fd & 31));
	if (on)
		a_fetch_or(&__wasix_cloexec_bits[fd >> 5], bit);
	else
		a_fetch_and(&__wasix_cloexec_bits[fd >> 5], ~bit);
}

static inline bool
cloexec_marked(long fd)
{
	return fd >= 0 && fd < CLOEXEC_FDS &&
	       (unsigned)__wasix_cloexec_bits[fd >> 5] >> (fd & 31) & 1;
}

#endif
