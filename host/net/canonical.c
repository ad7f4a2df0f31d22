/* canonical.c -- canonical names of what was looked up last. The ABI's `resolve` has no place for
 * them; libcs that want one ask for it afterwards (extension canonicalname). */
#include "extension.h"
#include "guest.h"
#include "net.h"

#include "dns.h"

#include <errno.h>
#include <stdlib.h>
#include <strings.h>

enum { NAMES_KEPT = 8 }; /* of several threads that look names up at once */

struct canonical_names {
	unsigned next; /* the oldest */
	struct {
		char name[NET_NAME_BYTES];
		char canonical[NET_NAME_BYTES];
	} of[NAMES_KEPT];
};

void
canonical_note(struct net *net, const char *name, const char *canonical)
{
	pthread_mutex_lock(&net->canonical_lock);
	struct canonical_names *names = net->canonical;
	if (!names)
		names = net->canonical = calloc(1, sizeof *names);
	unsigned i = 0;
	while (names && i < NAMES_KEPT && strcasecmp(names->of[i].name, name) != 0)
		i++;
	if (names && i == NAMES_KEPT) {
		i = names->next;
		names->next = (i + 1) % NAMES_KEPT;
	}
	if (names) { /* without memory there is no canonical name */
		strcpy(names->of[i].name, name);
		strcpy(names->of[i].canonical, *canonical ? canonical : name);
	}
	pthread_mutex_unlock(&net->canonical_lock);
}

size_t
canonical_find(struct net *net, const char *name, char out[NET_NAME_BYTES])
{
	*out = 0;
	pthread_mutex_lock(&net->canonical_lock);
	const struct canonical_names *names = net->canonical;
	for (unsigned i = 0; names && i < NAMES_KEPT; i++)
		if (strcasecmp(names->of[i].name, name) == 0)
			strcpy(out, names->of[i].canonical);
	pthread_mutex_unlock(&net->canonical_lock);
	return strlen(out);
}

/* Cut to the room, without a NUL; the whole length is returned. */
int64_t
host_ext_canonicalname(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	char name[NET_NAME_BYTES], canonical[NET_NAME_BYTES];
	size_t name_len = (size_t)(uint32_t)a[1];

	if (name_len > DNS_NAME_MAX)
		return -ENOENT;
	if (guest_read(c, name, (wasix_gptr)a[0], name_len))
		return -EFAULT;
	name[name_len] = 0;
	size_t len = canonical_find(caller_process(c)->net, name, canonical);
	if (len == 0)
		return -ENOENT;
	size_t room = (size_t)(uint32_t)a[3];
	return guest_write(c, (wasix_gptr)a[2], canonical, len < room ? len : room) ? -EFAULT
										    : (int64_t)len;
}
