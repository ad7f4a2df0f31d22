/* setjmp.h -- musl's, with the forms that the compiler does not know made from setjmp. */
#ifndef _WASIX_SETJMP_H
#define _WASIX_SETJMP_H

#include_next <setjmp.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_POSIX_SOURCE) || defined(_POSIX_C_SOURCE) || defined(_XOPEN_SOURCE) || \
	defined(_GNU_SOURCE) || defined(_BSD_SOURCE)
void __wasix_save_mask(struct __jmp_buf_tag *, int);
#define sigsetjmp(env, save) (__wasix_save_mask((env), (save)), setjmp(env))
#endif

#if defined(_XOPEN_SOURCE) || defined(_GNU_SOURCE) || defined(_BSD_SOURCE)
#define _setjmp(env)         setjmp(env)
#define _longjmp(env, value) longjmp((env), (value))
#endif

#ifdef __cplusplus
}
#endif

#endif
