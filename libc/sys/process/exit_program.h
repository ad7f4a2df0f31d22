/* exit_program.h -- what exit calls of the parts of a program that have something to end. A part
 * that is not linked is not called. */
#ifndef SYS_EXIT_PROGRAM_H
#define SYS_EXIT_PROGRAM_H

#include <features.h>

hidden void __wasix_thread_on_exit(void); /* thread_atexit.c: the caller's thread-local objects */
hidden void __funcs_on_exit(void);        /* musl: what atexit was given */
hidden void __stdio_exit(void);           /* musl: streams are flushed */

#endif
