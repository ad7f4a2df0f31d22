/* mmap_shared.c -- a shared mapping is a copy of the file, with a second copy to tell what changed.
 *
 * msync, munmap and the end of the process write the bytes that differ. Between them other
 * readers of the file see the old contents, and this process does not see other writers.
 */
#include "mmap_shared.h"

#include "imports.h"
#include "lowered.h"
#include "memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PAGE = 4096 };

struct shared {
	struct shared *next;
	char *at;
	char *was; /* what the file is known to hold */
	size_t len;
	long fd; /* a duplicate: the program may close its own */
	uint64_t offset;
};

static struct shared *mappings;

static bool
overlaps(const struct shared *s, const char *at, size_t len)
{
	return at < s->at + s->len && (len > (uintptr_t)-1 - (uintptr_t)at || s->at < at + len);
}

/* Writes what differs in one page; n is less in a page that the file ends in. */
static long
write_page(struct shared *s, size_t start, size_t n)
{
	size_t first = start, last = start + n;

	while (first < last && s->at[first] == s->was[first])
		first++;
	while (last > first && s->at[last - 1] == s->was[last - 1])
		last--;
	uint64_t at = s->offset + first;
	for (size_t done = 0; done < last - first;) {
		long w = __wasix_sys_pwrite64(s->fd, (long)(s->at + first + done),
			(long)(last - first - done), (long)(at + done), (long)((at + done) >> 32),
			0);
		if (w <= 0)
			return w < 0 ? w : -EIO;
		done += (size_t)w;
	}
	memcpy(s->was + first, s->at + first, last - first);
	return 0;
}

/* What lies behind the end of the file stays out of it. */
static long
write_back(struct shared *s)
{
	struct abi_filestat stat;
	uint32_t e = __import_preview1_fd_filestat_get((abi_fd)s->fd, &stat);
	if (e & 0xffff)
		return __wasix_result(e);
	uint64_t in_file = stat.size > s->offset ? stat.size - s->offset : 0;
	size_t end = in_file < s->len ? (size_t)in_file : s->len;
	for (size_t start = 0; start < end; start += PAGE) {
		long r = write_page(s, start, end - start < PAGE ? end - start : PAGE);
		if (r < 0)
			return r;
	}
	return 0;
}

static long
sync_range(char *at, size_t len)
{
	long result = 0;
	for (struct shared *s = mappings; s; s = s->next) {
		long r = overlaps(s, at, len) ? write_back(s) : 0;
		if (result == 0)
			result = r;
	}
	return result;
}

/* Of a mapping that is cut, what is left in front and behind is shared anew. */
static void
end_mapping(struct shared *s, const char *at, size_t len)
{
	if (s->at < at)
		__wasix_share(s->at, (size_t)(at - s->at), s->fd, s->offset);
	if ((uintptr_t)s->at + s->len - (uintptr_t)at > len) {
		size_t cut = (size_t)(at - s->at) + len;
		__wasix_share(s->at + cut, s->len - cut, s->fd, s->offset + cut);
	}
	__wasix_sys_close(s->fd);
	char *was = s->was;
	size_t size = s->len;
	free(s);
	__wasix_sys_munmap((long)was, (long)size);
}

static long
end_range(char *at, size_t len)
{
	long result = sync_range(at, len);
	for (struct shared **link = &mappings, *s; (s = *link);) {
		if (!overlaps(s, at, len)) {
			link = &s->next;
			continue;
		}
		*link = s->next;
		end_mapping(s, at, len);
		link = &mappings;
	}
	return result;
}

static int
covers(const char *at, size_t len)
{
	for (struct shared *s = mappings; s; s = s->next)
		if (overlaps(s, at, len))
			return 1;
	return 0;
}

static const struct share_hooks HOOKS = { sync_range, end_range, covers };

long
__wasix_share(char *at, size_t len, long fd, uint64_t offset)
{
	struct shared *s = malloc(sizeof *s);
	if (!s)
		return -ENOMEM;
	long was = __wasix_map_pages(len), copy = __wasix_sys_dup(fd);
	bool mapped = (unsigned long)was < (unsigned long)-PAGE;
	if (!mapped || copy < 0) {
		if (mapped)
			__wasix_sys_munmap(was, (long)len);
		if (copy >= 0)
			__wasix_sys_close(copy);
		free(s);
		return mapped ? copy : was;
	}
	memcpy((char *)was, at, len);
	*s = (struct shared){ mappings, at, (char *)was, len, copy, offset };
	mappings = s;
	__wasix_share_hooks = &HOOKS;
	return 0;
}
