/* fuzz_scratch.c -- the directories that fuzz targets of the host work on. */
#include "fuzz_scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REMEMBERED_MAX = 32, WALK_DESCRIPTORS = 16 };

static char root[PATH_MAX];

/* What may not change: a time stamp of the last change of any kind, and the name. */
static struct {
	char path[PATH_MAX];
	struct stat stat;
} remembered[REMEMBERED_MAX];
static size_t remembered_count;

void
require(bool condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "fuzz: %s (errno %d)\n", what, errno);
	abort();
}

const char *
scratch_path(const char *name)
{
	static char paths[4][PATH_MAX + 256];
	static unsigned next;
	char *p = paths[next++ % 4];
	snprintf(p, sizeof *paths, "%s/%s", root, name);
	return p;
}

static int
remove_one(const char *path, const struct stat *s, int type, struct FTW *at)
{
	(void)s;
	(void)type;
	if (at->level > 0)
		require(remove(path) == 0, "a scratch file cannot be removed");
	return 0;
}

/* The guest may have taken the rights that removing needs. */
static int
open_one(const char *path, const struct stat *s, int type, struct FTW *at)
{
	(void)s;
	(void)at;
	if (type == FTW_D || type == FTW_DNR)
		(void)chmod(path, 0755);
	return 0;
}

static void
clear_directory(const char *name)
{
	nftw(scratch_path(name), open_one, WALK_DESCRIPTORS, FTW_PHYS);
	nftw(scratch_path(name), remove_one, WALK_DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
}

static void
scratch_remove(void)
{
	static const char *const NAMES[] = { "in", "ro", "out" };
	for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
		clear_directory(NAMES[i]);
		rmdir(scratch_path(NAMES[i]));
	}
	rmdir(root);
}

void
scratch_make(void)
{
	const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	char template[64];
	snprintf(template, sizeof template, "%s/wasix-fuzz-XXXXXX", base);
	require(mkdtemp(template) && realpath(template, root), "no scratch directory");
	scratch_directory("in");
	scratch_directory("ro");
	scratch_directory("out");
	atexit(scratch_remove);
}

static void
make_file(const char *name, const void *bytes, size_t len, mode_t mode)
{
	int fd = open(scratch_path(name), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, mode);
	require(fd >= 0 && write(fd, bytes, len) == (ssize_t)len, "a scratch file cannot be made");
	close(fd);
}

void
scratch_file(const char *name, const char *text)
{
	make_file(name, text, strlen(text), 0644);
}

void
scratch_program(const char *name, const void *bytes, size_t len)
{
	make_file(name, bytes, len, 0755);
}

void
scratch_fifo(const char *name)
{
	require(mkfifo(scratch_path(name), 0644) == 0, "a scratch FIFO cannot be made");
}

void
scratch_directory(const char *name)
{
	require(mkdir(scratch_path(name), 0755) == 0, "a scratch directory cannot be made");
}

void
scratch_link(const char *target, const char *name)
{
	require(symlink(target, scratch_path(name)) == 0, "a scratch link cannot be made");
}

void
scratch_clear(void)
{
	clear_directory("in");
}

/* --- what stays as it is --- */

static int
remember_one(const char *path, const struct stat *s, int type, struct FTW *at)
{
	(void)type;
	(void)at;
	require(remembered_count < REMEMBERED_MAX, "too much to remember");
	strcpy(remembered[remembered_count].path, path);
	remembered[remembered_count++].stat = *s;
	return 0;
}

void
scratch_remember(void)
{
	nftw(scratch_path("out"), remember_one, WALK_DESCRIPTORS, FTW_PHYS);
	nftw(scratch_path("ro"), remember_one, WALK_DESCRIPTORS, FTW_PHYS);
}

/* Every change of a file or of a directory's names moves its change time. */
void
scratch_check(void)
{
	for (size_t i = 0; i < remembered_count; i++) {
		const struct stat *old = &remembered[i].stat;
		struct stat now;
		require(lstat(remembered[i].path, &now) == 0, "what is out of reach was removed");
		require(now.st_ino == old->st_ino && now.st_size == old->st_size &&
				now.st_nlink == old->st_nlink &&
				now.st_ctim.tv_sec == old->st_ctim.tv_sec &&
				now.st_ctim.tv_nsec == old->st_ctim.tv_nsec,
			"what is out of reach was changed");
	}
}

void
scratch_check_descriptor(int host)
{
	char name[64], target[PATH_MAX];
	snprintf(name, sizeof name, "/proc/self/fd/%d", host);
	ssize_t n = readlink(name, target, sizeof target - 1);
	require(n > 0, "a descriptor of the guest is not open");
	target[n] = 0;
	size_t len = strlen(root);
	if (*target != '/')
		return;
	require(strncmp(target, root, len) == 0 && (strncmp(target + len, "/in", 3) == 0 ||
							   strncmp(target + len, "/ro", 3) == 0),
		"a descriptor leads out of the mounts");
	require(target[len + 3] == '/' || target[len + 3] == 0 || target[len + 3] == ' ',
		"a descriptor leads beside the mounts");
}
