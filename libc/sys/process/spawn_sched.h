/* spawn_sched.h -- whether a child may be scheduled as attributes ask. */
#ifndef SYS_SPAWN_SCHED_H
#define SYS_SPAWN_SCHED_H

#include <features.h>
#include <spawn.h>

/* 0 or an error's number */
hidden int __wasix_spawn_sched(const posix_spawnattr_t *attributes);

#endif
