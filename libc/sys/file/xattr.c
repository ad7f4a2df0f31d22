/* xattr.c -- extended attributes: as a file system that has none. */
#include "lowered.h"

#include <errno.h>

/* clang-format off */
#define NONE3(name) long __wasix_sys_##name(long a, long b, long c) { (void)a, (void)b, (void)c; return -ENOTSUP; }
#define NONE2(name) long __wasix_sys_##name(long a, long b) { (void)a, (void)b; return -ENOTSUP; }
#define NONE4(name) long __wasix_sys_##name(long a, long b, long c, long d) { (void)a, (void)b, (void)c, (void)d; return -ENOTSUP; }
#define NONE5(name) long __wasix_sys_##name(long a, long b, long c, long d, long e) { (void)a, (void)b, (void)c, (void)d, (void)e; return -ENOTSUP; }

NONE5(setxattr) NONE5(lsetxattr) NONE5(fsetxattr)
NONE4(getxattr) NONE4(lgetxattr) NONE4(fgetxattr)
NONE3(listxattr) NONE3(llistxattr) NONE3(flistxattr)
NONE2(removexattr) NONE2(lremovexattr) NONE2(fremovexattr)
