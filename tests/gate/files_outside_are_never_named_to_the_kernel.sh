# What is not in the guest's tree is looked for in the guest's private root at most: the kernel never hears the host's name, with mounts or without.
. "$SOURCE/tests/gate/kernel.inc"

mkdir -p granted
echo inside >granted/inside
cat >files.c <<'C'
#include "raw.h"
static const char *const OUTSIDE[] = { "/etc/outside-x", "../outside-x", "../../../../etc/outside-x", "/proc/self/outside-x",
	"/data/../outside-x", "/data/../../tmp/outside-x", "/dev/../outside-x" };
int
main(int argc, char **argv)
{
	struct abi_filestat s;
	abi_fd fd;
	char buffer[16];
	abi_usize n;
	if (argc < 2 || strcmp(argv[1], "none") == 0)
		return done();
	for (size_t i = 0; i < sizeof OUTSIDE / sizeof *OUTSIDE; i++) {
		uint32_t e = open_at(ROOT, OUTSIDE[i], 0, ABI_RIGHTS_FD_READ, &fd) & 0xffff;
		TRUE(e == ABI_ERRNO_NOENT);
		e = preview1_path_filestat_get(ROOT, 0, STRING(OUTSIDE[i]), &s) & 0xffff;
		TRUE(e == ABI_ERRNO_NOENT);
		e = preview1_path_readlink(ROOT, STRING(OUTSIDE[i]), buffer, sizeof buffer, &n) & 0xffff;
		TRUE(e == ABI_ERRNO_NOENT);
		e = preview1_path_unlink_file(ROOT, STRING(OUTSIDE[i])) & 0xffff;
		TRUE(e == ABI_ERRNO_NOENT || e == ABI_ERRNO_ROFS);
	}
	if (strcmp(argv[1], "granted") == 0) {
		OK(open_at(ROOT, "/data/inside", 0, ABI_RIGHTS_FD_READ, &fd));
		OK(read_at(fd, buffer, sizeof buffer, &n));
		TRUE(n == 7 && memcmp(buffer, "inside", 6) == 0);
	}
	return done();
}
C
guest files.c
watch granted --volume granted:/data:ro -- granted
grep -qx ok out || fail "with a mount"
kernel_did_not_see granted '(/etc|/proc/self|/tmp|\.\.)/outside-x'
grep -q 'openat2\{0,1\}(.*"inside"' granted.calls || fail "the kernel did not see the file that was granted"
watch denied -- denied
grep -qx ok out || fail "without a mount"
kernel_did_not_see denied '(/etc|/proc/self|/tmp|\.\.)/outside-x'
