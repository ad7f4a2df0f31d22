/* wall_calls.c -- seccomp: the system calls that are left, from wall_calls.def.
 *
 * The filter is a program of the kernel's packet filter. It looks the number up by halving:
 *
 *   load arch; other -> kill          a 32-bit call has other numbers
 *   load number
 *   >= middle? -- no --> lower half ... -- yes --> upper half ...
 *   leaf: allow, errno, kill, or a look at one argument
 *
 * The kernel compiles the program, which takes longer than all else that the wall does at the
 * start, so leaves share their answers: it is written from its end, where what is jumped to is
 * known.
 *
 * Numbers that are allowed whatever their arguments are cost next to nothing: the kernel notes them
 * when it takes the filter.
 */
#include "wall.h"

#include "error.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452 /* Linux 6.6 */
#endif

/* --- the table --- */

enum check {
	CHECK_ANY,
	CHECK_NO_EXEC,
	CHECK_CODE,
	CHECK_NO_NAME,
	CHECK_OWN,
	CHECK_SELF,
	CHECK_ONE,
	CHECK_TERMINAL,
	CHECK_THREAD,
	CHECK_CHILD,
	CHECK_FAMILY,
	CHECK_FIFO,
	CHECK_MODE1,
	CHECK_MODE2,
	CHECK_UNIX,
};

enum : uint32_t {
	ANSWER_ALLOW = SECCOMP_RET_ALLOW,
	ANSWER_EPERM = SECCOMP_RET_ERRNO | EPERM,
	ANSWER_ENOSYS = SECCOMP_RET_ERRNO | ENOSYS,
	ANSWER_KILL = SECCOMP_RET_KILL_PROCESS,
};

struct call_row {
	uint16_t number;
	uint8_t capability;
	uint8_t check;
	uint32_t otherwise;
};

