/* directory_names.h -- for fchdir: the path of each open directory.
 *
 * Only a program that calls fchdir links sys/file/fchdir.c; in any other the weak functions are
 * null, and nothing is recorded.
 */
#ifndef SYS_DIRECTORY_NAMES_H
#define SYS_DIRECTORY_NAMES_H

#include <features.h>

/* fd was opened by path, relative to dirfd. */
hidden weak void __wasix_name_directory(long fd, long dirfd, const char *path);
hidden weak void __wasix_forget_directory(long fd);

#endif
