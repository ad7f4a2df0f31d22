/* code_link.h -- objects of the code generator to one code object (see compile.h). */
#ifndef ENGINE_CODE_LINK_H
#define ENGINE_CODE_LINK_H

#include "compile.h"

/* Links the objects in the open files and writes ELF file, line entries and trailer to out_fd,
 * which is empty and stands at 0. Uses ld.lld-22 from $PATH, or what $WASIX_LLD names. Errors:
 * COMPILE, IO, LIMIT. */
[[nodiscard]] wasix_result code_link(
	const int *objects, uint32_t count, int out_fd, wasix_error *err);

#endif
