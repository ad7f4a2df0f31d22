/* stack.h -- marks of the call stack that a guest returns to: stack.c. */
#ifndef HOST_STACK_H
#define HOST_STACK_H

#include "host.h"

/* The provider's again: the command's calls ended, or were left, to be rewound by calling it once
 * more. */
bool stack_again(
	void *process, struct wasix_instance *instance, wasix_result *result, wasix_error *err);
/* Forgets all marks. */
void stack_delete(struct wasix_process *p);

#endif
