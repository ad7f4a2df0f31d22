/* file.h -- reading a module, reporting what is wrong with it: what all commands that take a FILE
 * share. */
#ifndef CMD_FILE_H
#define CMD_FILE_H

#include "options.h"
#include "wasix.h"

struct file {
	const uint8_t *bytes; /* a NUL behind them */
	size_t len;
};

/* Reads a whole file. Returns 0, or an exit status after one line on stderr (127: no such file,
 * 126: anything else). file_free gives the bytes back. */
int file_read(const struct command *command, const char *path, struct file *out);
void file_free(struct file *f);
/* What -c makes is a module too, but with a section for the linker ("Tool Conventions"). */
bool file_is_object(const struct file *f);

/* One line that says which stage refused, why and at which offset; then the guest's stack, if it
 * trapped. */
void report_error(const struct command *command, const char *path, const wasix_error *err);

/* Engine callbacks: a warning line; a progress line, on a terminal only, for compiles that take
 * long. env: the command. */
void report_warning(void *env, const char *text);
void report_progress(void *env, size_t done_bytes, size_t total_bytes);

#endif
