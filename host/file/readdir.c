/* readdir.c -- fd_readdir: directory listings, from the host and from the tree.
 *
 * A cookie is the host's own position, so it stays good while entries come and go. The nodes of the
 * tree below a directory (mounts, and what leads to them) are listed after the host's entries, at
 * positions that no host uses: bit 63 and an index. Host entries of the same names are left out. A
 * directory of the tree only starts there, with "." and "..".
 *
 * struct cursor keeps what one getdents64 gave, so that a listing read in small pieces costs few
 * system calls.
 */
#include "guest.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CURSOR_BYTES = 32768 };

static const uint64_t NODE_COOKIE = UINT64_C(1) << 63;

struct cursor {
	pthread_mutex_t lock;
	uint64_t start; /* position of the first entry in bytes */
	size_t len;
	_Alignas(8) char bytes[CURSOR_BYTES];
};

/* What getdents64 writes. */
struct host_dirent {
	uint64_t ino;
	int64_t off;
	unsigned short reclen;
	unsigned char type;
	char name[];
};

struct entry {
	uint64_t next; /* cookie of the entry after this one */
	uint64_t inode;
	abi_filetype type;
	const char *name;
	char digits[12]; /* the name of a descriptor */
};

static abi_filetype
filetype_of_dirent(unsigned char type)
{
	switch (type) {
	case DT_BLK:
		return ABI_FILETYPE_BLOCK_DEVICE;
	case DT_CHR:
		return ABI_FILETYPE_CHARACTER_DEVICE;
	case DT_DIR:
		return ABI_FILETYPE_DIRECTORY;
	case DT_REG:
		return ABI_FILETYPE_REGULAR_FILE;
	case DT_LNK:
		return ABI_FILETYPE_SYMBOLIC_LINK;
	case DT_SOCK:
		return ABI_FILETYPE_SOCKET_STREAM;
	default:
		return ABI_FILETYPE_UNKNOWN;
	}
}

static struct cursor *
cursor_of(struct wasix_process *p, struct file *f)
{
	pthread_mutex_lock(&p->fds.lock);
	bool fresh = !f->cursor;
	if (fresh)
		f->cursor = malloc(sizeof *f->cursor);
	if (fresh && f->cursor) {
		f->cursor->lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
		f->cursor->start = 0;
		f->cursor->len = 0;
	}
	pthread_mutex_unlock(&p->fds.lock);
	return f->cursor;
}

/* A thread that is gone may have been in the middle of it: what it kept is read again. */
void
cursor_forked(struct cursor *cursor)
{
	cursor->lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
	cursor->len = 0;
}

/* Reads host entries from position `cookie` on. len 0: there are no more. */
static wasix_errno
cursor_fill(struct cursor *cursor, int host, uint64_t cookie)
{
	cursor->len = 0;
	if (lseek(host, (off_t)cookie, SEEK_SET) < 0)
		return errno_to_wasi(errno);
	long n = syscall(SYS_getdents64, host, cursor->bytes, sizeof cursor->bytes);
	if (n < 0)
		return errno_to_wasi(errno);
	cursor->start = cookie;
	cursor->len = (size_t)n;
	return ABI_ERRNO_SUCCESS;
}

/* The buffered host entry at position `cookie`, NULL if it is not there. */
static const struct host_dirent *
cursor_find(const struct cursor *cursor, uint64_t cookie)
{
	uint64_t at = cursor->start;
	for (size_t pos = 0; pos < cursor->len;) {
		const struct host_dirent *d = (const void *)(cursor->bytes + pos);
		if (at == cookie)
			return d;
		at = (uint64_t)d->off;
		pos += d->reclen;
	}
	return NULL;
}

/* Nodes of /dev are not shown among the host's entries. */
static bool
is_shown(const struct file *f, const struct node *n)
{
	return !n->soft || f->host < 0 || (f->mount && f->mount->is_private);
}

static abi_filetype
filetype_of_node(const struct node *n)
{
	if (n->kind == NODE_STDIO || n->kind == NODE_TTY ||
		(n->mount && n->mount->entry && n->mount->is_device))
		return ABI_FILETYPE_CHARACTER_DEVICE;
	if (n->kind == NODE_PROGRAM)
		return ABI_FILETYPE_SYMBOLIC_LINK;
	return n->mount && n->mount->entry ? ABI_FILETYPE_REGULAR_FILE : ABI_FILETYPE_DIRECTORY;
}

/* The first open descriptor from `fd` on, whose entry is `before` after the directory's own two. */
static bool
descriptor_entry(struct wasix_process *p, uint64_t fd, uint64_t before, struct entry *out)
{
	const struct fd_table *t = &p->fds;
	struct file *file = NULL;

	pthread_mutex_lock(&p->fds.lock);
	while (fd < t->count && !t->entries[fd].file)
		fd++;
	bool found = fd < t->count;
	if (found) {
		file = t->entries[fd].file;
		file_hold(file);
		out->inode = fd + 1;
		out->next = NODE_COOKIE | (fd + before + 1);
		out->name = out->digits;
		snprintf(out->digits, sizeof out->digits, "%u", (unsigned)fd);
	}
	pthread_mutex_unlock(&p->fds.lock);
	if (found) {
		file_settle(p, file);
		out->type = file->type;
		file_put(file);
	}
	return found;
}

