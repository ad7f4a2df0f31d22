/* signal_fd.c -- signalfd: signals that are read. The descriptor is the host's, and masks are the
 * kernel's; only numbers of processes and timers differ.
 */
#include "signals.h"

#include "extension.h"
#include "guest.h"
#include "process_table.h"

#include <errno.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

/* signalfd4(2) */
int64_t
host_ext_signalfd4(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	const int flags = (int)a[2];
	signal_set mask;
	struct fd_ref f;

	if (guest_read(c, &mask, (wasix_gptr)a[1], sizeof mask))
		return -EFAULT;
	if (flags & ~(SFD_CLOEXEC | SFD_NONBLOCK))
		return -EINVAL;
	mask &= signals_blockable();
	bool new = (int32_t)a[0] == -1;
	wasix_errno e = ABI_ERRNO_SUCCESS;
	int64_t fd = a[0];
	if (new) {
		long host = syscall(SYS_signalfd4, -1, &mask, sizeof mask, flags | SFD_CLOEXEC);
		fd = fd_add_number(c, (int)host, ABI_RIGHTS_FD_READ);
		if (fd < 0)
			return fd;
	}
	e = fd_get(c, (uint32_t)fd, 0, &f);
	if (e)
		return -errno_to_linux(e);
	if (new)
		f.file->is_signals = true;
	else if (!f.file->is_signals) /* a virtual directory's -1 would make a new one */
		fd = -EINVAL;
	else if (syscall(SYS_signalfd4, f.host, &mask, sizeof mask, flags) < 0)
		fd = -errno;
	fd_put(&f);
	return fd;
}

/* --- what is read --- */

/* Copies between a record and its place, which may lie in several buffers. */
static void
record_copy(const struct iovec *iov, size_t at, void *record, bool back)
{
	uint8_t *bytes = record;
	size_t left = sizeof(struct signalfd_siginfo);

	for (; left; iov++) {
		if (at >= iov->iov_len) {
			at -= iov->iov_len;
			continue;
		}
		size_t n = iov->iov_len - at < left ? iov->iov_len - at : left;
		uint8_t *place = (uint8_t *)iov->iov_base + at;
		memcpy(back ? place : bytes, back ? bytes : place, n);
		bytes += n;
		left -= n;
		at = 0;
	}
}

void
signalfd_convert(struct wasix_process *p, const struct iovec *iov, size_t bytes)
{
	struct signalfd_siginfo s;

	for (size_t at = 0; at + sizeof s <= bytes; at += sizeof s) {
		record_copy(iov, at, &s, false);
		if (s.ssi_code == SI_TIMER)
			s.ssi_tid = (uint32_t)timer_of_host((int)s.ssi_tid);
		else if (s.ssi_code <= 0 || s.ssi_signo == SIGCHLD)
			s.ssi_pid = s.ssi_pid ? process_of_host(p, (pid_t)s.ssi_pid) : 0;
		s.ssi_uid = 0; /* as in siginfo_t */
		record_copy(iov, at, &s, true);
	}
}
