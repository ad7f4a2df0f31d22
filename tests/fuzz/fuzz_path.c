/* fuzz_path.c -- libFuzzer target: any tree of directories, files and symbolic links, and any paths
 * into it.
 *
 * The guest's root is a directory of the host, a private one, or none at all, with mounts below it
 * or without. Oracles, for each path: the file that is opened lies below a mount; the quick way by
 * openat2 and the walk agree in errno and file; and, where the root is the only mount, the kernel's
 * own resolution below a root (RESOLVE_IN_ROOT) comes to the same file.
 */
#include "fuzz_scratch.h"
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROOT = 3, STEPS_MAX = 40, WORDS_MAX = 12, AT_PATH = 1024, AT_PATH2 = 16384, AT_OUT = 32768 };

/* Components: few, so that paths meet what is there. The last ones make long and odd names. */
static const char *const WORDS[] = { "a", "b", "c", "d", "a", "b", "..", ".", "", "..", "mnt",
	"sub", "out", "secret", "in", "x" };

struct input {
	const uint8_t *at, *end;
};

/* The guest of one input. */
static struct guest {
	wasix_store *store;
	wasix_process *process;
	struct wasix_caller caller;
	int root;      /* the host's descriptor of in/ or of the private root */
	dev_t private; /* what it lies on */
	bool is_private;
	bool only_root;
} G;

/* Bits of an input's first byte. */
enum { HOW_ONLY_ROOT = 1, HOW_AT_ROOT = 2, HOW_PRIVATE = 4 };

static wasix_engine *engine;

static uint8_t
take(struct input *in)
{
	return in->at < in->end ? *in->at++ : 0;
}

/* Words and slashes; the top bit of the count makes it absolute, the next ends it with a slash. */
static size_t
take_path(struct input *in, char *out, size_t size)
{
	uint8_t head = take(in);
	size_t len = 0;

	if (head & 0x80)
		out[len++] = '/';
	for (unsigned i = 0; i <= (head & 0x3f) % WORDS_MAX; i++) {
		uint8_t pick = take(in);
		const char *word = WORDS[pick % (sizeof WORDS / sizeof *WORDS)];
		if (len + strlen(word) + 2 >= size)
			break;
		if (i > 0)
			out[len++] = '/';
		len += (size_t)sprintf(out + len, "%s", word);
	}
	if (head & 0x40 && len + 1 < size)
		out[len++] = '/';
	out[len] = 0;
	return len;
}

/* --- the tree, made by the host --- */

