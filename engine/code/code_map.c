/* code_map.c -- a code object from its descriptor into executable pages.
 *
 * Not by the dynamic linker: that wants a path, and a process behind the second wall has none; and
 * what it does for symbols, versions and lists of objects costs a third of a warm start. An object
 * of ours is simple: a few segments, one symbol, RELATIVE relocations in its data. No page is ever
 * writable and executable.
 */
#include "code_map.h"

#include "runtime.h"

#include <assert.h>
#include <elf.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SYMBOLS_MAX = 16 }; /* of an object that exports one */

/* Of libgcc's unwinder: adds and removes a table of frames. */
extern void __register_frame(void *begin);   // NOLINT(bugprone-reserved-identifier,cert-dcl*)
extern void __deregister_frame(void *begin); // NOLINT(bugprone-reserved-identifier,cert-dcl*)

static uintptr_t
page_down(uintptr_t address)
{
	return address & -(uintptr_t)sysconf(_SC_PAGESIZE);
}

static uintptr_t
page_up(uintptr_t address)
{
	return page_down(address + (uintptr_t)sysconf(_SC_PAGESIZE) - 1);
}

/* --- segments --- */

static const Elf64_Phdr *
segments(const struct code_file *file, unsigned *count)
{
	const Elf64_Ehdr *e = (const Elf64_Ehdr *)file->bytes;

	*count = e->e_phnum;
	return (const Elf64_Phdr *)(file->bytes + e->e_phoff);
}

/* Code is never writable, whatever the file says. */
static int
protection(const Elf64_Phdr *p)
{
	if (p->p_flags & PF_X)
		return PROT_READ | PROT_EXEC;
	return (p->p_flags & PF_R ? PROT_READ : 0) | (p->p_flags & PF_W ? PROT_WRITE : 0);
}

