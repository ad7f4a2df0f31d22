/* priority_ceiling.c -- PTHREAD_PRIO_PROTECT: the protocol and the ceiling of a mutex.
 *
 * Every thread is SCHED_OTHER (sys/process/sched.c), so whoever holds the mutex cannot be raised:
 * what is kept is what the program asked for. musl copies an attribute into the mutex whole and
 * looks at its lower eight bits; ours stand above them.
 */
#include "pthread_impl.h"

#include <errno.h>
#include <sched.h>

enum { PROTECT = 1 << 16, CEILING_SHIFT = 17, CEILING_MASK = 0x7f << CEILING_SHIFT };

/* What the names stood for in musl: NONE and INHERIT alone. */
int __wasix_musl_setprotocol(pthread_mutexattr_t *a, int protocol);

static int
is_priority(int ceiling)
{
	return ceiling >= sched_get_priority_min(SCHED_FIFO) &&
	       ceiling <= sched_get_priority_max(SCHED_FIFO);
}

/* One that was never set is the least. */
static int
ceiling_of(unsigned bits)
{
	int ceiling = (int)((bits & CEILING_MASK) >> CEILING_SHIFT);
	return ceiling ? ceiling : sched_get_priority_min(SCHED_FIFO);
}

static unsigned
with_ceiling(unsigned bits, int ceiling)
{
	return (bits & ~(unsigned)CEILING_MASK) | (unsigned)ceiling << CEILING_SHIFT;
}

int
pthread_mutexattr_setprotocol(pthread_mutexattr_t *a, int protocol)
{
	int kind = protocol == PTHREAD_PRIO_PROTECT ? PTHREAD_PRIO_NONE : protocol;
	int e = __wasix_musl_setprotocol(a, kind);

	if (!e)
		a->__attr = (a->__attr & ~(unsigned)PROTECT) |
			    (protocol == PTHREAD_PRIO_PROTECT ? PROTECT : 0);
	return e;
}

int
pthread_mutexattr_getprotocol(const pthread_mutexattr_t *restrict a, int *restrict protocol)
{
	*protocol = a->__attr & PROTECT ? PTHREAD_PRIO_PROTECT
		    : a->__attr & 8     ? PTHREAD_PRIO_INHERIT
					: PTHREAD_PRIO_NONE;
	return 0;
}

int
pthread_mutexattr_getprioceiling(const pthread_mutexattr_t *restrict a, int *restrict ceiling)
{
	*ceiling = ceiling_of(a->__attr);
	return 0;
}

int
pthread_mutexattr_setprioceiling(pthread_mutexattr_t *a, int ceiling)
{
	if (!is_priority(ceiling))
		return EINVAL;
	a->__attr = with_ceiling(a->__attr, ceiling);
	return 0;
}

int
pthread_mutex_getprioceiling(const pthread_mutex_t *restrict m, int *restrict ceiling)
{
	if (!(m->_m_type & PROTECT))
		return EINVAL;
	*ceiling = ceiling_of((unsigned)m->_m_type);
	return 0;
}

int
pthread_mutex_setprioceiling(pthread_mutex_t *restrict m, int ceiling, int *restrict old)
{
	if (!(m->_m_type & PROTECT) || !is_priority(ceiling))
		return EINVAL;
	int e = pthread_mutex_lock(m);
	if (e)
		return e;
	if (old)
		*old = ceiling_of((unsigned)m->_m_type);
	m->_m_type = (int)with_ceiling((unsigned)m->_m_type, ceiling);
	return pthread_mutex_unlock(m);
}
