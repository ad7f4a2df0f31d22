/* guest.h -- the one door to linear memory: the only place in host/ that adds an integer to a
 * memory's base.
 *
 * Copy, check the copy, use the copy: in a shared memory a sibling thread may rewrite what was
 * checked. memory.grow moves nothing, so a span stays valid. Outside of memory is FAULT (21), which
 * every libc knows. NOTE: Wasmer answers MEMVIOLATION (78), which preview 1 does not have.
 */
#ifndef HOST_GUEST_H
#define HOST_GUEST_H

#include "host.h"

#include "linear.h"

#include <string.h>
#include <sys/uio.h>

enum { GUEST_IOV_MAX = 1024 };

/* len <= size && ptr <= size - len: there is no sum, so nothing can wrap */
static inline bool
guest_in_bounds(const struct wasix_memory *m, wasix_gptr ptr, uint64_t len)
{
	uint64_t size = m ? atomic_load_explicit(&m->bytes, memory_order_acquire) : 0;
	return len <= size && ptr <= size - len;
}

/* Borrowed until the handler returns. */
static inline wasix_errno
guest_span(struct wasix_caller *c, wasix_gptr ptr, uint64_t len, uint8_t **out)
{
	if (!guest_in_bounds(c->memory, ptr, len))
		return ABI_ERRNO_FAULT;
	*out = c->memory->base + ptr;
	return ABI_ERRNO_SUCCESS;
}

static inline wasix_errno
guest_read(struct wasix_caller *c, void *to, wasix_gptr ptr, size_t len)
{
	uint8_t *from;
	GUEST_TRY(guest_span(c, ptr, len, &from));
	linear_copy(to, from, len);
	return ABI_ERRNO_SUCCESS;
}

static inline wasix_errno
guest_write(struct wasix_caller *c, wasix_gptr ptr, const void *from, size_t len)
{
	uint8_t *to;
	GUEST_TRY(guest_span(c, ptr, len, &to));
	linear_copy(to, from, len);
	return ABI_ERRNO_SUCCESS;
}

static inline wasix_errno
guest_write_u16(struct wasix_caller *c, wasix_gptr ptr, uint16_t value)
{
	return guest_write(c, ptr, &value, sizeof value);
}

static inline wasix_errno
guest_write_u32(struct wasix_caller *c, wasix_gptr ptr, uint32_t value)
{
	return guest_write(c, ptr, &value, sizeof value);
}

static inline wasix_errno
guest_write_u64(struct wasix_caller *c, wasix_gptr ptr, uint64_t value)
{
	return guest_write(c, ptr, &value, sizeof value);
}

/* Copies a path and ends it with NUL. NOENT when empty, NAMETOOLONG, INVAL on a NUL inside. */
static inline wasix_errno
guest_path(struct wasix_caller *c, wasix_gptr ptr, uint32_t len, char out[GUEST_PATH_MAX])
{
	if (!guest_in_bounds(c->memory, ptr, len))
		return ABI_ERRNO_FAULT;
	if (len == 0)
		return ABI_ERRNO_NOENT;
	if (len >= GUEST_PATH_MAX)
		return ABI_ERRNO_NAMETOOLONG;
	GUEST_TRY(guest_read(c, out, ptr, len));
	out[len] = 0;
	return memchr(out, 0, len) ? ABI_ERRNO_INVAL : ABI_ERRNO_SUCCESS;
}

/* Copies a buffer's description once, then checks the copy. In two halves, as guests write it: a
 * processor makes a load of eight bytes wait for two stores of four to reach the cache (bench row
 * "write"). */
static inline wasix_errno
guest_iovec(struct wasix_caller *c, wasix_gptr ptr, struct iovec *out)
{
	struct abi_iovec v;
	uint8_t *bytes;

	GUEST_TRY(guest_span(c, ptr, sizeof v, &bytes));
	linear_copy(&v.buf, bytes + offsetof(struct abi_iovec, buf), sizeof v.buf);
	linear_copy(&v.buf_len, bytes + offsetof(struct abi_iovec, buf_len), sizeof v.buf_len);
	GUEST_TRY(guest_span(c, v.buf, v.buf_len, &bytes));
	*out = (struct iovec){ bytes, v.buf_len };
	return ABI_ERRNO_SUCCESS;
}

/* As guest_iovec for a list. INVAL when there are too many. */
static inline wasix_errno
guest_iovecs(
	struct wasix_caller *c, wasix_gptr ptr, uint32_t count, struct iovec iov[GUEST_IOV_MAX])
{
	if (count > GUEST_IOV_MAX)
		return ABI_ERRNO_INVAL;
	if (!guest_in_bounds(c->memory, ptr, count * sizeof(struct abi_iovec)))
		return ABI_ERRNO_FAULT;
	for (uint32_t i = 0; i < count; i++)
		GUEST_TRY(guest_iovec(c, ptr + i * (uint32_t)sizeof(struct abi_iovec), &iov[i]));
	return ABI_ERRNO_SUCCESS;
}

#endif
