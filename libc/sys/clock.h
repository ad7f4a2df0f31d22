/* clock.h -- Linux clock ids to the ABI's. */
#ifndef SYS_CLOCK_H
#define SYS_CLOCK_H

#include <features.h>

/* The ABI's clock, or -EINVAL. */
hidden long __wasix_clock(long clock);

/* Waits until the absolute time or the relative span (ns) is over: 0 or -errno. */
hidden long __wasix_sleep_ns(long clock, unsigned long long ns, int absolute);

#endif
