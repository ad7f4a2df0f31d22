/* sys/queue.h -- lists by macros, as BSD has them; musl has none.
 *
 *            singly linked     doubly linked    what the head knows
 * first      SLIST             LIST             the first element
 * and last   STAILQ (SIMPLEQ)  TAILQ            the last element's link too, so that both ends can grow
 *
 * A link back is not to the element before but to whatever points here, so removing needs no look at the head.
 * In each *_SAFE loop the element may be removed and freed.
 */
#ifndef _SYS_QUEUE_H
#define _SYS_QUEUE_H

/* SLIST */
#define SLIST_HEAD(name, type)      struct name { struct type *slh_first; }
#define SLIST_ENTRY(type)           struct { struct type *sle_next; }
#define SLIST_HEAD_INITIALIZER(head) { NULL }
#define SLIST_INIT(head)            ((void)((head)->slh_first = NULL))
#define SLIST_FIRST(head)           ((head)->slh_first)
#define SLIST_END(head)             NULL
#define SLIST_EMPTY(head)           (SLIST_FIRST(head) == NULL)
#define SLIST_NEXT(element, field)  ((element)->field.sle_next)
#define SLIST_FOREACH(at, head, field) \
	for ((at) = SLIST_FIRST(head); (at); (at) = SLIST_NEXT(at, field))
#define SLIST_FOREACH_SAFE(at, head, field, next) \
	for ((at) = SLIST_FIRST(head); (at) && ((next) = SLIST_NEXT(at, field), 1); (at) = (next))
#define SLIST_INSERT_HEAD(head, element, field)                    \
	do {                                                       \
		SLIST_NEXT(element, field) = SLIST_FIRST(head);    \
		SLIST_FIRST(head) = (element);                     \
	} while (0)
#define SLIST_INSERT_AFTER(before, element, field)                       \
	do {                                                             \
		SLIST_NEXT(element, field) = SLIST_NEXT(before, field);  \
		SLIST_NEXT(before, field) = (element);                   \
	} while (0)
#define SLIST_REMOVE_HEAD(head, field) ((void)(SLIST_FIRST(head) = SLIST_NEXT(SLIST_FIRST(head), field)))
#define SLIST_REMOVE_AFTER(before, field) \
	((void)(SLIST_NEXT(before, field) = SLIST_NEXT(SLIST_NEXT(before, field), field)))
#define SLIST_REMOVE(head, element, type, field)                     \
	do {                                                         \
		struct type **link_ = &SLIST_FIRST(head);            \
		while (*link_ != (element))                          \
			link_ = &SLIST_NEXT(*link_, field);          \
		*link_ = SLIST_NEXT(*link_, field);                  \
	} while (0)

/* STAILQ */
#define STAILQ_HEAD(name, type)       struct name { struct type *stqh_first, **stqh_last; }
#define STAILQ_ENTRY(type)            struct { struct type *stqe_next; }
#define STAILQ_HEAD_INITIALIZER(head) { NULL, &(head).stqh_first }
#define STAILQ_INIT(head)             ((void)((head)->stqh_first = NULL, (head)->stqh_last = &(head)->stqh_first))
#define STAILQ_FIRST(head)            ((head)->stqh_first)
#define STAILQ_END(head)              NULL
#define STAILQ_EMPTY(head)            (STAILQ_FIRST(head) == NULL)
#define STAILQ_NEXT(element, field)   ((element)->field.stqe_next)
#define STAILQ_LAST(head, type, field)                                              \
	(STAILQ_EMPTY(head) ? NULL                                                  \
	                    : (struct type *)(void *)((char *)(head)->stqh_last -   \
	                              __builtin_offsetof(struct type, field.stqe_next)))
#define STAILQ_FOREACH(at, head, field) \
	for ((at) = STAILQ_FIRST(head); (at); (at) = STAILQ_NEXT(at, field))
#define STAILQ_FOREACH_SAFE(at, head, field, next) \
	for ((at) = STAILQ_FIRST(head); (at) && ((next) = STAILQ_NEXT(at, field), 1); (at) = (next))
#define STAILQ_INSERT_HEAD(head, element, field)                                        \
	do {                                                                            \
		if ((STAILQ_NEXT(element, field) = STAILQ_FIRST(head)) == NULL)         \
			(head)->stqh_last = &STAILQ_NEXT(element, field);               \
		STAILQ_FIRST(head) = (element);                                         \
	} while (0)
#define STAILQ_INSERT_TAIL(head, element, field)                    \
	do {                                                        \
		STAILQ_NEXT(element, field) = NULL;                 \
		*(head)->stqh_last = (element);                     \
		(head)->stqh_last = &STAILQ_NEXT(element, field);   \
	} while (0)
#define STAILQ_INSERT_AFTER(head, before, element, field)                                       \
	do {                                                                                    \
		if ((STAILQ_NEXT(element, field) = STAILQ_NEXT(before, field)) == NULL)         \
			(head)->stqh_last = &STAILQ_NEXT(element, field);                       \
		STAILQ_NEXT(before, field) = (element);                                         \
	} while (0)
