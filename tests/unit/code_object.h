/* code_object.h -- the smallest file that load.c takes for a code object, to be spoilt by tests. */
#ifndef TESTS_CODE_OBJECT_H
#define TESTS_CODE_OBJECT_H

#include "compile.h"

#include <elf.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct code_object {
	Elf64_Ehdr elf;
	Elf64_Phdr segment;
	struct code_line line;
	struct code_trailer trailer;
};
_Static_assert(sizeof(struct code_object) == 64 + 56 + 8 + 24, "no padding");

static inline struct code_object
code_object_make(void)
{
	struct code_object o = {
		.elf = { .e_type = ET_DYN,
			.e_machine = EM_X86_64,
			.e_phoff = sizeof o.elf,
			.e_phentsize = sizeof o.segment,
			.e_phnum = 1 },
		.segment = { .p_type = PT_LOAD, .p_flags = PF_R | PF_X, .p_filesz = 100 },
		.line = { 16, 10 },
		.trailer = { .line_count = 1,
			.version = CODE_VERSION,
			.elf_size = sizeof o.elf + sizeof o.segment },
	};
	memcpy(o.elf.e_ident, ELFMAG, SELFMAG);
	o.elf.e_ident[EI_CLASS] = ELFCLASS64;
	memcpy(o.trailer.magic, "WASIXCO1", sizeof o.trailer.magic);
	return o;
}

/* The first len bytes as a file. */
static inline int
code_object_file(const struct code_object *o, size_t len)
{
	int fd = memfd_create("object", MFD_CLOEXEC);
	if (write(fd, o, len) != (ssize_t)len)
		return -1;
	return fd;
}

#endif
