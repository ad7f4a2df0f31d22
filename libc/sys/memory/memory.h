/* memory.h -- linear memory handed out by address. */
#ifndef SYS_MEMORY_H
#define SYS_MEMORY_H

#include <features.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* n bytes that are never given back, 16-aligned and zero, or NULL. */
hidden void *__wasix_break(size_t n);

/* Whole pages (4096) from the end of memory, aligned (to a page at least) and zero, or NULL. From
 * *gap on there are pages that the alignment has left out. */
hidden char *__wasix_break_pages(size_t len, size_t align, char **gap);

/* More pages at this address, if nothing has been taken behind it. */
hidden bool __wasix_break_extend(char *end, size_t more);

/* mmap of memory without a file. */
hidden void *__wasix_map_anonymous(void *, size_t, int, int, int, off_t);

/* Pages, not cleared: *zero says whether they are zero. NULL: no memory. */
hidden void *__wasix_pages_take(size_t len, size_t align, bool *zero);
hidden void __wasix_pages_give(char *start, char *end);

/* More pages at this address. */
hidden bool __wasix_pages_extend(char *end, size_t more, bool *zero);

/* Zeroed pages, or -ENOMEM as a pointer-sized integer. */
hidden long __wasix_map_pages(size_t len);

/* Around a fork, after malloc's own: the child shall find no lock of memory held by a thread that
 * it does not have. */
hidden void __wasix_memory_hold(void);
hidden void __wasix_memory_let_go(void);
hidden void __wasix_break_hold(void);
hidden void __wasix_break_let_go(void);

#endif
