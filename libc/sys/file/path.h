/* path.h -- where a path of the program lies at the host. */
#ifndef SYS_PATH_H
#define SYS_PATH_H

#include "types.h"

#include <features.h>
#include <limits.h>

struct place {
	abi_fd fd;        /* a directory of the host: a preopen, or the program's own descriptor */
	const char *path; /* relative to it; in buf, or the program's string */
	abi_usize len;
	abi_rights rights; /* what files opened below fd may get */
	char buf[2 * PATH_MAX];
};

/* Resolves path against dirfd (AT_FDCWD: the working directory). 0 or -errno. */
hidden long __wasix_locate(long dirfd, const char *path, struct place *out);

/* Writes the absolute path of `path`, relative to the working directory, into out (2 * PATH_MAX
 * bytes). Its length, or -errno. */
hidden long __wasix_absolute(const char *path, char *out);

/* Resolves "." and ".." and repeated slashes in place, by the letters alone; path is absolute. Its
 * new length. */
hidden size_t __wasix_normalise(char *path);

/* The working directory: absolute, without a slash at the end but for "/". */
hidden const char *__wasix_cwd(void);
hidden void __wasix_cwd_set(const char *path);

/* Asks the host for it: 0, or -errno. The preview 1 build knows "/" alone. */
hidden long __wasix_host_getcwd(char *buf, size_t size);

#endif
