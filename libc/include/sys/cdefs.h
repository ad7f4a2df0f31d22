/* sys/cdefs.h -- what headers that came from BSD expect; musl has none. */
#ifndef _SYS_CDEFS_H
#define _SYS_CDEFS_H

#ifdef __cplusplus
#define __BEGIN_DECLS extern "C" {
#define __END_DECLS   }
#define __THROW       noexcept(true)
#else
#define __BEGIN_DECLS
#define __END_DECLS
#define __THROW __attribute__((__nothrow__))
#endif

#define __P(parameters)      parameters
#define __CONCAT(a, b)       a##b
#define __STRING(x)          #x
#define __GNUC_PREREQ(a, b)  (__GNUC__ > (a) || (__GNUC__ == (a) && __GNUC_MINOR__ >= (b)))
#define __dead               __attribute__((__noreturn__))
#define __packed             __attribute__((__packed__))
#define __printflike(f, a)   __attribute__((__format__(__printf__, f, a)))
#define __nonnull(arguments) __attribute__((__nonnull__ arguments))

#endif
