/* futex.h -- the kernel's <linux/futex.h> as far as libc++'s std::atomic::wait needs it. */
#ifndef WASIX_CXX_FUTEX_H
#define WASIX_CXX_FUTEX_H

#define FUTEX_WAIT_PRIVATE	128
#define FUTEX_WAKE_PRIVATE	129

#endif
