/* launch.h -- starting a program, in place of this one or in a child. */
#ifndef HOST_LAUNCH_H
#define HOST_LAUNCH_H

#include "program.h"

struct launch_action {
	struct abi_spawn_fd_op op;
	char *path; /* of OPEN and CHDIR */
};

/* All that was given, on host values; owned. */
struct launch {
	char *name;
	char *directories; /* NULL: not searched */
	struct file *dir;  /* see struct program_name */
	bool is_dir;
	struct string_list args, env;
	struct ext_inherit inherit;
	bool has_inherit; /* else descriptors carry their own marks */
	uint64_t ignored; /* signals */
	/* of a child only */
	struct launch_action *actions;
	size_t action_count;
	uint32_t flags; /* EXT_SPAWN_* */
	int32_t group;
};

void launch_delete(struct launch *l);
/* Reads name, directories (0: none; search: the usual ones then), actions. Lists are the caller's
 * to read. NAMETOOLONG, FAULT, NOMEM. */
wasix_errno launch_read_name(
	struct wasix_caller *c, wasix_gptr name, uint32_t len, struct launch *l);
wasix_errno launch_read_directories(
	struct wasix_caller *c, bool search, wasix_gptr path, uint32_t len, struct launch *l);
wasix_errno launch_read_actions(
	struct wasix_caller *c, wasix_gptr ops, uint32_t count, struct launch *l);

/* Does not return if the program starts; what l holds is the program's then, or freed. While
 * proc_fork_env lasts, the program starts in the child, and this returns SUCCESS. */
wasix_errno launch_exec(struct wasix_caller *c, struct launch *l);
/* *pid is the child, in which the program has started. In the child this does not return. */
wasix_errno launch_spawn(struct wasix_caller *c, struct launch *l, uint32_t *pid);

/* --- fork (fork.c) --- */

/* *pid is 0 in the child, the child's number in the parent. AGAIN, NOMEM. keeps_memory: else the
 * child starts a program at once. */
wasix_errno process_fork(struct wasix_process *p, bool keeps_memory, uint32_t *pid);
/* As process_fork, for a slot that is reserved; it is given back on failure. */
wasix_errno process_fork_as(struct wasix_process *p, uint32_t child, uint32_t *pid);

/* --- proc_fork_env (vfork.c) --- */

/* While p->vfork is set: forks the child that was promised. SUCCESS with *in_child set: this is
 * it. The parent calls vfork_end when the child goes its own way. */
wasix_errno vfork_begin_child(struct wasix_process *p, bool *in_child);
void vfork_end(struct wasix_process *p);
/* proc_exit of the child: returns in the parent. */
void vfork_exit(struct wasix_caller *c, int code);
/* In a child that was forked while it lasts: what was promised is its parent's to keep. */
void vfork_forked(struct wasix_process *p);
/* The process ends while it lasts: there is no child. */
void vfork_forget(struct wasix_process *p);
uint32_t vfork_pid(const struct wasix_process *p);

#endif
