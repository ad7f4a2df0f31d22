/* sigjmp.c -- the signal mask of sigsetjmp. include/setjmp.h makes sigsetjmp a call of
 * __wasix_save_mask and setjmp, since setjmp must stand in the function that is returned to. */
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>

void
__wasix_save_mask(struct __jmp_buf_tag *env, int save)
{
	env->__fl = (unsigned long)save;
	if (save)
		sigprocmask(SIG_SETMASK, NULL, (sigset_t *)env->__ss);
}

_Noreturn void
siglongjmp(sigjmp_buf env, int value)
{
	if (env->__fl)
		sigprocmask(SIG_SETMASK, (sigset_t *)env->__ss, NULL);
	longjmp(env, value);
}