#define STAILQ_REMOVE_HEAD(head, field)                                                         \
	do {                                                                                    \
		if ((STAILQ_FIRST(head) = STAILQ_NEXT(STAILQ_FIRST(head), field)) == NULL)      \
			(head)->stqh_last = &STAILQ_FIRST(head);                                \
	} while (0)
#define STAILQ_REMOVE_AFTER(head, before, field)                                                                \
	do {                                                                                                    \
		if ((STAILQ_NEXT(before, field) = STAILQ_NEXT(STAILQ_NEXT(before, field), field)) == NULL)      \
			(head)->stqh_last = &STAILQ_NEXT(before, field);                                        \
	} while (0)
#define STAILQ_REMOVE(head, element, type, field)                               \
	do {                                                                    \
		struct type **link_ = &STAILQ_FIRST(head);                      \
		while (*link_ != (element))                                     \
			link_ = &STAILQ_NEXT(*link_, field);                    \
		if ((*link_ = STAILQ_NEXT(*link_, field)) == NULL)              \
			(head)->stqh_last = link_;                              \
	} while (0)
#define STAILQ_CONCAT(head, other)                                      \
	do {                                                            \
		if (!STAILQ_EMPTY(other)) {                             \
			*(head)->stqh_last = STAILQ_FIRST(other);       \
			(head)->stqh_last = (other)->stqh_last;         \
			STAILQ_INIT(other);                             \
		}                                                       \
	} while (0)

/* SIMPLEQ: OpenBSD's name for it */
#define SIMPLEQ_HEAD              STAILQ_HEAD
#define SIMPLEQ_ENTRY             STAILQ_ENTRY
#define SIMPLEQ_HEAD_INITIALIZER  STAILQ_HEAD_INITIALIZER
#define SIMPLEQ_INIT              STAILQ_INIT
#define SIMPLEQ_FIRST             STAILQ_FIRST
#define SIMPLEQ_END               STAILQ_END
#define SIMPLEQ_EMPTY             STAILQ_EMPTY
#define SIMPLEQ_NEXT              STAILQ_NEXT
#define SIMPLEQ_FOREACH           STAILQ_FOREACH
#define SIMPLEQ_FOREACH_SAFE      STAILQ_FOREACH_SAFE
#define SIMPLEQ_INSERT_HEAD       STAILQ_INSERT_HEAD
#define SIMPLEQ_INSERT_TAIL       STAILQ_INSERT_TAIL
#define SIMPLEQ_INSERT_AFTER      STAILQ_INSERT_AFTER
#define SIMPLEQ_REMOVE_HEAD       STAILQ_REMOVE_HEAD
#define SIMPLEQ_REMOVE_AFTER      STAILQ_REMOVE_AFTER
#define SIMPLEQ_REMOVE            STAILQ_REMOVE
#define SIMPLEQ_CONCAT            STAILQ_CONCAT

/* LIST */
#define LIST_HEAD(name, type)       struct name { struct type *lh_first; }
#define LIST_ENTRY(type)            struct { struct type *le_next, **le_prev; }
#define LIST_HEAD_INITIALIZER(head) { NULL }
#define LIST_INIT(head)             ((void)((head)->lh_first = NULL))
#define LIST_FIRST(head)            ((head)->lh_first)
#define LIST_END(head)              NULL
#define LIST_EMPTY(head)            (LIST_FIRST(head) == NULL)
#define LIST_NEXT(element, field)   ((element)->field.le_next)
#define LIST_FOREACH(at, head, field) \
	for ((at) = LIST_FIRST(head); (at); (at) = LIST_NEXT(at, field))
#define LIST_FOREACH_SAFE(at, head, field, next) \
	for ((at) = LIST_FIRST(head); (at) && ((next) = LIST_NEXT(at, field), 1); (at) = (next))
/* puts element where *link points now */
#define _LIST_LINK(link, element, field)                                                          \
	do {                                                                                      \
		(element)->field.le_prev = (link);                                                \
		if ((LIST_NEXT(element, field) = *(element)->field.le_prev) != NULL)              \
			LIST_NEXT(element, field)->field.le_prev = &LIST_NEXT(element, field);    \
		*(element)->field.le_prev = (element);                                            \
	} while (0)
#define LIST_INSERT_HEAD(head, element, field)    _LIST_LINK(&LIST_FIRST(head), element, field)
#define LIST_INSERT_AFTER(before, element, field) _LIST_LINK(&LIST_NEXT(before, field), element, field)
#define LIST_INSERT_BEFORE(after, element, field) _LIST_LINK((after)->field.le_prev, element, field)
#define LIST_REMOVE(element, field)                                                                 \
	do {                                                                                        \
		if (LIST_NEXT(element, field) != NULL)                                              \
			LIST_NEXT(element, field)->field.le_prev = (element)->field.le_prev;        \
		*(element)->field.le_prev = LIST_NEXT(element, field);                              \
	} while (0)
#define LIST_REPLACE(old, element, field)                                                      \
	do {                                                                                   \
		if ((LIST_NEXT(element, field) = LIST_NEXT(old, field)) != NULL)               \
			LIST_NEXT(element, field)->field.le_prev = &LIST_NEXT(element, field); \
		(element)->field.le_prev = (old)->field.le_prev;                               \
		*(element)->field.le_prev = (element);                                         \
	} while (0)

