/* ext_memory.c -- extensions that let processes share memory: pages of the linear memory that are a
 * file's, or nobody's but the family's; and waiting on words in them.
 *
 * The kernel maps them over the memory's own pages, so loads and stores need nothing new:
 *
 *   | own | own | file, shared | own | ...      4 KiB pages, inside of what memory.grow made
 *
 * All stay readable and writable, since handlers write to where a guest says: a file that may only
 * be read is mapped so that writes stay here. Behind the end of a file is nothing: see fault.c.
 */
#include "block.h"
#include "extension.h"
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum : uint64_t { PAGE = 4096 };

/* Whole pages of the memory. */
static int64_t
pages_span(struct wasix_caller *c, int64_t address, int64_t len, uint8_t **at, size_t *size)
{
	uint64_t bytes = (uint32_t)len;

	bytes = (bytes + PAGE - 1) & ~(PAGE - 1);
	if ((uint64_t)address % PAGE || !bytes)
		return -EINVAL;
	if (guest_span(c, (wasix_gptr)address, bytes, at))
		return -ENOMEM;
	*size = bytes;
	return 0;
}

/* What touches the pages from compiled code is a trap; the kernel answers EFAULT for them. For the
 * ends of stacks. */
int64_t
host_ext_guard(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	uint8_t *at;
	size_t size;

	int64_t result = pages_span(c, a[0], a[1], &at, &size);
	if (result)
		return result;
	return memory_guard(c->memory, (uint64_t)a[0], size, a[2] != 0) ? 0 : -ENOMEM;
}

/* --- mapping --- */

/* How the file may be mapped: MAP_SHARED, or MAP_PRIVATE where the guest may not write to it. */
static int64_t
check_file(const struct fd_ref *f, int64_t prot, int *how)
{
	int flags = f->host < 0 ? -1 : fcntl(f->host, F_GETFL);

	if (flags < 0)
		return -EBADF;
	if (f->file->type != ABI_FILETYPE_REGULAR_FILE)
		return -ENODEV;
	if (!(f->base & ABI_RIGHTS_FD_READ) || flags & O_PATH || (flags & O_ACCMODE) == O_WRONLY)
		return -EACCES;
	bool writable = f->base & ABI_RIGHTS_FD_WRITE && (flags & O_ACCMODE) == O_RDWR &&
			!(f->file->mount && f->file->mount->read_only);
	if (prot & PROT_WRITE && !writable)
		return -EACCES;
	*how = writable ? MAP_SHARED : MAP_PRIVATE;
	return 0;
}

/* A file may refuse when the kernel has already taken away what was there: then there is memory
 * again, and where nothing was taken, nothing is put. */
static int64_t
map_over(uint8_t *at, size_t size, int how, int fd, int64_t offset)
{
	int prot = PROT_READ | PROT_WRITE;

	if (mmap(at, size, prot, how | MAP_FIXED, fd, offset) != MAP_FAILED)
		return 0;
	int reason = errno;
	// NOLINTNEXTLINE(bugprone-unused-return-value): where nothing was taken, this fails
	(void)mmap(at, size, prot,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
	return -reason;
}

int64_t
host_ext_mmap(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	struct fd_ref f;
	uint8_t *at;
	size_t size;
	int how;

	int64_t result = pages_span(c, a[0], a[1], &at, &size);
	if (result)
		return result;
	if ((int32_t)a[3] == -1)
		return map_over(at, size, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (a[4] < 0 || a[4] % (int64_t)PAGE)
		return -EINVAL;
	wasix_errno e = fd_get(c, (uint32_t)a[3], 0, &f);
	if (e)
		return extension_result(e);
	result = check_file(&f, a[2], &how);
	if (!result)
		result = map_over(at, size, how, f.host, a[4]);
	fd_put(&f);
	return result;
}

int64_t
host_ext_munmap(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	uint8_t *at;
	size_t size;

	int64_t result = pages_span(c, a[0], a[1], &at, &size);
	if (result)
		return result;
	return map_over(at, size, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

int64_t
host_ext_msync(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	uint8_t *at;
	size_t size;

	int64_t result = pages_span(c, a[0], a[1], &at, &size);
	if (result)
		return result;
	return RETRY(msync(at, size, (int)a[2])) < 0 ? -errno : 0;
}

/* --- waiting --- */

/* The kernel finds waiters by the page behind the address, so in all processes that share it. */
static int64_t
futex_wait(struct wasix_caller *c, const uint8_t *word, uint32_t value, wasix_gptr limit)
{
	struct timespec t;

	if (limit && guest_read(c, &t, limit, sizeof t))
		return -EFAULT;
	t.tv_nsec = limit ? (int32_t)t.tv_nsec : 0;
	return block_syscall(c, limit ? RESTARTS_NEVER : RESTARTS, SYS_futex, (long)word,
		FUTEX_WAIT, value, (long)(limit ? &t : NULL), 0, 0);
}

int64_t
host_ext_futex(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	uint8_t *word;

	if (a[0] % 4)
		return -EINVAL;
	if (guest_span(c, (wasix_gptr)a[0], 4, &word))
		return -EFAULT;
	if (a[1] == FUTEX_WAIT)
		return futex_wait(c, word, (uint32_t)a[2], (wasix_gptr)a[3]);
	if (a[1] != FUTEX_WAKE)
		return -ENOSYS;
	long woken = syscall(SYS_futex, word, FUTEX_WAKE, (int)a[2], NULL, NULL, 0);
	return woken < 0 ? -errno : woken;
}
