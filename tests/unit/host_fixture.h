/* host_fixture.h -- for tests of host/: a real memory, a process over a scratch directory, and
 * calls of the real handlers without a module.
 *
 *  scratch/in/    mounted; what a test makes
 *  scratch/out/   not mounted: what a guest must never reach
 */
#ifndef TESTS_UNIT_HOST_FIXTURE_H
#define TESTS_UNIT_HOST_FIXTURE_H

#include "guest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* Places in the guest's memory. */
enum {
	AT_PATH = 1024,
	AT_PATH2 = 8192,
	AT_OUT = 16384,
	AT_OUT2 = 16640,
	AT_IOV = 17408,
	AT_BUF = 32768,
	BUF_SIZE = 65536,
};

struct fixture {
	wasix_engine *engine;
	wasix_store *store;
	wasix_process *process;
	struct wasix_caller caller;
	char scratch[64];
};

static struct fixture F;
#define C (&F.caller)

#define assert_ok(call)       assert_int_equal((call), ABI_ERRNO_SUCCESS)
#define assert_errno(e, call) assert_int_equal((call), ABI_ERRNO_##e)

/* A path on the host below the scratch directory; good until the next but three. */
static const char *
host_path(const char *name)
{
	static char paths[4][256];
	static unsigned next;
	char *p = paths[next++ % 4];
	snprintf(p, sizeof *paths, "%s/%s", F.scratch, name);
	return p;
}

static void
host_file(const char *name, const char *text)
{
	int fd = open(host_path(name), O_CREAT | O_TRUNC | O_WRONLY, 0644);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

static void
host_directory(const char *name)
{
	assert_int_equal(mkdir(host_path(name), 0755), 0);
}

[[maybe_unused]] static void
host_link(const char *target, const char *name)
{
	assert_int_equal(symlink(target, host_path(name)), 0);
}

[[maybe_unused]] static bool
host_exists(const char *name)
{
	struct stat s;
	return lstat(host_path(name), &s) == 0;
}

static char *
guest(uint32_t at)
{
	return (char *)C->memory->base + at;
}

static uint32_t
out_u32(void)
{
	uint32_t v;
	memcpy(&v, guest(AT_OUT), sizeof v);
	return v;
}

/* Puts a path into memory; the result is its length. */
static uint32_t
path_at(uint32_t at, const char *path)
{
	size_t len = strlen(path);
	memcpy(guest(at), path, len);
	return (uint32_t)len;
}

static wasix_errno
open_flags(uint32_t dir, const char *path, uint32_t oflags, uint64_t rights, uint32_t lookup)
{
	return host_path_open(C, dir, lookup, AT_PATH, path_at(AT_PATH, path), oflags, rights,
		RIGHTS_ALL, 0, AT_OUT);
}

enum { FOLLOW_LINKS = ABI_LOOKUPFLAGS_SYMLINK_FOLLOW };

static wasix_errno
open_read(uint32_t dir, const char *path)
{
	return open_flags(dir, path, 0,
		ABI_RIGHTS_FD_READ | ABI_RIGHTS_FD_SEEK | ABI_RIGHTS_FD_TELL, FOLLOW_LINKS);
}

[[maybe_unused]] static wasix_errno
open_create(uint32_t dir, const char *path)
{
	return open_flags(dir, path, ABI_OFLAGS_CREAT, RIGHTS_CHECKED, FOLLOW_LINKS);
}

[[maybe_unused]] static wasix_errno
open_directory(uint32_t dir, const char *path)
{
	return open_flags(dir, path, ABI_OFLAGS_DIRECTORY, RIGHTS_CHECKED, FOLLOW_LINKS);
}

/* One buffer of len bytes at AT_BUF. */
static void
iovec_at(uint32_t len)
{
	struct abi_iovec v = { AT_BUF, len };
	memcpy(guest(AT_IOV), &v, sizeof v);
}

static const char *
read_all(uint32_t fd)
{
	iovec_at(BUF_SIZE - 1);
	assert_ok(host_fd_read(C, fd, AT_IOV, 1, AT_OUT));
	guest(AT_BUF)[out_u32()] = 0;
	return guest(AT_BUF);
}

[[maybe_unused]] static wasix_errno
write_text(uint32_t fd, const char *text)
{
	size_t len = strlen(text);
	memcpy(guest(AT_BUF), text, len);
	iovec_at((uint32_t)len);
	return host_fd_write(C, fd, AT_IOV, 1, AT_OUT);
}

/* Opens, reads and closes. */
[[maybe_unused]] static void
assert_content(uint32_t dir, const char *path, const char *text)
{
	assert_ok(open_read(dir, path));
	uint32_t fd = out_u32();
	assert_string_equal(read_all(fd), text);
	assert_ok(host_fd_close(C, fd));
}

[[maybe_unused]] static wasix_errno
stat_path(uint32_t dir, const char *path, uint32_t lookup, struct abi_filestat *out)
{
	wasix_errno e =
		host_path_filestat_get(C, dir, lookup, AT_PATH, path_at(AT_PATH, path), AT_OUT);
	memcpy(out, guest(AT_OUT), sizeof *out);
	return e;
}

[[maybe_unused]] static void
mount_at(const char *host, const char *name, bool read_only)
{
	wasix_error err = { 0 };
	if (wasix_process_mount(F.process, host_path(host), name, read_only, &err) != WASIX_OK)
		fail_msg("%s", err.text);
}

/* After the mounts. */
static void
start(void)
{
	wasix_store_set_process(F.store, F.process);
}

static int
fixture_set_up(void **state)
{
	(void)state;
	strcpy(F.scratch, "/tmp/wasix-host-XXXXXX");
	assert_non_null(mkdtemp(F.scratch));
	host_directory("in");
	host_directory("out");
	host_file("out/secret", "secret");
	F.engine = wasix_engine_new(&(wasix_engine_options){ .no_cache = true });
	F.store = wasix_store_new(F.engine);
	F.process = wasix_process_new();
	assert_non_null(F.process);
	wasix_memory *m = wasix_memory_new(F.store, (wasix_limits){ 2, 4 }, false);
	assert_non_null(m);
	F.caller = (struct wasix_caller){ .memory = m, .host = F.process };
	return 0;
}

static int
fixture_tear_down(void **state)
{
	char command[128];
	(void)state;
	wasix_store_delete(F.store);
	wasix_process_delete(F.process);
	wasix_engine_delete(F.engine);
	snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", F.scratch, F.scratch);
	return system(command);
}

#define host_test(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

#endif
