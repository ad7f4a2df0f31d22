/* tty.c -- tty_get, tty_set: size and modes of the terminal that one of the guest's 0-2 is.
 *
 * Sizes are reported, not set: the window belongs to the user (ext_ioctl.c sets them). The modes
 * that the terminal had at the start are put back when the first process of the tree ends, whoever
 * changed them.
 */
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Host descriptor of the guest's 0, 1 or 2 if that is a terminal, else -1. Which are terminals goes
 * to `is`. */
static int
find_tty(struct wasix_caller *c, bool is[3])
{
	int found = -1;

	for (uint32_t fd = 0; fd < 3; fd++) {
		struct fd_ref f;
		is[fd] = false;
		if (fd_get(c, fd, 0, &f))
			continue;
		/* only the process's own stdio: its host numbers stay valid without the reference
		 */
		is[fd] = f.host >= 0 && f.file->stdio && isatty(f.host);
		if (is[fd] && found < 0)
			found = f.host;
		fd_put(&f);
	}
	return found;
}

/* WASIX, tty_get. line_feeds is what libcs show as IGNCR. */
wasix_errno
host_tty_get(struct wasix_caller *c, wasix_gptr state)
{
	bool is[3];
	struct termios t;
	struct winsize size = { 0 };
	int tty = find_tty(c, is);

	if (tty < 0)
		return ABI_ERRNO_NOTSUP;
	if (tcgetattr(tty, &t) < 0)
		return errno_to_wasi(errno);
	(void)ioctl(tty, TIOCGWINSZ, &size); /* zero if it has none */
	struct abi_tty s = {
		.cols = size.ws_col,
		.rows = size.ws_row,
		.width = size.ws_xpixel,
		.height = size.ws_ypixel,
		.stdin_tty = is[0],
		.stdout_tty = is[1],
		.stderr_tty = is[2],
		.echo = (t.c_lflag & ECHO) != 0,
		.line_buffered = (t.c_lflag & ICANON) != 0,
		.line_feeds = (t.c_iflag & IGNCR) != 0,
	};
	return guest_write(c, state, &s, sizeof s);
}

static void
set_bit(tcflag_t *flags, tcflag_t bit, bool on)
{
	*flags = on ? *flags | bit : *flags & ~bit;
}

/* WASIX, tty_set. The flag bytes may be garbage (libcs do not fill them for TIOCSWINSZ): anything
 * but 0 is true. */
wasix_errno
host_tty_set(struct wasix_caller *c, wasix_gptr state)
{
	bool is[3];
	struct abi_tty s;
	struct termios t;
	int tty = find_tty(c, is);

	GUEST_TRY(guest_read(c, &s, state, sizeof s));
	if (tty < 0)
		return ABI_ERRNO_NOTSUP;
	if (tcgetattr(tty, &t) < 0)
		return errno_to_wasi(errno);
	set_bit(&t.c_lflag, ECHO, s.echo);
	set_bit(&t.c_lflag, ICANON, s.line_buffered);
	set_bit(&t.c_iflag, IGNCR, s.line_feeds);
	if (!s.line_buffered) {
		t.c_cc[VMIN] = 1;
		t.c_cc[VTIME] = 0;
	}
	int result = (int)RETRY(tcsetattr(tty, TCSANOW, &t));
	if (result == 0)
		tty_modes_changed(caller_process(c), tty);
	return errno_of(result);
}

void
wasix_process_restore_terminal(wasix_process *p)
{
	tty_restore(p);
}

static bool
is_exclusive(int tty)
{
	int exclusive = 0;
	return ioctl(tty, TIOCGEXCL, &exclusive) == 0 && exclusive;
}

static bool
same_modes(const struct termios *a, const struct termios *b)
{
	return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag && a->c_cflag == b->c_cflag &&
	       a->c_lflag == b->c_lflag && a->c_line == b->c_line && a->c_ispeed == b->c_ispeed &&
	       a->c_ospeed == b->c_ospeed && memcmp(a->c_cc, b->c_cc, sizeof a->c_cc) == 0;
}

/* Called by handlers of signals, too. What runs in the background may not change modes, but for
 * this signal. */
void
tty_restore(struct wasix_process *p)
{
	struct termios now = { 0 };
	sigset_t set, old;

	if (!p->tty_saves || p->is_child)
		return;
	tty_modes_restored(p);
	if (!p->tty_exclusive && is_exclusive(p->tty_fd))
		(void)ioctl(p->tty_fd, TIOCNXCL);
	if (tcgetattr(p->tty_fd, &now) < 0 || same_modes(&now, &p->tty_saved))
		return;
	sigemptyset(&set);
	sigaddset(&set, SIGTTOU);
	pthread_sigmask(SIG_BLOCK, &set, &old);
	(void)tcsetattr(p->tty_fd, TCSANOW, &p->tty_saved);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

void
tty_control(struct wasix_process *p, struct file *tty)
{
	if (tty)
		file_hold(tty);
	pthread_mutex_lock(&p->fds.lock);
	struct file *old = p->tty;
	p->tty = tty;
	pthread_mutex_unlock(&p->fds.lock);
	file_put(old);
}

void
tty_found(struct wasix_process *p, struct file *file)
{
	pid_t session;

	if (!p->tty_saves && tcgetattr(file->host, &p->tty_saved) == 0) {
		p->tty_saves = true;
		p->tty_exclusive = is_exclusive(file->host);
		p->tty_fd = file->host;
	}
	if (ioctl(file->host, TIOCGSID, &session) < 0 || session != p->first_session)
		return;
	/* the one that can be read and written is the better one */
	if (!p->tty || (fcntl(file->host, F_GETFL) & O_ACCMODE) == O_RDWR)
		tty_control(p, file);
}