/* TAILQ: a head and an entry begin alike, a pointer and a pointer to a link, so that the way back reads either as the other */
#define TAILQ_HEAD(name, type)       struct name { struct type *tqh_first, **tqh_last; }
#define TAILQ_ENTRY(type)            struct { struct type *tqe_next, **tqe_prev; }
#define TAILQ_HEAD_INITIALIZER(head) { NULL, &(head).tqh_first }
#define TAILQ_INIT(head)             ((void)((head)->tqh_first = NULL, (head)->tqh_last = &(head)->tqh_first))
#define TAILQ_FIRST(head)            ((head)->tqh_first)
#define TAILQ_END(head)              NULL
#define TAILQ_EMPTY(head)            (TAILQ_FIRST(head) == NULL)
#define TAILQ_NEXT(element, field)   ((element)->field.tqe_next)
#define TAILQ_LAST(head, name)           (*((struct name *)(void *)(head)->tqh_last)->tqh_last)
#define TAILQ_PREV(element, name, field) (*((struct name *)(void *)(element)->field.tqe_prev)->tqh_last)
#define TAILQ_FOREACH(at, head, field) \
	for ((at) = TAILQ_FIRST(head); (at); (at) = TAILQ_NEXT(at, field))
#define TAILQ_FOREACH_SAFE(at, head, field, next) \
	for ((at) = TAILQ_FIRST(head); (at) && ((next) = TAILQ_NEXT(at, field), 1); (at) = (next))
#define TAILQ_FOREACH_REVERSE(at, head, name, field) \
	for ((at) = TAILQ_LAST(head, name); (at); (at) = TAILQ_PREV(at, name, field))
#define TAILQ_FOREACH_REVERSE_SAFE(at, head, name, field, next) \
	for ((at) = TAILQ_LAST(head, name); (at) && ((next) = TAILQ_PREV(at, name, field), 1); (at) = (next))
/* the link back of what follows element, or else the head's */
#define _TAILQ_BACK(head, element, field) \
	(*(TAILQ_NEXT(element, field) ? &TAILQ_NEXT(element, field)->field.tqe_prev : &(head)->tqh_last))
#define TAILQ_INSERT_HEAD(head, element, field)                                                   \
	do {                                                                                      \
		TAILQ_NEXT(element, field) = TAILQ_FIRST(head);                                   \
		_TAILQ_BACK(head, element, field) = &TAILQ_NEXT(element, field);                  \
		TAILQ_FIRST(head) = (element);                                                    \
		(element)->field.tqe_prev = &TAILQ_FIRST(head);                                   \
	} while (0)
#define TAILQ_INSERT_TAIL(head, element, field)                       \
	do {                                                          \
		TAILQ_NEXT(element, field) = NULL;                    \
		(element)->field.tqe_prev = (head)->tqh_last;         \
		*(head)->tqh_last = (element);                        \
		(head)->tqh_last = &TAILQ_NEXT(element, field);       \
	} while (0)
#define TAILQ_INSERT_AFTER(head, before, element, field)                                          \
	do {                                                                                      \
		TAILQ_NEXT(element, field) = TAILQ_NEXT(before, field);                           \
		_TAILQ_BACK(head, element, field) = &TAILQ_NEXT(element, field);                  \
		TAILQ_NEXT(before, field) = (element);                                            \
		(element)->field.tqe_prev = &TAILQ_NEXT(before, field);                           \
	} while (0)
#define TAILQ_INSERT_BEFORE(after, element, field)                        \
	do {                                                              \
		(element)->field.tqe_prev = (after)->field.tqe_prev;      \
		TAILQ_NEXT(element, field) = (after);                     \
		*(after)->field.tqe_prev = (element);                     \
		(after)->field.tqe_prev = &TAILQ_NEXT(element, field);    \
	} while (0)
#define TAILQ_REMOVE(head, element, field)                                          \
	do {                                                                        \
		_TAILQ_BACK(head, element, field) = (element)->field.tqe_prev;      \
		*(element)->field.tqe_prev = TAILQ_NEXT(element, field);            \
	} while (0)
#define TAILQ_REPLACE(head, old, element, field)                                              \
	do {                                                                                  \
		TAILQ_NEXT(element, field) = TAILQ_NEXT(old, field);                          \
		_TAILQ_BACK(head, element, field) = &TAILQ_NEXT(element, field);              \
		(element)->field.tqe_prev = (old)->field.tqe_prev;                            \
		*(element)->field.tqe_prev = (element);                                       \
	} while (0)
#define TAILQ_CONCAT(head, other, field)                                             \
	do {                                                                         \
		if (!TAILQ_EMPTY(other)) {                                           \
			*(head)->tqh_last = TAILQ_FIRST(other);                      \
			TAILQ_FIRST(other)->field.tqe_prev = (head)->tqh_last;       \
			(head)->tqh_last = (other)->tqh_last;                        \
			TAILQ_INIT(other);                                           \
		}                                                                    \
	} while (0)

#endif
