# While the guest walks, processes of the host swap a directory for a link out, rename a parent away and back, and replace a file by a
# link: whatever the guest opens is inside, and nothing outside is made or changed.
. "$SOURCE/tests/gate/kernel.inc"

mkdir -p in/real in/parent/child/leaf out
echo inside >in/real/secret
echo inside >in/parent/child/leaf/secret
echo inside >in/file
echo outside >out/secret
ln -s ../out in/swap
ln -s ../out/secret in/file.link
cat >swap.c <<'C'
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int
main(void)
{
	pid_t parent = getppid();
	while (getppid() == parent) { /* ends with the test at the latest */
		renameat2(AT_FDCWD, "in/real", AT_FDCWD, "in/swap", RENAME_EXCHANGE);
		renameat2(AT_FDCWD, "in/file", AT_FDCWD, "in/file.link", RENAME_EXCHANGE);
		rename("in/parent/child", "in/moved");
		rename("in/moved", "in/parent/child");
		rename("in/parent", "out/parent");
		rename("out/parent", "in/parent");
	}
}
C
"$NATIVE_CC" -O1 -w swap.c -o swap
cat >race.c <<'C'
#include "raw.h"
static unsigned inside, missing;
static void
read_inside(abi_fd dir, const char *path)
{
	char text[16] = { 0 };
	abi_usize n;
	abi_fd fd;
	if (open_at(dir, path, 0, ABI_RIGHTS_FD_READ, &fd) & 0xffff) {
		missing++;
		return;
	}
	OK(read_at(fd, text, sizeof text - 1, &n));
	if (strcmp(text, "inside\n") != 0)
		printf("%s: %s\n", path, text), failures++;
	else
		inside++;
	OK(preview1_fd_close(fd));
}
int
main(int argc, char **argv)
{
	struct abi_filestat s;
	abi_fd fd, leaf = 0;
	if (argc > 1)
		return 0;
	for (int i = 0; i < 4000; i++) {
		read_inside(4, "real/secret");
		read_inside(4, "swap/secret");
		read_inside(4, "file");
		read_inside(4, "parent/child/leaf/secret");
		read_inside(4, "parent/child/../../parent/child/leaf/../../../real/secret");
		read_inside(ROOT, "/data/parent/child/leaf/../leaf/secret");
		if (!leaf && !(open_at(4, "parent/child/leaf", ABI_OFLAGS_DIRECTORY, ALL, &fd) & 0xffff))
			leaf = fd;
		if (leaf) {
			read_inside(leaf, "secret");
			read_inside(leaf, "../../../real/secret");
			/* parent may be in out/ by now: its ".." there is not ours */
			uint32_t e = open_at(leaf, "../../../secret", 0, ABI_RIGHTS_FD_READ, &fd) & 0xffff;
			TRUE(e != 0);
			e = open_at(leaf, "../../secret", 0, ABI_RIGHTS_FD_READ, &fd) & 0xffff;
			TRUE(e != 0);
		}
		if (!(open_at(4, "real/made", ABI_OFLAGS_CREAT, ALL, &fd) & 0xffff))
			OK(preview1_fd_close(fd));
		(void)preview1_path_create_directory(4, STRING("swap/directory"));
		(void)preview1_path_symlink(STRING("t"), 4, STRING("real/link"));
		(void)preview1_path_link(4, 1, STRING("file"), 4, STRING("hard"));
		if (!(preview1_path_filestat_get(4, 0, STRING("hard"), &s) & 0xffff))
			(void)preview1_path_unlink_file(4, STRING("hard"));
		(void)preview1_path_filestat_set_times(4, 1, STRING("file"), 1, 1, ABI_FSTFLAGS_MTIM);
		(void)preview1_path_rename(4, STRING("real/made"), 4, STRING("swap/renamed"));
		(void)preview1_path_unlink_file(4, STRING("swap/secret.none"));
	}
	printf("%s\n", inside > 100 ? "enough" : "too little was inside");
	return done();
}
C
"$WASIXCC" -O1 -w -I"$SOURCE/tests/host" race.c -o g.wasm
"$WASIX" run g.wasm none
ls -l --full-time out/secret >before
./swap &
swapper=$!
timeout 100 "$WASIX" run --dir=in::/data g.wasm >guest.out 2>guest.err || true
kill $swapper
wait $swapper 2>/dev/null || true
grep -qx ok guest.out || {
	sort guest.out guest.err | uniq -c | head
	fail "something outside was reached"
}
[ "$(find out -mindepth 1 -not -path 'out/parent*')" = out/secret ] || fail "something was made outside: $(ls out)"
ls -l --full-time out/secret >after
cmp -s before after || fail "what is outside was changed"
grep -qx enough guest.out || skip "this machine was too busy for a race"
