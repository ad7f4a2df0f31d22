/* fd_hold.h -- finding a descriptor in line, for the calls that programs make by the million (bench
 * rows "status" and "write").
 *
 * Most guests have one thread, and an atomic operation costs as much as the rest of a small call.
 * The C library knows when the second thread starts. The reference is counted all the same: a
 * handler may close what it holds.
 */
#ifndef HOST_FD_HOLD_H
#define HOST_FD_HOLD_H

#include "host.h"

#include <sys/single_threaded.h>

/* fd_hold for the root's number, for what is not open, and where there are threads. */
wasix_errno fd_hold_any(struct wasix_caller *c, uint32_t fd, struct fd_ref *out);
/* The last reference is gone. */
void file_delete(struct file *f);

/* The count before. */
static inline unsigned
file_count(struct file *f, int change)
{
	if (!__libc_single_threaded)
		return atomic_fetch_add(&f->refs, (unsigned)change);
	unsigned before = atomic_load_explicit(&f->refs, memory_order_relaxed);
	atomic_store_explicit(&f->refs, before + (unsigned)change, memory_order_relaxed);
	return before;
}

/* As fd_get, but no right is asked for, and the file may be unsettled. */
static inline wasix_errno
fd_hold(struct wasix_caller *c, uint32_t fd, struct fd_ref *out)
{
	const struct fd_table *t = &caller_process(c)->fds;
	struct fd_ref found;

	if (__libc_single_threaded && fd < t->count && t->entries[fd].file) {
		const struct fd_entry *entry = &t->entries[fd];
		(void)file_count(entry->file, 1);
		*out = (struct fd_ref){ entry->file, entry->file->host, entry->base,
			entry->inheriting };
		return ABI_ERRNO_SUCCESS;
	}
	/* by a copy, so that *out may live in registers */
	wasix_errno e = fd_hold_any(c, fd, &found);
	if (!e)
		*out = found;
	return e;
}

static inline void
fd_let_go(struct fd_ref *f)
{
	if (file_count(f->file, -1) == 1)
		file_delete(f->file);
}

#endif
