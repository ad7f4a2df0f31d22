/* memory.h -- linear memory handed out by address. */
#ifndef SYS_MEMORY_H
#define SYS_MEMORY_H

#include <features.h>
#include <stddef.h>
#include <sys/types.h>

/* n bytes that are never given back, 16-aligned and zero, or NULL. */
hidden void *__wasix_break(size_t n);

/* Whole pages (4096) from the end of memory, page-aligned and zero, or NULL. */
hidden void *__wasix_break_pages(size_t len);

/* mmap of memory without a file. */
hidden void *__wasix_map_anonymous(void *, size_t, int, int, int, off_t);

/* Zeroed pages, or -ENOMEM as a pointer-sized integer. */
hidden long __wasix_map_pages(size_t len);

/* Around a fork, after malloc's own: the child shall find no lock of memory held by a thread that
 * it does not have. */
hidden void __wasix_memory_hold(void);
hidden void __wasix_memory_let_go(void);
hidden void __wasix_break_hold(void);
hidden void __wasix_break_let_go(void);

#endif
