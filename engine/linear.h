/* linear.h -- copies from and to linear memory. What a guest's threads do there is theirs to order,
 * by locks that no detector of races sees: it is told not to look.
 */
#ifndef ENGINE_LINEAR_H
#define ENGINE_LINEAR_H

#include <string.h>

#if __has_feature(thread_sanitizer)
void AnnotateIgnoreReadsBegin(const char *file, int line);
void AnnotateIgnoreReadsEnd(const char *file, int line);
void AnnotateIgnoreWritesBegin(const char *file, int line);
void AnnotateIgnoreWritesEnd(const char *file, int line);
#define LINEAR_BEGIN()                                 \
	(AnnotateIgnoreReadsBegin(__FILE__, __LINE__), \
		AnnotateIgnoreWritesBegin(__FILE__, __LINE__))
#define LINEAR_END() \
	(AnnotateIgnoreWritesEnd(__FILE__, __LINE__), AnnotateIgnoreReadsEnd(__FILE__, __LINE__))
#else
#define LINEAR_BEGIN() ((void)0)
#define LINEAR_END()   ((void)0)
#endif

static inline void
linear_copy(void *to, const void *from, size_t len)
{
	LINEAR_BEGIN();
	memcpy(to, from, len);
	LINEAR_END();
}

static inline void
linear_move(void *to, const void *from, size_t len)
{
	LINEAR_BEGIN();
	memmove(to, from, len);
	LINEAR_END();
}

static inline void
linear_set(void *to, int value, size_t len)
{
	LINEAR_BEGIN();
	memset(to, value, len);
	LINEAR_END();
}

/* For compiled code, which calls them itself. */
#if __has_feature(thread_sanitizer)
[[maybe_unused]] static void *
linear_memmove(void *to, const void *from, size_t len)
{
	linear_move(to, from, len);
	return to;
}

[[maybe_unused]] static void *
linear_memset(void *to, int value, size_t len)
{
	linear_set(to, value, len);
	return to;
}
#else
#define linear_memmove memmove
#define linear_memset  memset
#endif

#endif