static void
make_file(const char *name)
{
	int fd = openat(G.root, name, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
	require(fd >= 0 && write(fd, "text", 4) == 4, "a file of the tree cannot be made");
	close(fd);
}

/* Something to meet from the first step on: directories, a file, links of all kinds. */
static void
make_tree(void)
{
	static const char *const DIRECTORIES[] = { "a", "a/b", "a/b/c", "b" };
	const char *const links[][2] = { { "a", "d" }, { "../b/d", "a/d" }, { "/a/b", "b/d" },
		{ "../../out", "a/b/out" }, { scratch_path("out"), "out" }, { "x", "x" },
		{ "c/", "in" }, { "d/../c", "b/a" }, { "none/..", "b/x" } };

	for (size_t i = 0; i < sizeof DIRECTORIES / sizeof *DIRECTORIES; i++)
		require(mkdirat(G.root, DIRECTORIES[i], 0755) == 0, "no directory");
	make_file("c");
	make_file("a/c");
	for (size_t i = 0; i < sizeof links / sizeof *links; i++)
		require(symlinkat(links[i][0], G.root, links[i][1]) == 0, "no link");
}

/* A name of the host below the root: what would lead out is left alone. */
static void
make_one(struct input *in)
{
	char name[512], target[512], full[640];
	uint8_t what = take(in);

	(void)take_path(in, name, sizeof name);
	snprintf(full, sizeof full, "./%s", name);
	struct open_how how = { .flags = O_CREAT | O_WRONLY | O_CLOEXEC,
		.mode = 0644,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS };
	char *last = strrchr(full, '/');
	*last = 0;
	struct open_how directory = { .flags = O_PATH | O_DIRECTORY | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS };
	int parent = (int)syscall(SYS_openat2, G.root, full, &directory, sizeof directory);
	const char *leaf = last + 1;
	if (parent < 0)
		return;
	if (strcmp(leaf, "..") != 0 && strcmp(leaf, ".") != 0 && *leaf) {
		if (what % 4 == 0) {
			int fd = (int)syscall(SYS_openat2, parent, leaf, &how, sizeof how);
			if (fd >= 0)
				close(fd);
		} else if (what % 4 == 1) {
			(void)take_path(in, target, sizeof target);
			(void)!symlinkat(*target ? target : ".", parent, leaf);
		} else {
			(void)mkdirat(parent, leaf, 0755);
		}
	}
	close(parent);
}

/* --- one path, three ways --- */

struct answer {
	wasix_errno error;
	struct stat stat;
};

static uint32_t
put_path(uint32_t at, const char *path)
{
	size_t len = strlen(path);
	(void)memory_write(G.caller.memory, at, path, len);
	return (uint32_t)len;
}

static struct answer
open_by_guest(uint32_t dir, const char *path, uint32_t oflags, bool follow)
{
	struct answer a = { 0 };
	uint32_t len = put_path(AT_PATH, path), fd;

	a.error = host_path_open(&G.caller, dir, follow ? ABI_LOOKUPFLAGS_SYMLINK_FOLLOW : 0,
		AT_PATH, len, oflags, ABI_RIGHTS_FD_READ | ABI_RIGHTS_FD_READDIR, RIGHTS_ALL, 0,
		AT_OUT);
	if (a.error)
		return a;
	require(guest_read(&G.caller, &fd, AT_OUT, sizeof fd) == 0, "no descriptor was told");
	const struct file *f = G.process->fds.entries[fd].file;
	if (f->host >= 0) {
		require(fstat(f->host, &a.stat) == 0, "fstat");
		if (!G.is_private || a.stat.st_dev != G.private)
			scratch_check_descriptor(f->host);
	} else {
		a.stat.st_ino = f->node->inode;
	}
	require(host_fd_close(&G.caller, fd) == 0, "close");
	return a;
}

static struct answer
open_by_kernel(const char *path, uint32_t oflags, bool follow)
{
	struct open_how how = { .flags = O_CLOEXEC | O_RDONLY,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
	struct answer a = { 0 };

	if (oflags & ABI_OFLAGS_DIRECTORY)
		how.flags |= O_DIRECTORY;
	if (!follow)
		how.flags |= O_NOFOLLOW;
	int fd;
	do /* a rename anywhere on the host is in the way of ".." */
		fd = (int)syscall(SYS_openat2, G.root, path, &how, sizeof how);
	while (fd < 0 && errno == EAGAIN);
	if (fd < 0) {
		a.error = errno_to_wasi(errno);
		return a;
	}
	require(fstat(fd, &a.stat) == 0, "fstat");
	close(fd);
	return a;
}

static void
require_same(const char *what, const char *path, struct answer a, struct answer b)
{
	if (a.error == b.error && a.stat.st_ino == b.stat.st_ino)
		return;
	fprintf(stderr, "%s: '%s': errno %u, file %llu; errno %u, file %llu\n", what, path, a.error,
		(unsigned long long)a.stat.st_ino, b.error, (unsigned long long)b.stat.st_ino);
	abort();
}

static void
open_three_ways(struct input *in, uint32_t dir)
{
	char path[512];
	uint8_t flags = take(in);
	bool follow = flags & 1;
	uint32_t oflags = flags & 2 ? ABI_OFLAGS_DIRECTORY : 0;

	(void)take_path(in, path, sizeof path);
	if (!*path)
		strcpy(path, ".");
	G.process->no_openat2 = false;
	struct answer quick = open_by_guest(dir, path, oflags, follow);
	G.process->no_openat2 = true;
	struct answer walk = open_by_guest(dir, path, oflags, follow);
	require_same("quick and walk differ", path, quick, walk);
	if (G.only_root && dir == ROOT)
		require_same("guest and kernel differ", path, quick,
			open_by_kernel(path, oflags, follow));
}

/* --- what changes names --- */

static void
change(struct input *in, uint32_t dir)
{
	char a[512], b[512];
	uint8_t what = take(in);

	(void)take_path(in, a, sizeof a);
	(void)take_path(in, b, sizeof b);
	uint32_t a_len = put_path(AT_PATH, a), b_len = put_path(AT_PATH2, b);
	struct wasix_caller *c = &G.caller;
	G.process->no_openat2 = what & 0x80;
	switch (what % 9) {
	case 0:
		(void)host_path_rename(c, dir, AT_PATH, a_len, ROOT, AT_PATH2, b_len);
		break;
	case 1:
		(void)host_path_link(c, dir, what >> 4 & 1, AT_PATH, a_len, ROOT, AT_PATH2, b_len);
		break;
	case 2:
		(void)host_path_symlink(c, AT_PATH, a_len, dir, AT_PATH2, b_len);
		break;
	case 3:
		(void)host_path_unlink_file(c, dir, AT_PATH, a_len);
		break;
	case 4:
		(void)host_path_remove_directory(c, dir, AT_PATH, a_len);
		break;
	case 5:
		(void)host_path_create_directory(c, dir, AT_PATH, a_len);
		break;
	case 6:
		(void)host_path_filestat_set_times(
			c, dir, what >> 4 & 1, AT_PATH, a_len, 1, 1, ABI_FSTFLAGS_ATIM);
		break;
	case 7:
		(void)host_chdir(c, AT_PATH, a_len);
		break;
	default:
		(void)open_by_guest(dir, a, (uint32_t)(what >> 4 & 7) | ABI_OFLAGS_CREAT, true);
		break;
	}
}

/* --- one input --- */

static void
mount_or_die(const char *host, const char *name, bool read_only)
{
	wasix_error err = { 0 };
	require(wasix_process_mount(G.process, scratch_path(host), name, read_only, &err) ==
			WASIX_OK,
		err.text);
}

/* Small enough to be filled. false: this host forbids it. */
static bool
mount_private(void)
{
	static const struct mount_option OPTIONS[] = { { "size", "256k" }, { "nr_inodes", "64" },
		{ "mode", "0700" }, { NULL, NULL } };
	wasix_error err = { 0 };
	struct stat s;
	int fd = mount_detached("tmpfs", OPTIONS, 0);

	if (fd < 0)
		return false;
	G.root = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	require(G.root >= 0 && fstat(fd, &s) == 0, "no private root");
	G.private = s.st_dev;
	require(process_mount_private(G.process, fd, &err) == WASIX_OK, err.text);
	return true;
}

static void
guest_start(uint8_t how)
{
	G = (struct guest){ .store = wasix_store_new(engine), .process = wasix_process_new() };
	memset(G.process->has_stdio, 0, sizeof G.process->has_stdio);
	G.only_root = how & HOW_ONLY_ROOT;
	G.is_private = how & HOW_PRIVATE && mount_private();
	if (!G.is_private) {
		mount_or_die("in", how & (HOW_ONLY_ROOT | HOW_AT_ROOT) ? "/" : "/mnt", false);
		G.root = open(scratch_path("in"), O_PATH | O_DIRECTORY | O_CLOEXEC);
	} else if (!G.only_root) {
		mount_or_die("in", "/mnt", false);
	}
	if (!G.only_root) {
		mount_or_die("ro", "/sub", true);
		mount_or_die("ro/a", "/a/b", true);
	}
	make_tree();
	wasix_store_set_process(G.store, G.process);
	wasix_memory *m = wasix_memory_new(G.store, (wasix_limits){ 2, 2 }, false);
	G.caller = (struct wasix_caller){ .memory = m, .host = G.process };
}

static void
guest_end(void)
{
	close(G.root);
	wasix_store_delete(G.store);
	wasix_process_delete(G.process);
	scratch_clear();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	uint32_t dir = ROOT, fd;

	guest_start(take(&in));
	for (int steps = 0; steps < STEPS_MAX && in.at < in.end; steps++) {
		switch (take(&in) % 8) {
		case 0:
		case 1:
		case 2:
			make_one(&in);
			break;
		case 3:
			change(&in, dir);
			break;
		case 4: { /* what is relative starts there from now on */
			char path[512];
			(void)take_path(&in, path, sizeof path);
			uint32_t len = put_path(AT_PATH, path);
			if (host_path_open(&G.caller, dir, 1, AT_PATH, len, ABI_OFLAGS_DIRECTORY,
				    RIGHTS_ALL, RIGHTS_ALL, 0, AT_OUT) == 0 &&
				guest_read(&G.caller, &fd, AT_OUT, sizeof fd) == 0)
				dir = fd;
			break;
		}
		default:
			open_three_ways(&in, dir);
			break;
		}
	}
	guest_end();
	scratch_check();
	return 0;
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	scratch_make();
	scratch_file("out/secret", "secret");
	scratch_directory("ro/a");
	scratch_file("ro/secret", "read-only");
	scratch_remember();
	engine = wasix_engine_new(&(wasix_engine_options){ .no_cache = true });
	return 0;
}
