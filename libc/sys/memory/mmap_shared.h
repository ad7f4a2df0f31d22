/* mmap_shared.h -- memory that is shared with files or with other processes. */
#ifndef SYS_MMAP_SHARED_H
#define SYS_MMAP_SHARED_H

#include <features.h>
#include <stddef.h>
#include <stdint.h>

/* The host maps the file (fd -1: fresh memory) over these pages, shared. -ENOSYS: it cannot. */
hidden long __wasix_share(char *at, size_t len, long prot, long fd, uint64_t offset);

/* For hosts that cannot: the memory holds what the file has; from now on changes go back to it. 0
 * or -errno. */
hidden long __wasix_share_copy(char *at, size_t len, long fd, uint64_t offset);

/* NULL until something is shared, so that a program that never does does not link it. */
struct share_hooks {
	/* Writes changes in [at, at + len) back: 0, or the first error. flags are msync's; 0: the
	 * process ends, and what the host shares needs nothing. */
	long (*sync)(char *at, size_t len, long flags);
	/* The same, and forgets the range. */
	long (*end)(char *at, size_t len);
	/* Does the range hold shared memory? */
	int (*covers)(const char *at, size_t len);
	/* Around a fork: nobody else is in the list of them. */
	void (*hold)(void);
	void (*let_go)(void);
	/* Waiting and waking across processes. -ENOSYS: the host has none. */
	long (*futex)(long addr, long op, long value, long timeout);
	/* What atomic_arch.h declares, for words that other processes change meanwhile. */
	int (*cas)(volatile int *, int, int);
	int (*swap)(volatile int *, int);
	int (*fetch_add)(volatile int *, int);
	int (*fetch_and)(volatile int *, int);
	int (*fetch_or)(volatile int *, int);
	void (*store)(volatile int *, int);
	void (*barrier)(void);
};
extern hidden const struct share_hooks *__wasix_share_hooks;

#endif
