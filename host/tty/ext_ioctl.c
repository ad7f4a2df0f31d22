/* ext_ioctl.c -- requests of ioctl(2): those of ioctls.def, their arguments copied and checked. */
#include "block.h"
#include "extension.h"
#include "guest.h"
#include "interfaces.h"
#include "process_table.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind {
	KIND_VALUE,
	KIND_IN,
	KIND_OUT,
	KIND_ZERO,
	KIND_GROUP_IN,
	KIND_GROUP_OUT,
	KIND_SESSION_OUT,
	KIND_INTERFACE,
	KIND_INTERFACES,
};

enum { ARGUMENT_MAX = 36 };

struct request {
	uint32_t number;
	enum kind kind;
	uint8_t bytes;
};

static const struct request REQUESTS[] = {
#define REQUEST(name, kind, bytes) { name, KIND_##kind, bytes },
#include "ioctls.def"
};

static const struct request *
request_find(uint32_t number)
{
	for (size_t i = 0; i < sizeof REQUESTS / sizeof *REQUESTS; i++)
		if (REQUESTS[i].number == number)
			return &REQUESTS[i];
	return NULL;
}

/* --- groups and sessions --- */

/* The group that `wasix run` was started in is not of the tree; a shell gives the terminal back to
 * it. */
static int
group_to_host(struct wasix_process *p, uint32_t group, pid_t *out)
{
	*out = group == PID_OUTSIDE ? p->first_group : process_group_to_host(p, group);
	return (int32_t)group < 0 ? -EINVAL : *out ? 0 : -ESRCH;
}

/* Those outside of the tree are all one to the guest. */
static uint32_t
session_from_host(struct wasix_process *p, pid_t host)
{
	uint32_t leader = process_of_host(p, host);
	return leader ? leader : PID_OUTSIDE;
}

/* --- the call --- */

/* What the kernel did is noted where it outlives the call. */
static void
note(struct wasix_process *p, uint32_t request, struct file *file)
{
	if (request == TIOCSCTTY)
		tty_control(p, file);
	if (request == TIOCNOTTY)
		tty_control(p, NULL);
	if (request == TCSETS || request == TCSETSW || request == TCSETSF)
		tty_modes_changed(p, file->host);
}

static int64_t
perform(struct wasix_caller *c, const struct request *r, struct file *file, uint64_t argument)
{
	struct wasix_process *p = caller_process(c);
	_Alignas(8) uint8_t buffer[ARGUMENT_MAX] = { 0 };
	uint64_t host_argument = r->kind == KIND_VALUE ? argument : 0;
	pid_t group;
	uint32_t number;

	if (r->bytes)
		host_argument = (uintptr_t)buffer;
	if ((r->kind == KIND_IN || r->kind == KIND_GROUP_IN) &&
		guest_read(c, buffer, (wasix_gptr)argument, r->bytes))
		return -EFAULT;
	if (r->bytes && !guest_in_bounds(c->memory, (wasix_gptr)argument, r->bytes))
		return -EFAULT;
	if (r->kind == KIND_GROUP_IN) {
		memcpy(&number, buffer, sizeof number);
		int e = group_to_host(p, number, &group);
		if (e)
			return e;
		memcpy(buffer, &group, sizeof group);
	}
	long result = block_syscall(
		c, RESTARTS, SYS_ioctl, file->host, r->number, (long)host_argument, 0, 0, 0);
	if (result < 0)
		return result;
	if (r->kind == KIND_GROUP_OUT || r->kind == KIND_SESSION_OUT) {
		memcpy(&group, buffer, sizeof group);
		number = r->kind == KIND_GROUP_OUT ? process_group_from_host(p, group)
						   : session_from_host(p, group);
		memcpy(buffer, &number, sizeof number);
	}
	note(p, r->number, file);
	if (r->bytes && r->kind != KIND_IN && r->kind != KIND_GROUP_IN &&
		guest_write(c, (wasix_gptr)argument, buffer, r->bytes))
		return -EFAULT;
	return result;
}

/* ioctl(2) */
int64_t
host_ext_ioctl(struct wasix_caller *c, const int64_t a[static EXTENSION_ARGUMENTS])
{
	const struct request *r = request_find((uint32_t)a[1]);
	struct fd_ref f;

	if (fd_get(c, (uint32_t)a[0], 0, &f))
		return -EBADF;
	int64_t result = -ENOTTY;
	if (r && f.host >= 0 && (r->kind == KIND_INTERFACE || r->kind == KIND_INTERFACES))
		result = interfaces_request(c, f.host, r->number, (wasix_gptr)a[2]);
	else if (r && f.host >= 0)
		result = perform(c, r, f.file, (uint32_t)a[2]);
	fd_put(&f);
	return result;
}
