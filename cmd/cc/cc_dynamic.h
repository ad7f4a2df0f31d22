/* cc_dynamic.h -- programs that load libraries, and the libraries. */
#ifndef CMD_CC_DYNAMIC_H
#define CMD_CC_DYNAMIC_H

#include "cc_args.h"

#include <stdbool.h>

/* What the command line says of it. */
struct cc_dynamic {
	bool shared;        /* -shared */
	bool pie;           /* -pie */
	bool exports;       /* -rdynamic or the linker's names for it */
	bool names_library; /* an input is one */
	bool pic;           /* -fPIC */
	struct args words;  /* for the linker, of such links only */
};

/* PROGRAM: -pie and -rdynamic, or a library among the files. -pie alone is what build systems say
 * of every program, and changes nothing. */
enum cc_link { CC_STATIC, CC_PROGRAM, CC_LIBRARY };
enum cc_link cc_dynamic_kind(const struct cc_dynamic *d);

/* Whether the word is of its concern; whoever calls goes on with it all the same. */
bool cc_dynamic_note(struct cc_dynamic *d, const char *word);
/* An option of the linker's; value: NULL if it is in the word. */
void cc_dynamic_note_linker(struct cc_dynamic *d, const char *word, const char *value);

/* For compiling position-independent code. */
void cc_dynamic_add_compile(struct args *out);
/* For the link: what stands before the user's words. sysroot is its path. */
void cc_dynamic_add_link(
	const struct cc_dynamic *d, enum cc_link kind, const char *sysroot, struct args *out);

/* For a program with C++ in it; the library's directory is among those that are searched. */
void cc_dynamic_add_cxx(struct args *out);

#endif
