/* cache_evict.c -- the cache has a bound: when something was added, what was not used for longest
 * goes.
 *
 * An object's time of modification is when it was last used, to the hour (cache_touch). Processes
 * need not know of each other: what one has open or mapped stays there for it when another removes
 * the name, and who finds a name gone compiles again. Only names that the cache makes are counted
 * and removed.
 */
#include "code.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HOUR = 3600 };

struct object {
	char name[CACHE_NAME_SIZE];
	uint64_t bytes;
	struct timespec used;
};

struct objects {
	struct object *items;
	size_t count, room;
	uint64_t bytes;
};

void
cache_touch(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == 0 && time(NULL) - st.st_mtime > HOUR)
		(void)futimens(fd, NULL);
}

/* What is no number counts as not set. */
uint64_t
wasix_engine_cache_size(const wasix_engine *engine)
{
	(void)engine;
	const char *text = secure_getenv("WASIX_CACHE_SIZE");
	static const char UNITS[] = "KMG";
	char *end;

	if (!text || *text < '0' || *text > '9')
		return CACHE_BYTES_DEFAULT;
	unsigned long long value = strtoull(text, &end, 10);
	const char *unit = *end ? strchr(UNITS, *end) : NULL;
	unsigned shift = unit ? 10 * (unsigned)(unit - UNITS + 1) : 0;
	if ((*end && (!unit || end[1])) || value > UINT64_MAX >> shift)
		return CACHE_BYTES_DEFAULT;
	return value << shift;
}

static bool
is_object(const char *name)
{
	return strlen(name) == CACHE_NAME_SIZE - 1 && strspn(name, "0123456789abcdef") == 64 &&
	       strcmp(name + 64, ".so") == 0;
}

/* Of a process that did not get to its end. */
static bool
is_left_over(const char *name, const struct stat *st)
{
	size_t len = strlen(name);

	return *name == '.' && len > 5 && strcmp(name + len - 4, ".tmp") == 0 &&
	       time(NULL) - st->st_mtime > HOUR;
}

static bool
objects_add(struct objects *list, const char *name, const struct stat *st)
{
	if (list->count == list->room) {
		size_t room = list->room ? 2 * list->room : 64;
		struct object *items = realloc(list->items, room * sizeof *items);
		if (!items)
			return false;
		list->items = items;
		list->room = room;
	}
	struct object *o = &list->items[list->count++];
	memcpy(o->name, name, sizeof o->name);
	o->bytes = (uint64_t)st->st_blocks * 512;
	o->used = st->st_mtim;
	list->bytes += o->bytes;
	return true;
}

static void
list_objects(DIR *directory, struct objects *list)
{
	int fd = dirfd(directory);
	struct stat st;

	for (struct dirent *e; fd >= 0 && (e = readdir(directory));) {
		if (fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
			continue;
		if (is_left_over(e->d_name, &st))
			(void)unlinkat(fd, e->d_name, 0);
		else if (is_object(e->d_name) && !objects_add(list, e->d_name, &st))
			return;
	}
}

static int
by_use(const void *a, const void *b)
{
	const struct timespec *x = &((const struct object *)a)->used;
	const struct timespec *y = &((const struct object *)b)->used;

	if (x->tv_sec != y->tv_sec)
		return x->tv_sec < y->tv_sec ? -1 : 1;
	return x->tv_nsec < y->tv_nsec ? -1 : x->tv_nsec > y->tv_nsec;
}

void
cache_evict(const wasix_engine *engine, int directory, const char *keep)
{
	struct objects list = { 0 };
	uint64_t most = wasix_engine_cache_size(engine);
	int copy = most ? openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	DIR *entries = copy < 0 ? NULL : fdopendir(copy);

	if (!entries) {
		if (copy >= 0)
			close(copy);
		return;
	}
	list_objects(entries, &list);
	if (list.bytes > most) {
		qsort(list.items, list.count, sizeof *list.items, by_use);
		/* more than needed, so that the next ones find room without a look at all */
		for (size_t i = 0; i < list.count && list.bytes > most - most / 8; i++) {
			if (strcmp(list.items[i].name, keep) == 0)
				continue;
			(void)unlinkat(directory, list.items[i].name, 0);
			list.bytes -= list.items[i].bytes;
		}
	}
	free(list.items);
	closedir(entries);
}
