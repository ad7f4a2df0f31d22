/* mmap_shared.h -- mappings of files that are shared and may be written. */
#ifndef SYS_MMAP_SHARED_H
#define SYS_MMAP_SHARED_H

#include <features.h>
#include <stddef.h>
#include <stdint.h>

/* The memory holds what the file has; from now on changes go back to it. 0 or -errno. */
hidden long __wasix_share(char *at, size_t len, long fd, uint64_t offset);

/* NULL until something is shared, so that a program that never does does not link it. */
struct share_hooks {
	/* Writes changes in [at, at + len) back: 0, or the first error. */
	long (*sync)(char *at, size_t len);
	/* The same, and forgets the range. */
	long (*end)(char *at, size_t len);
	/* Does the range hold shared memory? */
	int (*covers)(const char *at, size_t len);
};
extern hidden const struct share_hooks *__wasix_share_hooks;

#endif
