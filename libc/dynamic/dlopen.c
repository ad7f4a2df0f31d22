/* dlopen.c -- libraries, loaded by the host. A handle is the host's number: 0 is RTLD_DEFAULT, 1
 * the program. In programs that are linked with -pie -rdynamic; sys/dlopen.c serves the others. */
#include "imports.h"

#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dynlink.h"

enum { MESSAGE = 256, PROGRAM = 1 };

hidden void *__dlsym(void *restrict, const char *restrict, void *restrict);

/* The ABI's bits are not musl's. */
static uint32_t
flags_of(int mode)
{
	return (mode & RTLD_LAZY ? ABI_DL_FLAGS_LAZY : 0) |
	       (mode & RTLD_NOW ? ABI_DL_FLAGS_NOW : 0) |
	       (mode & RTLD_GLOBAL ? ABI_DL_FLAGS_GLOBAL : 0) |
	       (mode & RTLD_NOLOAD ? ABI_DL_FLAGS_NOLOAD : 0) |
	       (mode & RTLD_NODELETE ? ABI_DL_FLAGS_NODELETE : 0);
}

void *
dlopen(const char *file, int mode)
{
	char message[MESSAGE] = "";
	const char *directories = getenv("LD_LIBRARY_PATH");
	uint32_t handle;

	if (!file)
		return (void *)PROGRAM;
	if (!directories)
		directories = "";
	uint32_t e = __import_wasix_dlopen(file, strlen(file), flags_of(mode), message,
		sizeof message, directories, strlen(directories), &handle);
	if (!(e & 0xffff))
		return (void *)(uintptr_t)handle;
	__dl_seterr("%s", *message ? message : strerror(-(int)__wasix_result(e)));
	return NULL;
}

void *
__dlsym(void *restrict handle, const char *restrict name, void *restrict caller)
{
	char message[MESSAGE] = "";
	abi_usize symbol;

	(void)caller; /* nobody knows where it is: RTLD_NEXT is an invalid handle */
	uint32_t e = __import_wasix_dlsym(
		(uint32_t)(uintptr_t)handle, name, strlen(name), message, sizeof message, &symbol);
	if (!(e & 0xffff))
		return (void *)(uintptr_t)symbol;
	__dl_seterr("%s", *message ? message : strerror(-(int)__wasix_result(e)));
	return NULL;
}

int
__dl_invalid_handle(void *handle)
{
	uint32_t number = (uint32_t)(uintptr_t)handle;

	if (number == PROGRAM || !(__import_wasix_dl_invalid_handle(number) & 0xffff))
		return 0;
	__dl_seterr("Invalid library handle %p", handle);
	return 1;
}
