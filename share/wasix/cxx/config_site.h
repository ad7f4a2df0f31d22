/* config_site.h -- becomes libc++'s __config_site: what its own build would write for this target. */
#ifndef _LIBCPP___CONFIG_SITE
#define _LIBCPP___CONFIG_SITE

#define _LIBCPP_ABI_VERSION	1
#define _LIBCPP_ABI_NAMESPACE	__1
#define _LIBCPP_HAS_MUSL_LIBC
#define _LIBCPP_HAS_THREAD_API_PTHREAD
#define _LIBCPP_HAS_NO_VENDOR_AVAILABILITY_ANNOTATIONS
#define _LIBCPP_PSTL_BACKEND_SERIAL
#define _LIBCPP_HARDENING_MODE_DEFAULT	2 /* none */

/* needs the experimental part of the library, which is not built */
#define _LIBCPP_HAS_NO_TIME_ZONE_DATABASE

#endif
