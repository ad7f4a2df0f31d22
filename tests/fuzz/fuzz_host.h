/* fuzz_host.h -- the parts of the fuzz target over all host calls: fuzz_host.c gives inputs a
 * meaning, fuzz_host_input.c makes arguments of them, fuzz_host_extension.c calls extensions,
 * fuzz_host_module.c makes the guest, fuzz_host_time.c stands between the host and calls that wait,
 * fuzz_host_tree.c between it and other processes.
 */
#ifndef TESTS_FUZZ_FUZZ_HOST_H
#define TESTS_FUZZ_FUZZ_HOST_H

#include "host.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The guest of one input. */
extern struct guest {
	wasix_store *store;
	wasix_process *process;
	wasix_instance *instance;
	struct wasix_memory *memory;
	uint32_t last_pointer, last_len; /* of the arguments taken so far */
} G;

/* --- input (fuzz_host_input.c) --- */

struct input {
	const uint8_t *at, *end;
};

/* Zeros behind the end. */
uint8_t take(struct input *in);
uint64_t take_bytes(struct input *in, int count);
uint32_t take_descriptor(struct input *in);
/* type: of a row's parameter; "structure": one that extensions know; "": anything. */
uint32_t take_pointer(struct input *in, const char *type);
/* Mostly the size of what the last pointer led to. */
uint32_t take_size(struct input *in);
uint64_t take_long(struct input *in);
uint32_t take_number(struct input *in);
wasix_value take_argument(struct input *in, const struct abi_param *p, uint8_t kind);
void store_bytes(uint32_t at, const void *bytes, size_t len);
/* What arguments lead to. */
void fill_memory(void);
void change_memory(struct input *in);

/* --- extensions (fuzz_host_extension.c) --- */

/* The arguments that row `index` of extensions.def takes, to memory; then those of the call that
 * carries them, to args (6). */
void take_extension(struct input *in, size_t index, wasix_value *args);
/* What it answered is a number or minus an errno. */
void check_extension(void);

/* --- the guest (fuzz_host_module.c) --- */

/* What the guest is: a module that imports each row of functions.def and exports it again under its
 * number, so that a call from outside takes the way of compiled code: the gate, the entry, the
 * convention. It lists all extensions. Its memory has GUEST_PAGES pages and ends at a guard. It
 * exports two signal handlers as well: "quiet", and "again", which raises the signal once more
 * until the stack ends. */
enum { GUEST_PAGES = 2, GUEST_PAGES_MAX = 4 };
/* Borrowed; made once. */
const uint8_t *guest_module(size_t *len);
/* A program that does nothing, for exec. */
const uint8_t *program_module(size_t *len);

/* --- time (fuzz_host_time.c) --- */

/* While it is short, waiting ends at once: clocks jump to the end of a sleep, a descriptor that
 * would block answers AGAIN, other calls end after some milliseconds with EDEADLK. Elsewhere (the
 * fuzzer has deadlines of its own) nothing changes. */
void waiting_is_short(bool now);
/* Forgets what was slept. */
void waiting_begins(void);

/* --- processes (fuzz_host_tree.c) --- */

/* Once: networks and IPC of its own, if the host lets it; whether it does. */
bool tree_isolate(void);
/* Before an input. While calls are watched, fork makes a few processes, signals go nowhere,
 * and one to a process that the input has not made is a finding. */
void tree_begin(void);
void tree_watch(bool now);
/* After it, once more for each process: does not return in those that fork made; waits for them in
 * the first, all of which must have come here. */
void tree_end(void);
bool tree_is_child(void);
/* Whether a system call by number is made; else it answers 0. */
bool tree_allows_call(long number, const long *a);

#endif