static const struct call_row ROWS[] = {
#define SYS(name, capability, check, otherwise) \
	{ SYS_##name, CAP_##capability, CHECK_##check, ANSWER_##otherwise },
#include "wall_calls.def"
};

enum { ROW_COUNT = sizeof ROWS / sizeof *ROWS };

/* What happens to one number. */
struct fate {
	uint32_t answer; /* where no argument is looked at, or the one looked at is refused */
	uint8_t check;   /* ANY: answer is all there is to it */
};

enum { NUMBER_COUNT = 512, X32_BIT = 0x40000000 };

static void
fates_fill(struct fate fates[NUMBER_COUNT], const struct wall *wall)
{
	for (size_t i = 0; i < NUMBER_COUNT; i++)
		fates[i] = (struct fate){ ANSWER_ENOSYS, CHECK_ANY };
	for (size_t i = 0; i < ROW_COUNT; i++) {
		const struct call_row *row = &ROWS[i];
		struct fate *f = &fates[row->number];
		if (!wall->open[row->capability] && f->answer == ANSWER_ENOSYS)
			*f = (struct fate){ row->otherwise, CHECK_ANY };
		else if (wall->open[row->capability])
			*f = (struct fate){ row->check == CHECK_ANY ? ANSWER_ALLOW : row->otherwise,
				row->check };
	}
}

/* --- the program --- */

enum { CODE_MAX = 1024, CHECK_MAX = 200, JUMP_MAX = 250 };

/* Written from the end: code[start] on. */
struct program {
	struct sock_filter code[CODE_MAX];
	uint32_t start;
	bool is_too_long;
};

/* The look at an argument: written forwards, without jumps to elsewhere. */
struct filter {
	struct sock_filter code[CHECK_MAX];
	uint32_t count;
	uint32_t pid;
};

static void
emit(struct filter *p, uint16_t code, uint32_t k, uint8_t if_true, uint8_t if_false)
{
	if (p->count < CHECK_MAX)
		p->code[p->count] = (struct sock_filter){ code, if_true, if_false, k };
	p->count++;
}

static void
emit_load(struct filter *p, size_t offset)
{
	emit(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void
emit_answer(struct filter *p, uint32_t answer)
{
	emit(p, BPF_RET | BPF_K, answer, 0, 0);
}

/* Loads the lower or upper half of an argument (little-endian). */
static void
emit_argument(struct filter *p, size_t n, bool upper)
{
	emit_load(p, offsetof(struct seccomp_data, args) + 8 * n + (upper ? 4 : 0));
}

/* Allows if the value loaded is one of these; goes on if not. */
static void
emit_allow_values(struct filter *p, const uint32_t *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		emit(p, BPF_JMP | BPF_JEQ | BPF_K, values[i], (uint8_t)(count - 1 - i),
			i == count - 1);
	emit_answer(p, ANSWER_ALLOW);
}

/* Allows if none of the bits is set in the value loaded; goes on if one is. */
static void
emit_allow_without(struct filter *p, uint32_t bits)
{
	emit(p, BPF_JMP | BPF_JSET | BPF_K, bits, 1, 0);
	emit_answer(p, ANSWER_ALLOW);
}

/* The code after it is reached only if all the bits are set; else the answer is given. */
static void
emit_demand(struct filter *p, uint32_t bits, uint32_t answer)
{
	emit(p, BPF_ALU | BPF_AND | BPF_K, bits, 0, 0);
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, bits, 1, 0);
	emit_answer(p, answer);
}

/* The C library's newer forms, whose structure has 44 bytes; the kernel's header for it cannot
 * stand beside termios.h. */
#define TERMIOS2_GET   _IOR('T', 0x2a, char[44])
#define TERMIOS2_SET   _IOW('T', 0x2b, char[44])
#define TERMIOS2_SET_W _IOW('T', 0x2c, char[44])
#define TERMIOS2_SET_F _IOW('T', 0x2d, char[44])

static const uint32_t REQUESTS[] = {
#define REQUEST(name, kind, bytes) name,
#include "ioctls.def"
	TERMIOS2_GET, TERMIOS2_SET, TERMIOS2_SET_W, TERMIOS2_SET_F, FIONBIO
};
static const uint32_t FIFO = S_IFIFO;
static const uint32_t ROUTE = NETLINK_ROUTE;
/* CHECK_UNIX takes the first alone. */
static const uint32_t FAMILIES[] = { AF_UNIX, AF_INET, AF_INET6 };

/* Other namespaces would be other rights. CLONE_NEWTIME lies in the byte of the exit signal. */
static const uint32_t NAMESPACES = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
				   CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_PTRACE |
				   CLONE_PARENT;

static void
emit_check(struct filter *p, const struct fate *f)
{
	const uint32_t own[] = { 0, p->pid };

	switch ((enum check)f->check) {
	case CHECK_ANY:
		break;
	case CHECK_NO_EXEC:
		emit_argument(p, 2, false);
		emit_allow_without(p, PROT_EXEC);
		break;
	case CHECK_CODE:
		emit_argument(p, 2, false);
		emit_allow_without(p, PROT_EXEC);
		emit(p, BPF_JMP | BPF_JSET | BPF_K, PROT_WRITE, 3, 0);
		emit_argument(p, 3, false);
		emit_allow_without(p, MAP_ANONYMOUS);
		break;
	case CHECK_NO_NAME:
		emit_argument(p, 1, true);
		emit(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 3);
		emit_argument(p, 1, false);
		emit_allow_values(p, &own[0], 1);
		break;
	case CHECK_OWN:
		emit_argument(p, 0, false);
		emit_allow_values(p, own, 2);
		break;
	case CHECK_SELF: /* 0 would be the process group */
		emit_argument(p, 0, false);
		emit_allow_values(p, &own[1], 1);
		break;
	case CHECK_ONE: /* neither a group nor all; the kernel looks at 32 bits */
		emit_argument(p, 0, false);
		emit(p, BPF_JMP | BPF_JEQ | BPF_K, 0, 2, 0);
		emit_allow_without(p, UINT32_C(1) << 31);
		break;
	case CHECK_TERMINAL:
		emit_argument(p, 1, false);
		emit_allow_values(p, REQUESTS, sizeof REQUESTS / sizeof *REQUESTS);
		break;
	case CHECK_THREAD:
		emit_argument(p, 0, false);
		emit_demand(p, CLONE_THREAD | CLONE_VM, f->answer);
		[[fallthrough]];
	case CHECK_CHILD:
		emit_argument(p, 0, false);
		emit_allow_without(p, NAMESPACES);
		break;
	case CHECK_FAMILY:
		emit_argument(p, 0, false);
		emit_allow_values(p, FAMILIES, sizeof FAMILIES / sizeof *FAMILIES);
		emit(p, BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 3);
		emit_argument(p, 2, false);
		emit_allow_values(p, &ROUTE, 1);
		break;
	case CHECK_FIFO:
		emit_argument(p, 2, false);
		emit(p, BPF_ALU | BPF_AND | BPF_K, S_IFMT, 0, 0);
		emit_allow_values(p, &FIFO, 1);
		break;
	case CHECK_MODE1:
		emit_argument(p, 1, false);
		emit_allow_without(p, S_ISUID);
		break;
	case CHECK_MODE2:
		emit_argument(p, 2, false);
		emit_allow_without(p, S_ISUID);
		break;
	case CHECK_UNIX:
		emit_argument(p, 0, false);
		emit_allow_values(p, FAMILIES, 1);
		break;
	}
	emit_answer(p, f->answer);
}

/* Numbers from first on that share what happens to the first. */
struct range {
	uint32_t first;
	struct fate fate;
};

static uint32_t
ranges_fill(struct range ranges[NUMBER_COUNT], const struct fate fates[NUMBER_COUNT])
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < NUMBER_COUNT; i++)
		if (i == 0 || fates[i].answer != fates[i - 1].answer ||
			fates[i].check != fates[i - 1].check)
			ranges[count++] = (struct range){ i, fates[i] };
	return count;
}

