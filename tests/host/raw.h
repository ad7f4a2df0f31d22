/* raw.h -- the imports as the table has them, without a libc between, for tests of the host's own
 * answers.
 *
 * preview1_fd_read(...), wasix_fd_dup(...), unstable_fd_seek(...): errno results are the low 16
 * bits. A test says what it expects of each call; it prints "ok" at the end if all came true.
 */
#ifndef TESTS_HOST_RAW_H
#define TESTS_HOST_RAW_H

#include "../../abi/types.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MODULE_preview1 "wasi_snapshot_preview1"
#define MODULE_unstable "wasi_unstable"
#define MODULE_wasix    "wasix_32v1"
#define MODULE_wasi     "wasi"

/* The C library has some of these names too. */
#define SYMBOL(module, name) __asm__("raw_" #module "_" #name)

#define RESULT_err        uint32_t
#define RESULT_tid_or_err int32_t
#define RESULT_none       void
#define P(type, name)     abi_##type name
#define IN(type, name)    const void *name
#define OUT(type, name)   void *name
#define INOUT(type, name) void *name
#define FN(module, result, name, needs, status, summary, ...)             \
	RESULT_##result module##_##name(__VA_ARGS__) SYMBOL(module, name) \
		__attribute__((import_module(MODULE_##module), import_name(#name)));
#define FNAS(module, result, import, name, needs, status, summary, ...) \
	RESULT_##result module##_as_##name(__VA_ARGS__)                 \
		__attribute__((import_module(MODULE_##module), import_name(import)));
#include "../../abi/functions.def"

enum {
	ROOT = 3,
	ALL = 0x1fffffff,
};

static int failures;

/* An errno by its name in errno.def. */
#define EXPECT(name, call) expect_errno(ABI_ERRNO_##name, (call), #call, __LINE__)
#define OK(call)           EXPECT(SUCCESS, call)
#define TRUE(condition)    expect_errno(1, (condition) ? 1 : 0, #condition, __LINE__)

static void
expect_errno(uint32_t want, uint32_t got, const char *what, int line)
{
	if ((got & 0xffff) == want)
		return;
	printf("line %d: %s is %u, not %u\n", line, what, got & 0xffff, want);
	failures++;
}

static int
done(void)
{
	puts(failures ? "failed" : "ok");
	return failures != 0;
}

#define STRING(text) text, (abi_usize)strlen(text)

__attribute__((unused)) static uint32_t
open_at(abi_fd dir, const char *path, unsigned oflags, abi_rights rights, abi_fd *fd)
{
	return preview1_path_open(dir, ABI_LOOKUPFLAGS_SYMLINK_FOLLOW, STRING(path),
		(abi_oflags)oflags, rights, ALL, 0, fd);
}

__attribute__((unused)) static uint32_t
read_at(abi_fd fd, void *buffer, abi_usize size, abi_usize *n)
{
	struct abi_iovec v = { (abi_ptr)(uintptr_t)buffer, size };
	return preview1_fd_read(fd, &v, 1, n);
}

__attribute__((unused)) static uint32_t
write_at(abi_fd fd, const char *text)
{
	struct abi_ciovec v = { (abi_ptr)(uintptr_t)text, (abi_usize)strlen(text) };
	abi_usize n;
	return preview1_fd_write(fd, &v, 1, &n);
}

#endif