/* Zeros behind what the file gives: the rest of its last page, and pages of their own. */
static bool
map_zeros(uint8_t *base, const Elf64_Phdr *p)
{
	uintptr_t end = (uintptr_t)base + p->p_vaddr + p->p_filesz;
	uintptr_t memory_end = (uintptr_t)base + p->p_vaddr + p->p_memsz;

	if (p->p_memsz <= p->p_filesz)
		return true;
	if (!(protection(p) & PROT_WRITE))
		return false;
	uintptr_t pages = page_up(end);
	memset((void *)end, 0, (memory_end < pages ? memory_end : pages) - end);
	return memory_end <= pages ||
	       mmap((void *)pages, page_up(memory_end) - pages, protection(p),
		       MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool
map_segment(uint8_t *base, const Elf64_Phdr *p, int fd)
{
	uintptr_t within = p->p_vaddr - page_down(p->p_vaddr);

	if (p->p_offset < within || page_down(p->p_offset) != p->p_offset - within)
		return false;
	if (p->p_filesz &&
		mmap(base + p->p_vaddr - within, p->p_filesz + within, protection(p),
			MAP_PRIVATE | MAP_FIXED, fd, (off_t)(p->p_offset - within)) == MAP_FAILED)
		return false;
	return map_zeros(base, p);
}

/* Bytes of address space that the object wants; 0: it makes no sense. */
static size_t
span_of(const struct code_file *file)
{
	unsigned count;
	const Elf64_Phdr *p = segments(file, &count);
	uint64_t end = 0;

	for (unsigned i = 0; i < count; i++) {
		if (p[i].p_type != PT_LOAD)
			continue;
		if (p[i].p_vaddr < page_down(end) || p[i].p_memsz < p[i].p_filesz ||
			p[i].p_memsz > UINT32_MAX || p[i].p_vaddr > UINT32_MAX)
			return 0;
		end = page_up(p[i].p_vaddr + p[i].p_memsz);
	}
	return end;
}

static bool
map_segments(struct code_mapping *map, const struct code_file *file)
{
	unsigned count;
	const Elf64_Phdr *p = segments(file, &count);

	map->size = span_of(file);
	if (!map->size)
		return false;
	void *base = mmap(
		NULL, map->size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (base == MAP_FAILED)
		return false;
	map->base = base;
	for (unsigned i = 0; i < count; i++)
		if (p[i].p_type == PT_LOAD && !map_segment(map->base, &p[i], file->fd))
			return false;
	return true;
}

/* --- what the segments hold --- */

/* Address of len bytes that lie in one segment with these flags; NULL: there is none. */
static void *
within(const struct code_mapping *map, const struct code_file *file, uint64_t at, uint64_t len,
	uint32_t flags)
{
	unsigned count;
	const Elf64_Phdr *p = segments(file, &count);

	for (unsigned i = 0; i < count; i++)
		if (p[i].p_type == PT_LOAD && (p[i].p_flags & flags) == flags &&
			at >= p[i].p_vaddr && len <= p[i].p_memsz &&
			at - p[i].p_vaddr <= p[i].p_memsz - len)
			return map->base + at;
	return NULL;
}

struct dynamic {
	uint64_t rela, rela_size, symbols, strings, strings_size;
};

static bool
dynamic_read(const struct code_mapping *map, const struct code_file *file, struct dynamic *out)
{
	unsigned count;
	const Elf64_Phdr *p = segments(file, &count);

	*out = (struct dynamic){ 0 };
	for (unsigned i = 0; i < count; i++) {
		if (p[i].p_type != PT_DYNAMIC)
			continue;
		const Elf64_Dyn *d = within(map, file, p[i].p_vaddr, p[i].p_memsz, PF_R);
		for (uint64_t n = 0; d && n < p[i].p_memsz / sizeof *d; n++)
			switch (d[n].d_tag) {
			case DT_RELA:
				out->rela = d[n].d_un.d_ptr;
				break;
			case DT_RELASZ:
				out->rela_size = d[n].d_un.d_val;
				break;
			case DT_SYMTAB:
				out->symbols = d[n].d_un.d_ptr;
				break;
			case DT_STRTAB:
				out->strings = d[n].d_un.d_ptr;
				break;
			case DT_STRSZ:
				out->strings_size = d[n].d_un.d_val;
				break;
			}
		return d;
	}
	return false;
}

static bool
relocate(const struct code_mapping *map, const struct code_file *file, const struct dynamic *d)
{
	if (!d->rela_size)
		return true;
	const Elf64_Rela *r = within(map, file, d->rela, d->rela_size, PF_R);
	for (uint64_t i = 0; r && i < d->rela_size / sizeof *r; i++) {
		uint64_t *word = within(map, file, r[i].r_offset, sizeof *word, PF_R | PF_W);
		if (!word || ELF64_R_TYPE(r[i].r_info) != R_X86_64_RELATIVE)
			return false;
		*word = (uint64_t)(uintptr_t)map->base + (uint64_t)r[i].r_addend;
	}
	return r;
}

static const struct code_header *
header_find(const struct code_mapping *map, const struct code_file *file, const struct dynamic *d)
{
	static const char NAME[] = "wasix_code";
	const char *strings = within(map, file, d->strings, d->strings_size, PF_R);

	for (unsigned i = 0; strings && i < SYMBOLS_MAX; i++) {
		const Elf64_Sym *s = within(map, file, d->symbols + i * sizeof *s, sizeof *s, PF_R);
		if (!s)
			return NULL;
		if (s->st_name < d->strings_size && d->strings_size - s->st_name >= sizeof NAME &&
			memcmp(strings + s->st_name, NAME, sizeof NAME) == 0)
			return within(map, file, s->st_value, sizeof(struct code_header), PF_R);
	}
	return NULL;
}

/* From the search table's header: a version, three encodings, then the distance to the frames (LSB,
 * "The .eh_frame_hdr section"). The linker ends the frames with a zero. */
static void *
frames_find(const struct code_mapping *map, const struct code_file *file)
{
	enum { VERSION = 1, PC_RELATIVE_32 = 0x1b };
	unsigned count;
	const Elf64_Phdr *p = segments(file, &count);

	for (unsigned i = 0; i < count; i++) {
		int32_t distance;
		if (p[i].p_type != PT_GNU_EH_FRAME)
			continue;
		const uint8_t *h = within(map, file, p[i].p_vaddr, 4 + sizeof distance, PF_R);
		if (!h || h[0] != VERSION || h[1] != PC_RELATIVE_32)
			return NULL;
		memcpy(&distance, h + 4, sizeof distance);
		return within(map, file, p[i].p_vaddr + 4 + (uint64_t)(int64_t)distance,
			sizeof distance, PF_R);
	}
	return NULL;
}

static void
text_find(struct code_mapping *map, const struct code_file *file)
{
	unsigned count;
	const Elf64_Phdr *p = segments(file, &count);

	assert(map->base);
	for (unsigned i = 0; i < count; i++) {
		if (p[i].p_type != PT_LOAD || !(p[i].p_flags & PF_X))
			continue;
		if (!map->text)
			map->text = map->base + p[i].p_vaddr;
		map->text_end = map->base + p[i].p_vaddr + p[i].p_memsz;
	}
}

/* --- both together --- */

bool
code_map(struct code_mapping *map, const struct code_file *file)
{
	struct dynamic d;

	*map = (struct code_mapping){ 0 };
	if (map_segments(map, file) && dynamic_read(map, file, &d) && relocate(map, file, &d))
		map->header = header_find(map, file, &d);
	if (!map->header) {
		code_unmap(map);
		return false;
	}
	text_find(map, file);
	map->frames = frames_find(map, file);
	if (map->frames) {
		unwind_hold();
		__register_frame(map->frames);
		unwind_let_go();
	}
	return true;
}

void
code_unmap(struct code_mapping *map)
{
	if (map->frames) {
		unwind_hold();
		__deregister_frame(map->frames);
		unwind_let_go();
	}
	if (map->base)
		munmap(map->base, map->size);
	*map = (struct code_mapping){ 0 };
}
