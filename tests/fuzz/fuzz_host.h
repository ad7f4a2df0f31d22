/* fuzz_host.h -- the parts of the fuzz target over all host calls: fuzz_host.c gives inputs a
 * meaning, fuzz_host_module.c makes the guest, fuzz_host_time.c stands between the host and calls
 * that wait.
 */
#ifndef TESTS_FUZZ_FUZZ_HOST_H
#define TESTS_FUZZ_FUZZ_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the guest is: a module that imports each row of functions.def and exports it again under its
 * number, so that a call from outside takes the way of compiled code: the gate, the entry, the
 * convention. Its memory has GUEST_PAGES pages and ends at a guard. It exports two signal handlers
 * as well: "quiet", and "again", which raises the signal once more until the stack ends. */
enum { GUEST_PAGES = 2, GUEST_PAGES_MAX = 4 };
/* Borrowed; made once. */
const uint8_t *guest_module(size_t *len);

/* While it is short, waiting ends at once: clocks jump to the end of a sleep, a descriptor that
 * would block answers AGAIN. Elsewhere (the fuzzer has deadlines of its own) nothing changes. */
void waiting_is_short(bool now);
/* Forgets what was slept. */
void waiting_begins(void);

#endif
