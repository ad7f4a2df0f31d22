/* inherit.c -- what a program that is started learns of this one. */
#include "inherit.h"

#include "cloexec.h"
#include "signals.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* Null in a program that does nothing with signals: nothing is ignored there. */
extern hidden weak struct k_sigaction __wasix_signal_actions[SIGNALS];

uint64_t
__wasix_ignored(void)
{
	uint64_t bits = 0;

	for (int n = 1; __wasix_signal_actions && n < SIGNALS; n++)
		if (__wasix_signal_actions[n].handler == SIG_IGN)
			bits |= UINT64_C(1) << (n - 1);
	return bits;
}

void
__wasix_inherit(struct ext_inherit *out)
{
	*out = (struct ext_inherit){
		.close_bits = (uint32_t)(uintptr_t)__wasix_cloexec_bits,
		.close_bytes = sizeof __wasix_cloexec_bits,
	};
}

char *
__wasix_join_lines(char *const *strings)
{
	size_t len = 0;

	for (size_t i = 0; strings && strings[i]; i++) {
		if (strchr(strings[i], '\n')) {
			errno = EINVAL;
			return NULL;
		}
		len += strlen(strings[i]) + 1;
	}
	char *joined = malloc(len + 1), *end = joined;
	for (size_t i = 0; joined && strings && strings[i]; i++) {
		end = stpcpy(end, strings[i]);
		*end++ = '\n';
	}
	if (joined)
		*end = 0;
	return joined;
}
