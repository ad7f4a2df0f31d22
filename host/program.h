/* program.h -- what exec runs: a module out of the guest's tree, its arguments and environment. */
#ifndef HOST_PROGRAM_H
#define HOST_PROGRAM_H

#include "host.h"

/* Finds the program behind a path: a module, or through "#!" its interpreter's, whose arguments
 * then come before. args is changed accordingly. The module is compiled and all its imports are
 * there, so it will start. NOENT, ACCES (a directory, not executable), NOEXEC (no module, or one
 * that cannot run here), LOOP (interpreters of interpreters), NOMEM. */
wasix_errno program_load(
	struct wasix_caller *c, const char *path, struct string_list *args, struct program *out);

/* Ends the guest's calls; the run loop goes on with the program. Takes over all three. The
 * descriptors that close on exec are closed. */
[[noreturn]] void program_enter(struct wasix_caller *c, struct program *program,
	struct string_list *args, struct string_list *env);

#endif
