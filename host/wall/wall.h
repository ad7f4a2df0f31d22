/* wall.h -- the second wall: what the kernel refuses this process once a guest runs in it. */
#ifndef HOST_WALL_H
#define HOST_WALL_H

#include "host.h"

#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED true
#else
#define SANITIZED false
#endif

/* Beside the capabilities: making processes and running programs, which more than PROCESS is. */
enum { CAP_START = CAP_COUNT, OPENING_COUNT };

/* What the guest's capabilities still need. */
struct wall {
	bool open[OPENING_COUNT];
};

/* Leaves the calling thread no files but those below the mounts, no TCP without NET, no signals to
 * other processes (Landlock). Needs no_new_privs. UNSUPPORTED: the kernel lacks it. (wall_files.c)
 */
wasix_result wall_files(const struct wasix_process *p, const struct wall *wall, wasix_error *err);

/* Leaves the calling thread the system calls of wall_calls.def. Needs no_new_privs. UNSUPPORTED:
 * the kernel lacks it. (wall_calls.c) */
wasix_result wall_calls(const struct wall *wall, wasix_error *err);

#endif
