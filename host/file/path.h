/* path.h -- what handlers that work on names begin with and ask; path.c. */
#ifndef HOST_PATH_H
#define HOST_PATH_H

#include "host.h"

/* Descriptor, rights, path and walk. Call place_put after success. */
wasix_errno path_place(struct wasix_caller *c, uint32_t fd, abi_rights rights, wasix_gptr path,
	uint32_t len, enum follow follow, struct place *out);

bool place_exists(const struct place *at);
bool place_is_directory(const struct place *at);
/* NOTDIR: a slash behind a name that exists and is no directory. */
wasix_errno place_check_slash(const struct place *at);
/* A name may be made here. */
wasix_errno place_may_create(const struct place *at);
/* The name may be taken away, or what it names be changed. */
wasix_errno place_may_change(const struct place *at);

/* path_rename with the flags of renameat2. */
wasix_errno path_rename(struct wasix_caller *c, uint32_t old_fd, wasix_gptr old_path,
	uint32_t old_len, uint32_t new_fd, wasix_gptr new_path, uint32_t new_len, unsigned flags);

#endif
