/* tty_watch.c -- the terminal's modes after a SIGKILL, which leaves the runtime no time to put them
 * back: a process that outlives it does.
 *
 * It is made before the wall stands, where the guest may change modes and has a terminal, leads a
 * session of its own (so job control is nothing to it) and holds the terminal, a pidfd of the first
 * process, and a page that the guest's processes write the modes to that they set. When the first
 * process is gone it puts back what there was, if the modes are still those of the guest: a shell
 * that has the terminal again has set its own.
 */
#include "extension.h"
#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Shared by the tree and the process that watches. */
struct tty_watch {
	dev_t terminal;
	struct termios last; /* that the guest set, or those of the start */
};

/* --- what the guest's processes do --- */

void
tty_modes_changed(struct wasix_process *p, int fd)
{
	struct termios now = { 0 };
	struct stat s;

	if (p->tty_watch && fstat(fd, &s) == 0 && s.st_rdev == p->tty_watch->terminal &&
		tcgetattr(fd, &now) == 0)
		p->tty_watch->last = now;
}

void
tty_modes_restored(struct wasix_process *p)
{
	if (p->tty_watch)
		p->tty_watch->last = p->tty_saved;
}

/* --- the process that watches --- */

enum { WATCH_TERMINAL, WATCH_PROCESS, WATCH_FDS };
enum { OUT_OF_THE_WAY = 16 };

/* Nothing else of the guest's stays open here. */
static void
detach(int terminal, int process)
{
	int from[WATCH_FDS] = { fcntl(terminal, F_DUPFD, OUT_OF_THE_WAY),
		fcntl(process, F_DUPFD, OUT_OF_THE_WAY) };

	for (int i = 0; i < WATCH_FDS; i++)
		(void)dup2(from[i], i);
	(void)close_range(WATCH_FDS, ~0u, 0);
	setsid();
	for (int sig = 1; sig < NSIG; sig++)
		(void)signal(sig, SIG_DFL);
	(void)signal(SIGHUP, SIG_IGN);
}

[[noreturn]] static void
watch(const struct tty_watch *w, const struct termios *saved)
{
	struct pollfd end = { .fd = WATCH_PROCESS, .events = POLLIN };
	struct termios now = { 0 };

	while (poll(&end, 1, -1) <= 0)
		;
	/* NOLINTBEGIN(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c): all three
	 * are tcgetattr's, which leaves what it does not set as it was, zero */
	if (tcgetattr(WATCH_TERMINAL, &now) == 0 && memcmp(&now, saved, sizeof now) != 0 &&
		memcmp(&now, &w->last, sizeof now) == 0)
		(void)tcsetattr(WATCH_TERMINAL, TCSANOW, saved);
	/* NOLINTEND(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c) */
	_exit(0);
}

/* Nobody's child: the guest waits for its own only. */
static bool
start(const struct tty_watch *w, int terminal, const struct termios *saved)
{
	int process = (int)syscall(SYS_pidfd_open, getpid(), 0);
	pid_t child = process < 0 ? -1 : fork();

	if (child == 0) {
		if (fork() == 0) {
			detach(terminal, process);
			watch(w, saved);
		}
		_exit(0);
	}
	if (child > 0)
		(void)RETRY(waitpid(child, NULL, 0));
	if (process >= 0)
		close(process);
	return child > 0;
}

/* --- whether there is one --- */

static void
note_ioctl(void *env, const struct extension *extension)
{
	if (strcmp(extension->name, "ioctl") == 0)
		*(bool *)env = true;
}

static bool
changes_modes(const struct wasix_process *p, const struct wasix_module *module)
{
	bool does = wasix_process_starts_programs(p, module);

	for (size_t i = 0; i < wasix_module_import_count(module) && !does; i++) {
		wasix_import_info info;
		wasix_module_import_get(module, i, &info);
		does = strcmp(info.name, "tty_set") == 0;
	}
	if (!does)
		extensions_of_module(module, note_ioctl, &does);
	return does && p->granted[CAP_TTY];
}

/* Of 0-2, with its modes; -1: there is none. */
static int
find_terminal(const struct wasix_process *p, struct termios *modes)
{
	*modes = (struct termios){ 0 };
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (p->has_stdio[fd] && tcgetattr(fd, modes) == 0)
			return fd;
	return -1;
}

void
wasix_process_watch_terminal(wasix_process *p, const wasix_module *module)
{
	struct termios saved;
	struct stat s;
	int terminal = find_terminal(p, &saved);

	if (terminal < 0 || p->tty_watch || fstat(terminal, &s) != 0 || !changes_modes(p, module))
		return;
	struct tty_watch *w =
		mmap(NULL, sizeof *w, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (w == MAP_FAILED)
		return;
	*w = (struct tty_watch){ .terminal = s.st_rdev, .last = saved };
	if (start(w, terminal, &saved))
		p->tty_watch = w;
	else
		munmap(w, sizeof *w);
}

void
tty_watch_end(struct wasix_process *p)
{
	if (p->tty_watch)
		munmap(p->tty_watch, sizeof *p->tty_watch);
	p->tty_watch = NULL;
}
