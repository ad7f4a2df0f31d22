/* dir.c -- readdir and its positions, in place of musl's.
 *
 * fd_readdir takes the position as an argument, a 64-bit cookie of the host, so it is kept in
 * DIR.tell. telldir gives a long: cookies that do not fit get a place in a table.
 */
#include "fork_locks.h"
#include "imports.h"

#include <dirent.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../dirent/__dirent.h"

#include <features.h>

#include "lock.h" /* needs features.h */

static const unsigned char TYPES[] = {
	[ABI_FILETYPE_UNKNOWN] = DT_UNKNOWN,
	[ABI_FILETYPE_BLOCK_DEVICE] = DT_BLK,
	[ABI_FILETYPE_CHARACTER_DEVICE] = DT_CHR,
	[ABI_FILETYPE_DIRECTORY] = DT_DIR,
	[ABI_FILETYPE_REGULAR_FILE] = DT_REG,
	[ABI_FILETYPE_SOCKET_DGRAM] = DT_SOCK,
	[ABI_FILETYPE_SOCKET_STREAM] = DT_SOCK,
	[ABI_FILETYPE_SYMBOLIC_LINK] = DT_LNK,
};

/* DIR.buf: the entry that readdir returned last, then records of the host. */
enum { RECORDS = (sizeof(struct dirent) + 7) / 8 * 8 };

/* Refills the buffer from the position on. 1, 0 at the end, or -errno. */
static int
refill(DIR *dir)
{
	abi_usize used = 0;
	uint32_t e = __import_preview1_fd_readdir((abi_fd)dir->fd, dir->buf + RECORDS,
		sizeof dir->buf - RECORDS, (abi_dircookie)dir->tell, &used);
	if (e & 0xffff)
		return (int)__wasix_result(e);
	dir->buf_pos = RECORDS;
	dir->buf_end = RECORDS + (int)used;
	return used >= sizeof(struct abi_dirent);
}

/* The record at buf_pos if the buffer holds all of it. */
static bool
peek(DIR *dir, struct abi_dirent *entry)
{
	int left = dir->buf_end - dir->buf_pos;
	if (left < (int)sizeof *entry)
		return false;
	memcpy(entry, dir->buf + dir->buf_pos, sizeof *entry);
	return (abi_usize)left - sizeof *entry >= entry->d_namlen;
}

struct dirent *
readdir(DIR *dir)
{
	struct dirent *result = (void *)dir->buf;
	struct abi_dirent entry;

	if (!peek(dir, &entry)) {
		int r = refill(dir);
		if (r <= 0) {
			if (r < 0 && r != -ENOENT)
				errno = -r;
			return NULL;
		}
		if (!peek(dir, &entry)) {
			errno = EOVERFLOW; /* a name longer than the buffer: none is */
			return NULL;
		}
	}
	size_t len =
		entry.d_namlen < sizeof result->d_name ? entry.d_namlen : sizeof result->d_name - 1;
	result->d_ino = entry.d_ino ? entry.d_ino : 1; /* 0 is unknown here, deleted elsewhere */
	result->d_off = (off_t)entry.d_next;
	result->d_type = entry.d_type < sizeof TYPES ? TYPES[entry.d_type] : DT_UNKNOWN;
	result->d_reclen = sizeof *result;
	memcpy(result->d_name, dir->buf + dir->buf_pos + sizeof entry, len);
	result->d_name[len] = 0;
	dir->buf_pos += (int)(sizeof entry + entry.d_namlen);
	dir->tell = (off_t)entry.d_next;
	return result;
}

/* Cookies too wide for a long; telldir gives -2 - index. */
static uint64_t *wide;
static long wide_count;
static volatile int wide_lock[1];
HELD_OVER_FORK(wide_lock);

static long
wide_index(uint64_t cookie)
{
	long i = wide_count;

	LOCK(wide_lock);
	while (i > 0 && wide[i - 1] != cookie)
		i--;
	if (i-- == 0) {
		uint64_t *bigger = realloc(wide, (size_t)(wide_count + 1) * sizeof *wide);
		if (bigger) {
			wide = bigger;
			i = wide_count++;
			wide[i] = cookie;
		}
	}
	UNLOCK(wide_lock);
	return i;
}

/* Leaves *cookie alone if telldir gave no such index. */
static void
wide_get(long i, off_t *cookie)
{
	LOCK(wide_lock);
	if (i >= 0 && i < wide_count)
		*cookie = (off_t)wide[i];
	UNLOCK(wide_lock);
}

long
telldir(DIR *dir)
{
	if (dir->tell >= 0 && dir->tell <= INT32_MAX)
		return (long)dir->tell;
	long i = wide_index((uint64_t)dir->tell);
	return i < 0 ? -1 : -2 - i;
}

void
seekdir(DIR *dir, long position)
{
	LOCK(dir->lock);
	if (position >= 0)
		dir->tell = position;
	else
		wide_get(-2 - position, &dir->tell);
	dir->buf_pos = dir->buf_end = 0;
	UNLOCK(dir->lock);
}
