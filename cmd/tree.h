/* tree.h -- files and directories that a command makes, copies and removes. All return whether it
 * worked, else errno says why and tree_failed_path() where. */
#ifndef CMD_TREE_H
#define CMD_TREE_H

#include <stdbool.h>
#include <stddef.h>

/* Like mkdir -p. */
bool tree_make(const char *path);

/* Copies a directory with all that is in it, following links; `to` is made. */
bool tree_copy(const char *from, const char *to);

bool tree_copy_file(const char *from, const char *to);

/* Nothing there is fine. */
bool tree_remove(const char *path);

/* The file's text with a NUL behind it, NULL if it cannot be read. Never freed. */
char *tree_read(const char *path, size_t *len);
bool tree_write(const char *path, const char *bytes, size_t len);

/* What the last failure was about. */
const char *tree_failed_path(void);

#endif
