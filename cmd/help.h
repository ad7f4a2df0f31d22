/* help.h -- what help.c and completion.c share. */
#ifndef CMD_HELP_H
#define CMD_HELP_H

#include "options.h"

/* completion.c: a whole script on standard output. */
void completion_print_bash(void);
void completion_print_zsh(void);

#endif
