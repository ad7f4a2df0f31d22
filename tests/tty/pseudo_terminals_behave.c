// Pairs, their modes, names and sizes; the native run says what is right.
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

/* What comes through, until `end`; control characters shown. */
static void
show(int fd, const char *end)
{
	char all[512] = "";
	size_t len = 0;
	ssize_t n;

	while (!strstr(all, end) && (n = read(fd, all + len, sizeof all - 1 - len)) > 0)
		all[len += (size_t)n] = 0;
	for (char *p = all; *p; p++)
		printf(*p < ' ' ? "<%d>" : "%c", *p);
	printf("\n");
}

static void
modes(int fd)
{
	struct termios t, again;

	tcgetattr(fd, &t);
	printf("%x %x %x %x %d %d %d\n", t.c_iflag, t.c_oflag, t.c_cflag, t.c_lflag, t.c_cc[VINTR],
		t.c_cc[VMIN], t.c_cc[VSUSP]);
	t.c_iflag = IXANY | IXOFF | INPCK;
	t.c_oflag = OPOST | OCRNL | ONLRET;
	t.c_lflag = ECHOCTL | NOFLSH | TOSTOP | ICANON | ECHO;
	t.c_cc[VEOL] = 'q';
	t.c_cc[VKILL] = 9;
	printf("set %d", tcsetattr(fd, TCSADRAIN, &t));
	tcgetattr(fd, &again);
	printf(" same %d\n", again.c_iflag == t.c_iflag && again.c_oflag == t.c_oflag &&
				     again.c_lflag == t.c_lflag && again.c_cc[VEOL] == 'q' &&
				     again.c_cc[VKILL] == 9);
	printf("speed %d", cfsetospeed(&t, B9600));
	tcsetattr(fd, TCSANOW, &t);
	tcgetattr(fd, &again);
	printf(" %d\n", cfgetospeed(&again) == B9600);
}

int
main(void)
{
	int m, s;
	char name[64], again[64], buf[64];
	struct winsize size = { 31, 97, 5, 6 }, now;
	struct stat st;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (posix_openpt(O_RDWR) < 0 && errno == ENOENT) {
		printf("skipped: the kernel makes no terminals for guests (user namespaces are "
		       "forbidden)\n");
		return 77;
	}
	printf("open %d\n", openpty(&m, &s, name, NULL, &size));
	printf("name %d ptsname %d ttyname %d\n", strncmp(name, "/dev/pts/", 9),
		strcmp(ptsname(m), name),
		ttyname_r(s, again, sizeof again) ? -1 : strcmp(again, name));
	printf("short %d %d\n", ttyname_r(s, again, 3), ptsname_r(m, again, 3));
	printf("char %d tty %d %d\n", stat(name, &st) == 0 && S_ISCHR(st.st_mode), isatty(m),
		isatty(s));
	printf("mode %d", chmod(name, 0622));
	printf(" %o", stat(name, &st) ? 0 : st.st_mode & 07777);
	printf(" %d", fchmod(s, 0600));
	printf(" %o", stat(name, &st) ? 0 : st.st_mode & 07777);
	printf(" owner %d %d left %d\n", chown(name, getuid(), (gid_t)-1),
		fchown(s, (uid_t)-1, getgid()), unlink(name) < 0);
	ioctl(m, TIOCGWINSZ, &now);
	printf("size %d %d %d %d\n", now.ws_row, now.ws_col, now.ws_xpixel, now.ws_ypixel);
	modes(s);
	printf("not a terminal %d %d\n",
		tcgetattr(open("f", O_CREAT | O_RDWR, 0600), &(struct termios){ 0 }) < 0 ? errno
											 : 0,
		ptsname(s) ? 0 : errno);

	/* a line goes through, edited and echoed; then raw */
	struct termios t;
	close(m);
	close(s);
	openpty(&m, &s, name, NULL, NULL);
	write(m, "ab\177c\n", 5);
	printf("%zd", read(s, buf, sizeof buf));
	printf(" %.3s", buf);
	show(m, "\n");
	write(s, "x\n", 2);
	show(m, "\n");
	tcgetattr(s, &t);
	cfmakeraw(&t);
	tcsetattr(s, TCSAFLUSH, &t);
	write(m, "\003q", 2);
	printf("%zd", read(s, buf, sizeof buf));
	printf(" %d %d\n", buf[0], buf[1]);
	struct pollfd p = { .fd = m, .events = POLLIN };
	int n = 0;
	write(s, "12345", 5);
	poll(&p, 1, 5000);
	printf("waiting %d", ioctl(m, FIONREAD, &n));
	printf(" %d", n);
	printf(" out %d\n", ioctl(s, TIOCOUTQ, &n));
	printf("flush %d drain %d break %d flow %d", tcflush(m, TCIFLUSH), tcdrain(s),
		tcsendbreak(s, 0), tcflow(s, TCOON));
	printf(" left %d\n", poll(&p, 1, 0));
	close(s);
	printf("hang-up %d", poll(&p, 1, 1000));
	printf(" %x", p.revents);
	printf(" %d\n", read(m, buf, 1) < 0 ? errno : 0);
	close(m);
}
