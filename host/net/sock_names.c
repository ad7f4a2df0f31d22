/* sock_names.c -- the guest's names of Unix sockets that were bound in its tree of processes, by
 * the names that the kernel has of them: so each process is told what another one bound to. What
 * was found out of others (sock_outside.c) is kept here, too.
 *
 * A kernel's name that begins at a descriptor (sock_path.c) would be the same again with another
 * directory behind that number. So each has a number within: ten times "/" or "/." behind the
 * descriptor's, which lead nowhere.
 */
#include "net.h"
#include "sock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
	PLACE_BITS = 10,
	NAMES = 1024,
	REACH = 8, /* entries that a name may be at, from where its hash leads */
};

/* In memory that the processes of the tree share. The oldest entry makes room for a new one. */
struct sock_names_table {
	pthread_mutex_t lock; /* robust; guards all below */
	unsigned next_place;
	uint64_t next_age;
	struct name {
		uint64_t age; /* 0: free */
		char kernel[SOCK_PATH_BYTES];
		char guest[SOCK_PATH_BYTES];
	} of[NAMES];
};

static struct sock_names_table *
table_make(void)
{
	pthread_mutexattr_t attributes;
	struct sock_names_table *table = mmap(
		NULL, sizeof *table, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (table == MAP_FAILED)
		return NULL;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&table->lock, &attributes);
	pthread_mutexattr_destroy(&attributes);
	return table;
}

void
sock_names_prepare(struct wasix_process *p)
{
	struct net *net = p->net;

	pthread_mutex_lock(&net->sock_names_lock);
	if (!net->sock_names)
		net->sock_names = table_make();
	pthread_mutex_unlock(&net->sock_names_lock);
}

void
sock_names_delete(struct sock_names_table *table)
{
	if (table)
		munmap(table, sizeof *table);
}

/* Who died with the lock left at worst an entry that matches nothing. */
static void
table_lock(struct sock_names_table *table)
{
	if (pthread_mutex_lock(&table->lock) == EOWNERDEAD)
		pthread_mutex_consistent(&table->lock);
}

void
sock_names_place(struct wasix_process *p, char out[SOCK_PLACE_BYTES])
{
	unsigned place = 0;
	char *at = out;

	if (p->net->sock_names) {
		table_lock(p->net->sock_names);
		place = p->net->sock_names->next_place++;
		pthread_mutex_unlock(&p->net->sock_names->lock);
	}
	for (int bit = 0; bit < PLACE_BITS; bit++) {
		*at++ = '/';
		if (place >> bit & 1)
			*at++ = '.';
	}
	*at = 0;
}

/* FNV-1a */
static uint32_t
hash(const char *name)
{
	uint32_t h = 2166136261;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * 16777619;
	return h;
}

/* The entry of this name; without one, that which is free or the oldest. */
static struct name *
entry_for(struct sock_names_table *table, const char *kernel)
{
	uint32_t first = hash(kernel);
	struct name *oldest = &table->of[first % NAMES];

	for (uint32_t i = 0; i < REACH; i++) {
		struct name *n = &table->of[(first + i) % NAMES];
		if (n->age && strcmp(n->kernel, kernel) == 0)
			return n;
		if (n->age < oldest->age)
			oldest = n;
	}
	return oldest;
}

void
sock_names_note(struct wasix_process *p, const char *kernel, const char *guest)
{
	struct sock_names_table *table = p->net->sock_names;

	if (!table)
		return;
	table_lock(table);
	struct name *n = entry_for(table, kernel);
	n->age = ++table->next_age;
	snprintf(n->kernel, SOCK_PATH_BYTES, "%s", kernel);
	snprintf(n->guest, SOCK_PATH_BYTES, "%s", guest);
	pthread_mutex_unlock(&table->lock);
}

bool
sock_names_find(struct wasix_process *p, const char *kernel, char guest[SOCK_PATH_BYTES])
{
	struct sock_names_table *table = p->net->sock_names;
	bool found = false;

	*guest = 0;
	if (!table)
		return false;
	table_lock(table);
	const struct name *n = entry_for(table, kernel);
	found = n->age && strcmp(n->kernel, kernel) == 0;
	if (found)
		strcpy(guest, n->guest);
	pthread_mutex_unlock(&table->lock);
	return found;
}
