/* sock_names.c -- the guest's names of Unix sockets that were bound in its tree of processes, by
 * the names that the kernel has of them: so each process is told what another one bound to.
 *
 * A kernel's name begins at a descriptor (sock_path.c), and with another directory behind the same
 * number it would be the same again. So it has its place in the table within: ten times "/" or "/."
 * behind the number, which lead nowhere.
 */
#include "net.h"
#include "sock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { PLACE_BITS = 10, PLACES = 1 << PLACE_BITS };

/* In memory that the processes of the tree share. An old entry makes room for a new one. */
struct sock_names_table {
	pthread_mutex_t lock; /* robust; guards all below */
	unsigned next;
	struct {
		char kernel[SOCK_PATH_BYTES];
		char guest[SOCK_PATH_BYTES];
	} of[PLACES];
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

	sock_names_prepare(p);
	if (p->net->sock_names) {
		table_lock(p->net->sock_names);
		place = p->net->sock_names->next++ % PLACES;
		pthread_mutex_unlock(&p->net->sock_names->lock);
	}
	for (int bit = 0; bit < PLACE_BITS; bit++) {
		*at++ = '/';
		if (place >> bit & 1)
			*at++ = '.';
	}
	*at = 0;
}

/* The place that a kernel's name has within; -1: it is not of our making. */
static int
place_of(const char *kernel)
{
	unsigned place = 0;
	int number, end = 0;

	if (sscanf(kernel, "/proc/self/fd/%d%n", &number, &end) < 1)
		return -1;
	const char *at = kernel + end;
	for (int bit = 0; bit < PLACE_BITS; bit++) {
		if (*at++ != '/')
			return -1;
		if (*at == '.') {
			place |= 1u << bit;
			at++;
		}
	}
	return (int)place;
}

void
sock_names_note(struct wasix_process *p, const char *kernel, const char *guest)
{
	struct sock_names_table *table = p->net->sock_names;
	int place = place_of(kernel);

	if (!table || place < 0)
		return;
	table_lock(table);
	snprintf(table->of[place].kernel, SOCK_PATH_BYTES, "%s", kernel);
	snprintf(table->of[place].guest, SOCK_PATH_BYTES, "%s", guest);
	pthread_mutex_unlock(&table->lock);
}

void
sock_names_find(struct wasix_process *p, const char *kernel, char guest[SOCK_PATH_BYTES])
{
	struct sock_names_table *table = p->net->sock_names;
	int place = place_of(kernel);

	*guest = 0;
	if (!table || place < 0)
		return;
	table_lock(table);
	if (strcmp(table->of[place].kernel, kernel) == 0)
		strcpy(guest, table->of[place].guest);
	pthread_mutex_unlock(&table->lock);
}
