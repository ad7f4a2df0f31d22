/* openpty.c -- both sides of a pseudo terminal. */
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <pty.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

static int
open_other_side(int master, char *name)
{
	char own[32];

	if (unlockpt(master) < 0 || ptsname_r(master, own, sizeof own))
		return -1;
	if (name)
		for (size_t i = 0; i == 0 || own[i - 1]; i++)
			name[i] = own[i];
	return open(own, O_RDWR | O_NOCTTY);
}

int
openpty(int *master, int *slave, char *name, const struct termios *modes,
	const struct winsize *size)
{
	int state, fds[2];

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	fds[0] = posix_openpt(O_RDWR | O_NOCTTY);
	fds[1] = fds[0] < 0 ? -1 : open_other_side(fds[0], name);
	if (fds[0] >= 0 && fds[1] < 0)
		close(fds[0]);
	if (fds[1] >= 0) {
		if (modes)
			tcsetattr(fds[1], TCSANOW, modes);
		if (size)
			ioctl(fds[1], TIOCSWINSZ, size);
		*master = fds[0];
		*slave = fds[1];
	}
	pthread_setcancelstate(state, NULL);
	return fds[1] < 0 ? -1 : 0;
}
