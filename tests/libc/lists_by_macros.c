// sys/queue.h and sys/cdefs.h, which come from BSD and which musl lacks: the five lists keep their order through every change.
// NATIVE: no, glibc's lack the *_SAFE loops
// EXPECT: SLIST: 3 1 | 1
// EXPECT: STAILQ: 0 1 2 4 last 4 | 0 2 | 0 2 9 last 9
// EXPECT: LIST: 0 5 1 2 | 5 7
// EXPECT: TAILQ: 0 5 1 6 2 | back 2 6 1 5 0 | prev of 1 5 | 5 7 last 7 | 5 7 8 9 last 9 back 9 8 7 5
// EXPECT: empty 1 1 1 1
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/cdefs.h>
#include <sys/queue.h>

__BEGIN_DECLS
int declared(void);
__END_DECLS

struct item {
	int n;
	SLIST_ENTRY(item) s;
	STAILQ_ENTRY(item) q;
	LIST_ENTRY(item) l;
	TAILQ_ENTRY(item) t;
};

SLIST_HEAD(slist, item);
STAILQ_HEAD(stailq, item);
LIST_HEAD(list, item);
TAILQ_HEAD(tailq, item);

static struct item items[10];

static void
singly(void)
{
	struct slist head = SLIST_HEAD_INITIALIZER(head);
	struct item *i, *next;

	printf("SLIST:");
	SLIST_INSERT_HEAD(&head, &items[1], s);
	SLIST_INSERT_HEAD(&head, &items[2], s);
	SLIST_INSERT_HEAD(&head, &items[3], s);
	SLIST_REMOVE(&head, &items[2], item, s);
	SLIST_FOREACH(i, &head, s)
		printf(" %d", i->n);
	SLIST_FOREACH_SAFE(i, &head, s, next)
		if (i->n == 3)
			SLIST_REMOVE_HEAD(&head, s);
	printf(" | %d\n", SLIST_FIRST(&head)->n);
}

static void
show_queue(struct stailq *head, int with_last)
{
	struct item *i;

	STAILQ_FOREACH(i, head, q)
		printf(" %d", i->n);
	if (with_last)
		printf(" last %d", STAILQ_LAST(head, item, q)->n);
}

static void
queue(void)
{
	struct stailq head, other = STAILQ_HEAD_INITIALIZER(other);

	printf("STAILQ:");
	STAILQ_INIT(&head);
	STAILQ_INSERT_TAIL(&head, &items[1], q);
	STAILQ_INSERT_HEAD(&head, &items[0], q);
	STAILQ_INSERT_TAIL(&head, &items[4], q);
	STAILQ_INSERT_AFTER(&head, &items[1], &items[2], q);
	show_queue(&head, 1);
	STAILQ_REMOVE(&head, &items[4], item, q);
	STAILQ_REMOVE(&head, &items[1], item, q);
	printf(" |");
	show_queue(&head, 0);
	STAILQ_INSERT_TAIL(&other, &items[9], q);
	STAILQ_CONCAT(&head, &other);
	printf(" |");
	show_queue(&head, STAILQ_EMPTY(&other));
	printf("\n");
}

static void
doubly(void)
{
	struct list head;
	struct item *i, *next;

	printf("LIST:");
	LIST_INIT(&head);
	LIST_INSERT_HEAD(&head, &items[1], l);
	LIST_INSERT_HEAD(&head, &items[0], l);
	LIST_INSERT_AFTER(&items[1], &items[2], l);
	LIST_INSERT_BEFORE(&items[1], &items[5], l);
	LIST_FOREACH(i, &head, l)
		printf(" %d", i->n);
	LIST_REMOVE(&items[0], l);
	LIST_REPLACE(&items[2], &items[7], l);
	LIST_FOREACH_SAFE(i, &head, l, next)
		if (i->n == 1)
			LIST_REMOVE(i, l);
	printf(" |");
	LIST_FOREACH(i, &head, l)
		printf(" %d", i->n);
	printf("\n");
}

static void
both_ways(void)
{
	struct tailq head = TAILQ_HEAD_INITIALIZER(head), other;
	struct item *i, *next;

	printf("TAILQ:");
	TAILQ_INSERT_TAIL(&head, &items[1], t);
	TAILQ_INSERT_HEAD(&head, &items[0], t);
	TAILQ_INSERT_TAIL(&head, &items[2], t);
	TAILQ_INSERT_BEFORE(&items[1], &items[5], t);
	TAILQ_INSERT_AFTER(&head, &items[1], &items[6], t);
	TAILQ_FOREACH(i, &head, t)
		printf(" %d", i->n);
	printf(" | back");
	TAILQ_FOREACH_REVERSE(i, &head, tailq, t)
		printf(" %d", i->n);
	printf(" | prev of 1 %d |", TAILQ_PREV(&items[1], tailq, t)->n);
	TAILQ_REPLACE(&head, &items[2], &items[7], t);
	TAILQ_FOREACH_SAFE(i, &head, t, next)
		if (i->n == 1 || i->n == 6 || i->n == 0)
			TAILQ_REMOVE(&head, i, t);
	TAILQ_FOREACH(i, &head, t)
		printf(" %d", i->n);
	printf(" last %d |", TAILQ_LAST(&head, tailq)->n);
	TAILQ_INIT(&other);
	TAILQ_INSERT_HEAD(&other, &items[8], t);
	TAILQ_INSERT_TAIL(&other, &items[9], t);
	TAILQ_CONCAT(&head, &other, t);
	TAILQ_FOREACH(i, &head, t)
		printf(" %d", i->n);
	printf(" last %d back", TAILQ_LAST(&head, tailq)->n);
	TAILQ_FOREACH_REVERSE(i, &head, tailq, t)
		printf(" %d", i->n);
	printf("\n");
}

int
main(void)
{
	struct slist a = SLIST_HEAD_INITIALIZER(a);
	struct stailq b = STAILQ_HEAD_INITIALIZER(b);
	struct list c = LIST_HEAD_INITIALIZER(c);
	struct tailq d = TAILQ_HEAD_INITIALIZER(d);

	for (int i = 0; i < 10; i++)
		items[i].n = i;
	singly();
	queue();
	doubly();
	both_ways();
	printf("empty %d %d %d %d\n", SLIST_EMPTY(&a), STAILQ_EMPTY(&b), LIST_EMPTY(&c), TAILQ_EMPTY(&d));
	return 0;
}