static const struct node *
shown_child(const struct file *f, uint64_t index)
{
	const struct node *n = f->node ? f->node->children : NULL;

	for (; n; n = n->next)
		if (is_shown(f, n) && index-- == 0)
			return n;
	return NULL;
}

/* Entry `index` of those that the tree adds. */
static bool
node_entry(struct wasix_process *p, const struct file *f, uint64_t index, struct entry *out)
{
	const struct node *self = f->node;
	uint64_t own = f->host < 0 ? 2 : 0; /* "." and ".." */

	out->next = NODE_COOKIE | (index + 1);
	out->type = ABI_FILETYPE_DIRECTORY;
	if (index < own) {
		const struct node *up = self->parent ? self->parent : self;
		out->name = index ? ".." : ".";
		out->inode = index ? up->inode : self->inode;
		return true;
	}
	if (self && self->kind == NODE_FDS)
		return descriptor_entry(p, index - own, own, out);
	const struct node *n = shown_child(f, index - own);
	if (!n)
		return false;
	out->name = n->name;
	out->inode = n->inode;
	out->type = filetype_of_node(n);
	return true;
}

/* The entry at position `cookie`, or the first one after it that is shown. *found is false at the
 * end. */
static wasix_errno
next_entry(struct wasix_process *p, const struct file *f, struct cursor *cursor, uint64_t cookie,
	struct entry *out, bool *found)
{
	while (f->host >= 0 && !(cookie & NODE_COOKIE)) {
		const struct host_dirent *d = cursor_find(cursor, cookie);
		if (!d) {
			GUEST_TRY(cursor_fill(cursor, f->host, cookie));
			d = cursor->len ? (const void *)cursor->bytes : NULL;
		}
		if (!d)
			break;
		cookie = (uint64_t)d->off;
		const struct node *over = node_child(f->node, d->name, strlen(d->name));
		if (over && is_shown(f, over))
			continue;
		*out = (struct entry){ .next = cookie,
			.inode = d->ino,
			.type = filetype_of_dirent(d->type),
			.name = d->name };
		*found = true;
		return ABI_ERRNO_SUCCESS;
	}
	*found = node_entry(p, f, cookie & NODE_COOKIE ? cookie & ~NODE_COOKIE : 0, out);
	return ABI_ERRNO_SUCCESS;
}

/* Packs entries into out until it is full; the last may be cut off. */
static wasix_errno
list_directory(struct wasix_process *p, const struct file *f, struct cursor *cursor,
	uint64_t cookie, uint8_t *out, uint32_t room, uint32_t *used)
{
	uint32_t at = 0;

	if (cookie == 0)
		cursor->len = 0; /* a new listing sees what changed */
	while (at < room) {
		struct entry entry;
		bool found;
		GUEST_TRY(next_entry(p, f, cursor, cookie, &entry, &found));
		if (!found)
			break;
		size_t len = strlen(entry.name);
		struct abi_dirent d = { .d_next = entry.next,
			.d_ino = entry.inode,
			.d_namlen = (uint32_t)len,
			.d_type = entry.type };
		uint32_t head = room - at < sizeof d ? room - at : (uint32_t)sizeof d;
		memcpy(out + at, &d, head);
		at += head;
		uint32_t name = room - at < len ? room - at : (uint32_t)len;
		memcpy(out + at, entry.name, name);
		at += name;
		cookie = entry.next;
	}
	*used = at;
	return ABI_ERRNO_SUCCESS;
}

/* WASI preview1, fd_readdir: less than buf_len used means the end */
wasix_errno
host_fd_readdir(struct wasix_caller *c, uint32_t fd, wasix_gptr buf, uint32_t buf_len,
	uint64_t cookie, wasix_gptr bufused)
{
	struct fd_ref f;
	uint32_t used = 0;
	uint8_t *out;

	GUEST_TRY(fd_get(c, fd, ABI_RIGHTS_FD_READDIR, &f));
	struct cursor *cursor = NULL;
	wasix_errno e = f.file->type == ABI_FILETYPE_DIRECTORY ? guest_span(c, buf, buf_len, &out)
							       : ABI_ERRNO_NOTDIR;
	if (!e)
		cursor = cursor_of(caller_process(c), f.file);
	if (!e && !cursor)
		e = ABI_ERRNO_NOMEM;
	if (!e) {
		pthread_mutex_lock(&cursor->lock);
		e = list_directory(caller_process(c), f.file, cursor, cookie, out, buf_len, &used);
		pthread_mutex_unlock(&cursor->lock);
	}
	fd_put(&f);
	return e ? e : guest_write_u32(c, bufused, used);
}
