# /proc as a volume: its magic links are links like others, walked in the guest's tree, so none leads to a file outside of it.
. "$SOURCE/tests/gate/kernel.inc"

[ -r /proc/self/root/proc/version ] || skip "no /proc here"
echo secret >secret
cat >proc.c <<'C'
#include "raw.h"
static uint64_t proc, root, devices; /* that the guest has; 0: what exists in its tree only */
/* Where a link's text happens to name something of the guest's tree, that is opened, and nothing else. */
static void
inside(const char *path, abi_oflags flags, abi_rights rights)
{
	struct abi_filestat s;
	abi_fd fd;
	if (preview1_path_open(ROOT, 1, STRING(path), flags, rights | ABI_RIGHTS_FD_FILESTAT_GET, 0, 0, &fd) & 0xffff)
		return;
	OK(preview1_fd_filestat_get(fd, &s));
	if (s.dev && s.dev != proc && s.dev != root && s.dev != devices)
		printf("%s was opened\n", path), failures++;
	OK(preview1_fd_close(fd));
}
static void
refused(const char *path)
{
	struct abi_filestat s;
	inside(path, 0, ABI_RIGHTS_FD_READ);
	inside(path, ABI_OFLAGS_DIRECTORY, ABI_RIGHTS_FD_READDIR);
	if ((preview1_path_filestat_get(ROOT, 1, STRING(path), &s) & 0xffff) == 0 && s.dev && s.dev != proc &&
		s.dev != root && s.dev != devices)
		printf("%s was found\n", path), failures++;
}
int
main(int argc, char **argv)
{
	static const char *const PATHS[] = { "root/etc/passwd", "root/", "root/.", "cwd/secret", "cwd/", "exe", "root/../etc/passwd",
		"task/1/root/etc", "cwd/../../etc" };
	static const char *const WHO[] = { "/proc/self", "/proc/thread-self", "/proc/1" };
	char path[128];
	struct abi_filestat s;
	if (argc > 1)
		return 0;
	OK(preview1_path_filestat_get(ROOT, 0, STRING("/proc/version"), &s));
	proc = s.dev;
	OK(preview1_path_filestat_get(ROOT, 0, STRING("/dev/null"), &s));
	devices = s.dev;
	OK(preview1_fd_filestat_get(ROOT, &s));
	root = s.dev;
	for (size_t w = 0; w < 3; w++) {
		for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++) {
			snprintf(path, sizeof path, "%s/%s", WHO[w], PATHS[i]);
			refused(path);
		}
		for (int n = 0; n < 300; n++) {
			snprintf(path, sizeof path, "%s/fd/%d", WHO[w], n);
			refused(path);
			snprintf(path, sizeof path, "%s/fd/%d/secret", WHO[w], n);
			refused(path);
			snprintf(path, sizeof path, "%s/fd/%d/..", WHO[w], n);
			refused(path);
		}
	}
	return done();
}
C
guest proc.c
watch proc --volume=/proc:/proc:ro --
grep -qx ok out || fail "a magic link of /proc leads out"
kernel_did_not_see proc 'open[a-z0-9]*\(.*(etc/passwd|"secret").* = [0-9]+$'

# /dev: its links (fd, stdin) lead to /proc/self/fd, which are the guest's own descriptors; the rest of /proc is not there.
cat >dev.c <<'C'
#include "raw.h"
int
main(int argc, char **argv)
{
	static const char *const PATHS[] = { "/dev/fd/250", "/dev/fd/250/secret", "/dev/../proc/self/root/etc", "/proc/self/cwd/secret" };
	static const char *const OWN[] = { "/dev/fd/0", "/dev/stdin" };
	struct abi_filestat s, own;
	abi_fd fd;
	if (argc > 1)
		return 0;
	for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++)
		EXPECT(NOENT, open_at(ROOT, PATHS[i], 0, ABI_RIGHTS_FD_READ, &fd));
	OK(preview1_fd_filestat_get(0, &own));
	for (size_t i = 0; i < sizeof OWN / sizeof *OWN; i++) {
		OK(preview1_path_filestat_get(ROOT, 1, STRING(OWN[i]), &s));
		if (s.ino != own.ino || s.dev != own.dev)
			printf("%s is not the guest's\n", OWN[i]), failures++;
	}
	OK(open_at(ROOT, "/dev/null", 0, ABI_RIGHTS_FD_READ, &fd));
	return done();
}
C
guest dev.c
watch dev --volume=/dev:/dev:ro --
grep -qx ok out || fail "a link of /dev leads out"
