/* inherit.h -- what a program that is started learns of this one: sys/process/inherit.c. */
#ifndef SYS_INHERIT_H
#define SYS_INHERIT_H

#include "extension_types.h"

#include <features.h>
#include <stddef.h>

hidden void __wasix_inherit(struct ext_inherit *out);
/* Signals that are ignored, bit n - 1 for signal n: for hosts that do not keep dispositions. */
hidden uint64_t __wasix_ignored(void);

/* For hosts that have no more than the ABI: strings as it wants them, each with a line feed behind
 * it. malloc'd; NULL when memory is short, or with EINVAL when one holds a line feed. */
hidden char *__wasix_join_lines(char *const *strings);

#endif
