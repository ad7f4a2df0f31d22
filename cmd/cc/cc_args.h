/* cc_args.h -- the argument list that the driver builds for clang. */
#ifndef CMD_CC_ARGS_H
#define CMD_CC_ARGS_H

#include <stdbool.h>
#include <stddef.h>

struct args {
	const char **list; /* list[count] is NULL once there is one element */
	size_t count, capacity;
};

/* Appends; the string is borrowed. Memory is never given back: exec comes soon. Ends the process
 * with a message when there is none left. */
void args_add(struct args *a, const char *argument);
void args_add_all(struct args *a, const char *const *list); /* up to a NULL */

/* A string made as by printf; never freed. */
const char *args_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Appends `argument`, or, if it is "@FILE" and the file can be read, what the file holds: words
 * separated by space, quoted as GNU and clang do ('...', "...", \x), files within files too. */
void args_add_expanded(struct args *a, const char *argument);

#endif
