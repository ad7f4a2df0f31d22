/* file.c -- reading a module, reporting what is wrong with it. */
#include "file.h"

#include "commands.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MODULE_MAX = 1 << 30, PROGRESS_AFTER_MS = 500 };

static bool
copy_all(int from, int to, size_t len)
{
	for (size_t done = 0; done < len;) {
		ssize_t n = sendfile(to, from, NULL, len - done);
		if (n <= 0 && !(n < 0 && errno == EINTR)) {
			if (n == 0)
				errno = EIO; /* it became shorter while we read */
			return false;
		}
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

/* Of the file, so that whoever changes it later changes no module; in a memory file, so that
 * neither a start nor a fork has its pages to fill in one by one (bench/README.md, "fork-0").
 * NULL with errno. */
static const uint8_t *
copy_map(int fd, size_t len)
{
	int memory = memfd_create("wasix-module", MFD_CLOEXEC);
	void *bytes = MAP_FAILED;

	if (memory >= 0 && ftruncate(memory, (off_t)len + 1) == 0 && copy_all(fd, memory, len))
		bytes = mmap(NULL, len + 1, PROT_READ, MAP_PRIVATE, memory, 0);
	int failed = errno;
	if (memory >= 0)
		close(memory);
	errno = failed;
	return bytes == MAP_FAILED ? NULL : bytes;
}

void
file_free(struct file *f)
{
	if (f->bytes)
		munmap((void *)(uintptr_t)f->bytes, f->len + 1);
	*f = (struct file){ 0 };
}

/* The number at *at, an LEB128, which moves behind it; too large when the file is cut. */
static size_t
take_number(const struct file *f, size_t *at)
{
	size_t value = 0;

	for (unsigned shift = 0; shift < 35 && *at < f->len; shift += 7) {
		uint8_t byte = f->bytes[(*at)++];
		value |= (size_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return value;
	}
	return SIZE_MAX;
}

bool
file_is_object(const struct file *f)
{
	static const char NAME[] = "\7linking";

	for (size_t at = 8; at < f->len;) {
		bool is_custom = f->bytes[at++] == 0;
		size_t len = take_number(f, &at);
		if (len > f->len - at)
			return false;
		if (is_custom && len >= sizeof NAME - 1 &&
			memcmp(f->bytes + at, NAME, sizeof NAME - 1) == 0)
			return true;
		at += len;
	}
	return false;
}

/* What a file that is no binary module probably is, and what to do instead; NULL: no idea, the
 * decoder will say what is wrong. */
static const char *
what_instead(const char *path, const struct file *f)
{
	const char *suffix = strrchr(path, '.');
	const char *text = (const char *)f->bytes + strspn((const char *)f->bytes, " \t\r\n");

	if (f->len >= 4 && memcmp(f->bytes, "\0asm", 4) == 0)
		return NULL;
	if (f->len >= 4 && memcmp(f->bytes, "\177ELF", 4) == 0)
		return "is a native program; compile its source with wasixcc";
	if (suffix && strcmp(suffix, ".c") == 0)
		return "is C source; compile it first: wasixcc FILE -o MODULE";
	if (strncmp(text, "(module", 7) == 0 || strncmp(text, ";;", 2) == 0)
		return "is a text module; wat2wasm turns it into a binary one";
	return NULL;
}

int
file_read(const struct command *command, const char *path, struct file *out)
{
	struct stat st;
	const char *why = NULL;
	int status = STATUS_NOT_RUN;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*out = (struct file){ 0 };
	if (fd < 0) {
		status = errno == ENOENT || errno == ENOTDIR ? STATUS_NOT_FOUND : STATUS_NOT_RUN;
		why = strerror(errno);
	} else if (fstat(fd, &st) != 0) {
		why = strerror(errno);
	} else if (S_ISDIR(st.st_mode)) {
		why = "is a directory; a module is expected (a directory is granted by --dir)";
	} else if (!S_ISREG(st.st_mode)) {
		why = "is no regular file";
	} else if (st.st_size > MODULE_MAX) {
		why = "is larger than 1 GiB";
	} else {
		out->len = (size_t)st.st_size;
		out->bytes = copy_map(fd, out->len);
		why = out->bytes ? what_instead(path, out) : strerror(errno);
	}
	if (fd >= 0)
		close(fd);
	if (!why)
		return 0;
	file_free(out);
	command_complain(command, "%s: %s", path, why);
	return status;
}

void
report_error(const struct command *command, const char *path, const wasix_error *err)
{
	char offset[32] = "";
	if (err->has_offset)
		snprintf(offset, sizeof offset, ", offset 0x%" PRIx64, err->offset);
	command_complain(
		command, "%s: %s%s: %s", path, wasix_result_name(err->code), offset, err->text);
	for (uint32_t i = 0; i < err->frame_count; i++) {
		const wasix_frame *f = &err->frames[i];
		fprintf(stderr, "  at 0x%" PRIx64 " in %s (function %" PRIu32 ")", f->offset,
			*f->name ? f->name : "an unnamed function", f->function);
		if (*f->file)
			fprintf(stderr, ", %s:%" PRIu32, f->file, f->line);
		fputc('\n', stderr);
	}
}

void
report_warning(void *env, const char *text)
{
	command_complain(env, "warning: %s", text);
}

static int64_t
now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
report_progress(void *env, size_t done_bytes, size_t total_bytes)
{
	static int64_t begin_ms; /* of the compile that is being reported; commands compile one
				    module at a time */
	static bool shown;
	(void)env;
	if (!begin_ms || done_bytes == 0)
		begin_ms = now_ms();
	if (!isatty(STDERR_FILENO) || total_bytes == 0)
		return;
	if (done_bytes < total_bytes && now_ms() - begin_ms >= PROGRESS_AFTER_MS) {
		fprintf(stderr, "\rcompiling to native code, once: %zu%% of %zu KiB ",
			done_bytes * 100 / total_bytes, total_bytes >> 10);
		shown = true;
	} else if (done_bytes >= total_bytes && shown) {
		fprintf(stderr, "\r\033[K");
		shown = false;
	}
}
