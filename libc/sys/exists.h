/* exists.h -- what fallbacks ask of a name. */
#ifndef SYS_EXISTS_H
#define SYS_EXISTS_H

#include <features.h>
#include <stdbool.h>

/* 0, or -errno of stat. */
hidden long __wasix_stat_exists(long dirfd, const char *path, bool follow);

#endif
