/* random.h -- musl's, with getentropy as other systems declare it here. */
#ifndef _WASIX_SYS_RANDOM_H
#define _WASIX_SYS_RANDOM_H

#include_next <sys/random.h>

#ifdef __cplusplus
extern "C" {
#endif

int getentropy(void *, size_t);

#ifdef __cplusplus
}
#endif

#endif
