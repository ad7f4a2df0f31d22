/* limits.c -- what a guest may take of the host, and the line that says it was too much.
 *
 * The guest gets an errno each time; people get one line for each kind of limit.
 */
#include "host.h"

#include "error.h"

#include <inttypes.h>
#include <stdio.h>

enum { FDS_LEAST = 16 };

wasix_result
wasix_process_max_fds(wasix_process *p, uint32_t count, wasix_error *err)
{
	error_clear(err);
	if (count < FDS_LEAST || count > FD_LIMIT)
		return fail(err, WASIX_USAGE,
			"a limit of %" PRIu32 " descriptors: %d to %d are possible", count,
			FDS_LEAST, FD_LIMIT);
	p->fds.limit = p->fds.most = count;
	return WASIX_OK;
}

void
limit_reached(struct wasix_process *p, enum limit limit)
{
	char text[120];

	if (!p->notice || atomic_fetch_or(&p->limits.said, 1u << limit) & 1u << limit)
		return;
	switch (limit) {
	case LIMIT_FDS:
		snprintf(text, sizeof text,
			"the guest has %" PRIu32 " descriptors, as many as it may (--max-fds)",
			p->fds.limit);
		break;
	case LIMIT_PROCESSES:
		snprintf(text, sizeof text,
			"the guest has %" PRIu32 " processes, as many as it may (--max-processes)",
			p->max_processes);
		break;
	case LIMIT_THREADS:
		snprintf(text, sizeof text,
			"the guest has %" PRIu32
			" threads beside its first, as many as it may (--enable-threads=MAX)",
			p->threads.limit);
		break;
	case LIMIT_ONE_THREAD:
		snprintf(text, sizeof text,
			"the guest makes a thread, but has no entry for one: compile and link it "
			"with -pthread");
		break;
	case LIMIT_MEMORY:
		snprintf(text, sizeof text,
			"the guest's processes have no memory left for another: %" PRIu64
			" bytes (--max-memory)",
			p->max_memory);
		break;
	case LIMIT_ROOT:
		snprintf(text, sizeof text,
			"the guest's private root is full: %" PRIu64 " bytes (--max-open-bytes)",
			p->limits.root_bytes);
		break;
	}
	p->notice(p->notice_env, text);
}

wasix_errno
limit_check_space(struct wasix_process *p, const struct mount *mount, wasix_errno e)
{
	if (e == ABI_ERRNO_NOSPC && mount && mount->is_private)
		limit_reached(p, LIMIT_ROOT);
	return e;
}
