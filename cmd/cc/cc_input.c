/* cc_input.c -- see cc_input.h. */
#include "cc_input.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void
cc_input_explain(const char *name, const char *file)
{
	Elf64_Ehdr head = { 0 };
	struct stat s;
	int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	/* what a pipe holds is clang's to read */
	bool is_regular = fd >= 0 && fstat(fd, &s) == 0 && S_ISREG(s.st_mode);
	ssize_t n = is_regular ? read(fd, &head, sizeof head) : 0;

	if (fd >= 0)
		close(fd);
	if (n < (ssize_t)sizeof head || memcmp(head.e_ident, ELFMAG, SELFMAG) != 0)
		return;
	fprintf(stderr, "%s: %s is a native %s; compile its source with %s\n", name, file,
		head.e_type == ET_REL ? "object" : "program or library", name);
}
