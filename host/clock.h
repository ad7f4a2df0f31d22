/* clock.h -- time in nanoseconds, for clock.c and poll.c. */
#ifndef HOST_CLOCK_H
#define HOST_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define NS_PER_S UINT64_C(1000000000)

/* The host's clock for a clockid of the guest; false if it has none. */
bool clock_from_guest(uint32_t id, clockid_t *out);
uint64_t clock_now_ns(clockid_t clock);
struct timespec clock_timespec(uint64_t ns);

#endif
