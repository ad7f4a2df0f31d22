/* load.c -- a code object: is it whole and ours, then into executable pages (code_map.c).
 *
 * Sizes, magic and the program headers are checked first: a file that was cut short or comes from
 * elsewhere is refused, never mapped executable.
 */
#include "code.h"
#include "error.h"
#include "runtime.h"

#include <elf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define CODE_MAGIC "WASIXCO1"

/* --- the file --- */

static bool
trailer_read(const struct code_file *file, struct code_trailer *out)
{
	if (file->size < sizeof(Elf64_Ehdr) + sizeof *out)
		return false;
	memcpy(out, file->bytes + file->size - sizeof *out, sizeof *out);
	uint64_t lines = (uint64_t)out->line_count * sizeof(struct code_line);
	return memcmp(out->magic, CODE_MAGIC, sizeof out->magic) == 0 &&
	       out->version == CODE_VERSION && out->elf_size >= sizeof(Elf64_Ehdr) &&
	       out->elf_size <= file->size && out->elf_size % sizeof(uint32_t) == 0 &&
	       lines + sizeof *out == file->size - out->elf_size;
}

static bool
segment_is_sane(const Elf64_Phdr *p, uint64_t elf_size)
{
	if (p->p_type != PT_LOAD && p->p_type != PT_DYNAMIC)
		return true;
	if (p->p_offset > elf_size || p->p_filesz > elf_size - p->p_offset)
		return false;
	return (p->p_flags & (PF_W | PF_X)) != (PF_W | PF_X);
}

static bool
elf_is_sane(const struct code_file *file, uint64_t elf_size)
{
	Elf64_Ehdr e;

	memcpy(&e, file->bytes, sizeof e);
	if (memcmp(e.e_ident, ELFMAG, SELFMAG) != 0 || e.e_ident[EI_CLASS] != ELFCLASS64 ||
		e.e_type != ET_DYN || e.e_machine != EM_X86_64 ||
		e.e_phentsize != sizeof(Elf64_Phdr) || e.e_phoff > elf_size ||
		e.e_phnum * sizeof(Elf64_Phdr) > elf_size - e.e_phoff)
		return false;
	for (uint32_t i = 0; i < e.e_phnum; i++) {
		Elf64_Phdr p;
		memcpy(&p, file->bytes + e.e_phoff + i * sizeof p, sizeof p);
		if (!segment_is_sane(&p, elf_size))
			return false;
	}
	return true;
}

bool
code_file_open(struct code_file *file, int fd)
{
	struct code_trailer trailer;
	struct stat st;
	void *bytes = MAP_FAILED;

	*file = (struct code_file){ .fd = fd };
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED) {
		code_file_close(file);
		return false;
	}
	file->size = (size_t)st.st_size;
	file->bytes = bytes;
	if (trailer_read(file, &trailer) && elf_is_sane(file, trailer.elf_size))
		return true;
	code_file_close(file);
	return false;
}

void
code_file_close(struct code_file *file)
{
	if (file->bytes)
		munmap((void *)(uintptr_t)file->bytes, file->size);
	if (file->fd >= 0)
		close(file->fd);
	*file = (struct code_file){ .fd = -1 };
}

/* --- loading --- */

/* Distances count from the header. */
static const void *
at_distance(const struct code *code, int32_t distance)
{
	return (const uint8_t *)code->map.header + distance;
}

static int32_t
distance_at(const struct code *code, int32_t array, uint32_t index)
{
	return ((const int32_t *)at_distance(code, array))[index];
}

static bool
header_fits(const struct code_header *h, const struct wasix_module *m)
{
	return h->version == CODE_VERSION &&
	       h->function_count == m->function_count - m->imported_function_count &&
	       h->type_count == m->type_count;
}

static void
lines_find(struct code *code)
{
	struct code_trailer trailer;

	if (trailer_read(&code->file, &trailer)) {
		code->lines = (const struct code_line *)(code->file.bytes + trailer.elf_size);
		code->line_count = trailer.line_count;
	}
}

static bool
code_bind(struct code *code, const struct wasix_module *m)
{
	if (!header_fits(code->map.header, m))
		return false;
	lines_find(code);
	if (code->map.header->hooks)
		*(const struct code_hooks **)(uintptr_t)at_distance(
			code, code->map.header->hook_cell) = &runtime_hooks;
	return true;
}

struct code *
code_load(struct code_file *file, const struct wasix_module *m, wasix_error *err)
{
	struct code *code = calloc(1, sizeof *code);

	if (!code) {
		code_file_close(file);
		fail_memory(err);
		return NULL;
	}
	code->file = *file;
	*file = (struct code_file){ .fd = -1 };
	bool mapped = code_map(&code->map, &code->file);
	close(code->file.fd);
	code->file.fd = -1;
	if (mapped && code_bind(code, m))
		return code;
	fail(err, WASIX_COMPILE, "compiled code cannot be loaded: %s",
		mapped ? "it is not of this module" : "it cannot be mapped executable");
	code_delete(code);
	return NULL;
}

void
code_delete(struct code *code)
{
	if (!code)
		return;
	code_unmap(&code->map);
	code_file_close(&code->file);
	free(code);
}

/* --- what is in it --- */

static void (*entry_at(const struct code *code, int32_t array, uint32_t index))(void)
{
	int32_t distance = distance_at(code, array, index);
	if (!distance)
		return NULL;
	return (void (*)(void))(uintptr_t)at_distance(code, distance);
}

void (*code_function(const struct code *code, uint32_t index))(void)
{
	return entry_at(code, code->map.header->functions, index);
}

void (*code_host_adapter(const struct code *code, uint32_t type))(void)
{
	return entry_at(code, code->map.header->host_adapters, type);
}

struct exception *(*code_call_adapter(const struct code *code, uint32_t type))(
	void (*entry)(void), void *ctx, union cell *values)
{
	return (struct exception * (*)(void (*)(void), void *, union cell *))
		entry_at(code, code->map.header->call_adapters, type);
}
