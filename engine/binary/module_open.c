/* module_open.c -- modules out of open files. */
#include "module_open.h"

#include "code.h"
#include "error.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void
module_close(struct opened_module *file)
{
	wasix_module_delete(file->module);
	if (file->bytes)
		munmap(file->bytes, file->size);
	free(file->name);
	*file = (struct opened_module){ 0 };
}

static bool
map(struct opened_module *out, int fd, size_t size)
{
	int access = fd < 0 ? PROT_READ | PROT_WRITE : PROT_READ;
	void *bytes =
		mmap(NULL, size, access, fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_PRIVATE, fd, 0);

	*out = (struct opened_module){ .size = size };
	out->bytes = bytes == MAP_FAILED ? NULL : bytes;
	return out->bytes;
}

/* A file that others change while it is mapped would change the module: it is copied. */
static wasix_result
copy(int fd, const struct opened_module *out, wasix_error *err)
{
	for (size_t at = 0; at < out->size;) {
		ssize_t n = pread(fd, out->bytes + at, out->size - at, (off_t)at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail(err, WASIX_IO, "the module cannot be read: %s",
				n ? strerror(errno) : "it has become shorter");
		at += (size_t)n;
	}
	return WASIX_OK;
}

static wasix_result
open_alone(wasix_engine *engine, int fd, struct opened_module *out, wasix_error *err)
{
	TRY(copy(fd, out, err));
	TRY(wasix_module_new(engine, out->bytes, out->size, &out->module, err));
	return wasix_module_compile(out->module, err);
}

static wasix_result
open_answered(wasix_engine *engine, const struct broker_answer *a, struct opened_module *out,
	wasix_error *err)
{
	wasix_result result = wasix_module_new(engine, out->bytes, out->size, &out->module, err);

	if (result == WASIX_OK)
		return module_take_code(out->module, a->code, err);
	close(a->code);
	return result;
}

static wasix_result
open_by_broker(wasix_engine *engine, int fd, struct opened_module *out, wasix_error *err)
{
	struct broker_answer a;

	if (!broker_ask(engine, fd, &a, err))
		return err ? err->code : WASIX_COMPILE;
	bool mapped = map(out, a.module, a.module_size);
	close(a.module);
	if (mapped)
		return open_answered(engine, &a, out, err);
	close(a.code);
	return fail_memory(err);
}

wasix_result
module_open(wasix_engine *engine, int fd, size_t size, struct opened_module *out, wasix_error *err)
{
	wasix_result result = WASIX_LIMIT;

	*out = (struct opened_module){ 0 };
	if (engine->broker >= 0)
		result = open_by_broker(engine, fd, out, err);
	else if (size && map(out, -1, size))
		result = open_alone(engine, fd, out, err);
	if (result != WASIX_OK)
		module_close(out);
	return result;
}
