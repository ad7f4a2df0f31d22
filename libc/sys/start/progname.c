/* progname.c -- the program's name, for messages. That it is linked makes the start fetch the
 * arguments, even if main does not want them. */
#include "start.h"

#include <features.h>
#include <string.h>

char *__progname = NULL, *__progname_full = NULL;

weak_alias(__progname, program_invocation_short_name);
weak_alias(__progname_full, program_invocation_name);

void
__wasix_set_progname(void)
{
	const struct arguments *a = __wasix_arguments();
	char *name = a->argc > 0 ? a->argv[0] : (char *)"";
	char *slash = strrchr(name, '/');

	__progname_full = name;
	__progname = slash ? slash + 1 : name;
}
