/* tty.c -- ioctl: terminals and what is on its way. The host's ioctl answers, or else what the ABI
 * knows of terminals: size, echo, lines. */
#include "cloexec.h"
#include "extension.h"
#include "imports.h"
#include "lowered.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>

USES_EXTENSION(ioctl);

/* What a host calls a character device and cannot seek is a terminal: the test of WASI libraries
 * ever since preview 0. */
long
__wasix_is_terminal(long fd)
{
	struct abi_fdstat stat;
	uint32_t e = __import_preview1_fd_fdstat_get((abi_fd)fd, &stat);
	if (e & 0xffff)
		return __wasix_result(e);
	bool seeks = stat.fs_rights_base & (ABI_RIGHTS_FD_SEEK | ABI_RIGHTS_FD_TELL);
	return stat.fs_filetype == ABI_FILETYPE_CHARACTER_DEVICE && !seeks ? 0 : -ENOTTY;
}

static long
get_state(long fd, struct abi_tty *tty)
{
	long r = __wasix_is_terminal(fd);
	if (r < 0)
		return r;
	memset(tty, 0, sizeof *tty);
	r = __wasix_result(__import_wasix_tty_get(tty));
	return r == -EOPNOTSUPP || r == -ENOSYS ? -ENOTTY : r;
}

static long
get_size(long fd, struct winsize *size)
{
	struct abi_tty tty;
	long r = get_state(fd, &tty);
	if (r == 0)
		*size = (struct winsize){
			.ws_row = (unsigned short)tty.rows,
			.ws_col = (unsigned short)tty.cols,
			.ws_xpixel = (unsigned short)tty.width,
			.ws_ypixel = (unsigned short)tty.height,
		};
	return r;
}

static long
set_size(long fd, const struct winsize *size)
{
	struct abi_tty tty;
	long r = get_state(fd, &tty);
	if (r < 0)
		return r;
	tty.rows = size->ws_row;
	tty.cols = size->ws_col;
	return __wasix_result(__import_wasix_tty_set(&tty));
}

/* The ABI knows three modes; the others are those of a terminal at login. */
static long
get_modes(long fd, struct termios *modes)
{
	struct abi_tty tty;
	long r = get_state(fd, &tty);
	if (r < 0)
		return r;
	memset(modes, 0, sizeof *modes);
	modes->c_iflag = BRKINT | ICRNL | IXON | (tty.line_feeds ? IGNCR : 0u);
	modes->c_oflag = OPOST | ONLCR;
	modes->c_cflag = B38400 | CS8 | CREAD;
	modes->c_lflag = ISIG | IEXTEN | (tty.echo ? ECHO | ECHOE | ECHOK : 0u) |
			 (tty.line_buffered ? ICANON : 0u);
	static const unsigned char KEYS[] = { [VINTR] = 3,
		[VQUIT] = 28,
		[VERASE] = 127,
		[VKILL] = 21,
		[VEOF] = 4,
		[VMIN] = 1,
		[VSTART] = 17,
		[VSTOP] = 19,
		[VSUSP] = 26,
		[VREPRINT] = 18,
		[VDISCARD] = 15,
		[VWERASE] = 23,
		[VLNEXT] = 22 };
	memcpy(modes->c_cc, KEYS, sizeof KEYS);
	return 0;
}

static long
set_modes(long fd, const struct termios *modes)
{
	struct abi_tty tty;
	long r = get_state(fd, &tty);
	if (r < 0)
		return r;
	tty.echo = (modes->c_lflag & ECHO) != 0;
	tty.line_buffered = (modes->c_lflag & ICANON) != 0;
	tty.line_feeds = (modes->c_iflag & IGNCR) != 0;
	return __wasix_result(__import_wasix_tty_set(&tty));
}

/* Bytes that can be read without waiting. */
static long
readable_bytes(long fd, int *result)
{
	struct abi_subscription in[2] = {
		{ .u.tag = ABI_EVENTTYPE_FD_READ, .u.u.fd_read.file_descriptor = (abi_fd)fd },
		{ .userdata = 1,
			.u.tag = ABI_EVENTTYPE_CLOCK,
			.u.u.clock = { .id = ABI_CLOCKID_MONOTONIC, .timeout = 1 } },
	};
	struct abi_event out[2];
	abi_usize n = 0;
	uint32_t e = __import_preview1_poll_oneoff(in, out, 2, &n);

	if (e & 0xffff)
		return __wasix_result(e);
	*result = 0;
	for (abi_usize i = 0; i < n; i++) {
		if (out[i].type != ABI_EVENTTYPE_FD_READ)
			continue;
		if (out[i].error)
			return __wasix_result(out[i].error);
		*result = (int)out[i].fd_readwrite.nbytes;
	}
	return 0;
}

static long
set_nonblocking(long fd, bool on)
{
	struct abi_fdstat stat;
	uint32_t e = __import_preview1_fd_fdstat_get((abi_fd)fd, &stat);
	if (e & 0xffff)
		return __wasix_result(e);
	unsigned flags = stat.fs_flags & ~(unsigned)ABI_FDFLAGS_NONBLOCK;
	if (on)
		flags |= ABI_FDFLAGS_NONBLOCK;
	return __wasix_result(
		__import_preview1_fd_fdstat_set_flags((abi_fd)fd, (abi_fdflags)flags));
}

/* Without the host's help. */
static long
emulate(long fd, long request, long argument)
{
	switch (request) {
	case TIOCGWINSZ:
		return get_size(fd, (struct winsize *)argument);
	case TIOCSWINSZ:
		return set_size(fd, (const struct winsize *)argument);
	case TCGETS:
		return get_modes(fd, (struct termios *)argument);
	case TCSETS:
	case TCSETSW:
	case TCSETSF:
		return set_modes(fd, (const struct termios *)argument);
	case TCSBRK:
	case TCFLSH:
	case TCXONC:
		return __wasix_is_terminal(fd);
	case FIONREAD:
		return readable_bytes(fd, (int *)argument);
	default:
		return -ENOTTY;
	}
}

static long
mark_cloexec(long fd, long flags)
{
	long r = __wasix_get_cloexec(fd);
	return r < 0 ? r : __wasix_set_cloexec(fd, flags);
}

long
__wasix_sys_ioctl(long fd, long request, long argument)
{
	switch (request) {
	case FIONBIO:
		return set_nonblocking(fd, *(const int *)argument != 0);
	case FIOCLEX:
	case FIONCLEX:
		return mark_cloexec(fd, request == FIOCLEX ? FD_CLOEXEC : 0);
	}
	long r = (long)EXTENSION(ioctl, fd, (unsigned long)request, argument);
	return r == -ENOSYS ? emulate(fd, request, argument) : r;
}
