/* dlopen.c -- there is no dynamic loading yet; the message says of what, as programs print it. */
#include <dlfcn.h>

#include "dynlink.h"

void *
dlopen(const char *file, int mode)
{
	(void)mode;
	__dl_seterr("%s: dynamic loading is not supported", file ? file : "the program itself");
	return NULL;
}
