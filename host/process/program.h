/* program.h -- what exec and spawn run: a module out of the guest's tree, its arguments and
 * environment. */
#ifndef HOST_PROGRAM_H
#define HOST_PROGRAM_H

#include "extension_types.h"
#include "host.h"

/* Where a program is looked for. */
struct program_name {
	const char *name;
	struct file *dir;        /* relative names start here; NULL: the working directory */
	bool is_dir;             /* dir is the program itself, name is for scripts */
	const char *directories; /* where to look for a name without a slash, ":" between; NULL:
				    nowhere */
};

/* Finds the program behind a name: a module, or through "#!" its interpreter's, whose arguments
 * then come before. args is changed accordingly. The module is compiled and all its imports are
 * there, so it will start. NOENT, ACCES (a directory, not executable), NOEXEC (no module, or one
 * that cannot run here), LOOP (interpreters of interpreters), NOMEM. */
wasix_errno program_load(struct wasix_caller *c, const struct program_name *name,
	struct string_list *args, struct opened_module *out);

/* Ends the guest's calls; the run loop goes on with the program. Takes over all three. The
 * descriptors that close on exec are closed. */
[[noreturn]] void program_enter(struct wasix_caller *c, struct opened_module *program,
	struct string_list *args, struct string_list *env);

/* --- what guests give (program_lists.c) --- */

enum { ARGUMENTS_BYTES_MAX = 2 << 20 }; /* as Linux with its usual stack; then 2BIG */

/* A string that ends with NUL, malloc'd, of at most max bytes with it. FAULT, NOMEM, 2BIG. */
wasix_errno string_read(struct wasix_caller *c, wasix_gptr ptr, size_t max, char **out);
/* An array of the addresses of strings: count of them, or fewer if an address is 0 before. Each
 * counts against *room. */
wasix_errno strings_read(struct wasix_caller *c, wasix_gptr array, uint32_t count, size_t *room,
	struct string_list *out);
/* Strings with a line feed behind each; the last one may lack it. */
wasix_errno lines_read(
	struct wasix_caller *c, wasix_gptr ptr, uint32_t len, struct string_list *out);
wasix_errno list_copy_of(const struct string_list *from, struct string_list *out);

/* --- what is inherited (exec.c) --- */

wasix_errno inherit_read(struct wasix_caller *c, wasix_gptr ptr, struct ext_inherit *out);
/* Marks the descriptors that close on exec, and notes the signals. FAULT. */
wasix_errno inherit_apply(struct wasix_caller *c, const struct ext_inherit *inherit);

#endif
