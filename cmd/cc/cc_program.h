/* cc_program.h -- running a program of the toolchain and going on. */
#ifndef CMD_CC_PROGRAM_H
#define CMD_CC_PROGRAM_H

/* Runs argv[0], a path, and waits. Returns its exit status, 128+n if signal n ended it; 1 if it
 * cannot be run, which standard error then says in the driver's name. */
int cc_program_run(const char *driver, const char **argv);

#endif
