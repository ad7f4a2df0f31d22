/* child.h -- programs that a command starts and waits for. */
#ifndef CMD_CHILD_H
#define CMD_CHILD_H

/* argv ends with NULL; argv[0] is looked for in PATH. log: where both outputs go, NULL: where ours
 * go. Returns the exit status, 128 + n for one that signal n ended, -1 if it could not be started
 * (errno). */
int child_run(const char *const *argv, const char *log);

/* What it prints, without the newlines at the end; NULL unless it exits with 0. Never freed. */
const char *child_output(const char *const *argv);

#endif
