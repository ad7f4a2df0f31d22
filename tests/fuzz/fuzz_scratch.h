/* fuzz_scratch.h -- a directory of the host for fuzz targets: what the guest may reach, and what it
 * must not.
 *
 *  scratch/in/    mounted; each input begins with it as fill() makes it
 *  scratch/ro/    mounted read-only
 *  scratch/out/   not mounted
 *
 * scratch_check aborts when anything in ro or out was changed, added or removed.
 */
#ifndef TESTS_FUZZ_SCRATCH_H
#define TESTS_FUZZ_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>

/* Makes the three, in memory where there is such a place; they are removed when the program ends.
 */
void scratch_make(void);
/* Absolute name of something below; good until the next but three. */
const char *scratch_path(const char *name);
void scratch_file(const char *name, const char *text);
/* It may be executed. */
void scratch_program(const char *name, const void *bytes, size_t len);
void scratch_fifo(const char *name);
void scratch_directory(const char *name);
void scratch_link(const char *target, const char *name);
/* Removes everything below in/. */
void scratch_clear(void);
/* Call it once ro and out are filled. */
void scratch_remember(void);
void scratch_check(void);
/* A host descriptor of the guest's leads below in/ or ro/; pipes and the like have no path. */
void scratch_check_descriptor(int host);
/* Aborts with a text when the condition does not hold. */
void require(bool condition, const char *what);

#endif