/* Its index: where a jump to it goes. */
static uint32_t
prepend(struct program *p, struct sock_filter instruction)
{
	if (p->start == 0)
		p->is_too_long = true;
	else
		p->code[--p->start] = instruction;
	return p->start;
}

static uint32_t
prepend_answer(struct program *p, uint32_t answer)
{
	for (uint32_t i = p->start; i < CODE_MAX && i - p->start < JUMP_MAX / 2; i++)
		if (p->code[i].code == (BPF_RET | BPF_K) && p->code[i].k == answer)
			return i;
	return prepend(p, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer));
}

static uint32_t
prepend_check(struct program *p, const struct fate *fate, uint32_t pid)
{
	struct filter check = { .pid = pid };

	emit_check(&check, fate);
	if (check.count > CHECK_MAX)
		p->is_too_long = true;
	for (uint32_t i = p->is_too_long ? 0 : check.count; i-- > 0;)
		(void)prepend(p, check.code[i]);
	return p->start;
}

/* A conditional jump in front of all reaches 255 instructions behind it, any other all. */
static uint32_t
prepend_near(struct program *p, uint32_t target)
{
	if (target - p->start < JUMP_MAX)
		return target;
	return prepend(p, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, target - p->start));
}

/* The index where the look-up in these ranges begins. */
static uint32_t
prepend_search(struct program *p, const struct range *ranges, uint32_t count, uint32_t pid)
{
	if (count == 1 && ranges->fate.check == CHECK_ANY)
		return prepend_answer(p, ranges->fate.answer);
	if (count == 1)
		return prepend_check(p, &ranges->fate, pid);
	uint32_t middle = count / 2;
	uint32_t high = prepend_search(p, ranges + middle, count - middle, pid);
	uint32_t low = prepend_search(p, ranges, middle, pid);
	high = prepend_near(p, high);
	low = prepend_near(p, low);
	return prepend(
		p, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, ranges[middle].first,
			   (uint8_t)(high - p->start), (uint8_t)(low - p->start)));
}

static void
program_fill(struct program *p, const struct wall *wall)
{
	static const struct sock_filter BEGIN[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, ANSWER_KILL),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, X32_BIT, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, ANSWER_KILL),
	};
	struct fate fates[NUMBER_COUNT];
	struct range ranges[NUMBER_COUNT];

	p->start = CODE_MAX;
	p->is_too_long = false;
	fates_fill(fates, wall);
	uint32_t count = ranges_fill(ranges, fates);
	(void)prepend_search(p, ranges, count, (uint32_t)getpid());
	for (size_t i = sizeof BEGIN / sizeof *BEGIN; i-- > 0;)
		(void)prepend(p, BEGIN[i]);
}

wasix_result
wall_calls(const struct wall *wall, wasix_error *err)
{
	struct program p;

	if (SANITIZED) /* they make calls of their own (ptrace, clone) that the table rightly kills
			  for */
		return WASIX_OK;
	program_fill(&p, wall);
	if (p.is_too_long)
		return fail(err, WASIX_LIMIT, "the filter of system calls is too long");
	struct sock_fprog filter = { .len = (unsigned short)(CODE_MAX - p.start),
		.filter = p.code + p.start };
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == 0)
		return WASIX_OK;
	if (errno == ENOSYS || errno == EINVAL)
		return fail(err, WASIX_UNSUPPORTED, "the kernel has no seccomp filters");
	return fail(err, WASIX_IO, "seccomp: %s", strerror(errno));
}
