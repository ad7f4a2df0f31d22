# A mount inside a mount, the same directory twice, a mount above another: each name has the rights of the mount it lies in, by every way to it.
. "$SOURCE/tests/gate/kernel.inc"

mkdir -p rw/sub/hidden ro/inner ro/deep rest
echo hidden >rw/sub/hidden/f
echo read-only >ro/f
echo deep >ro/inner/f
ln -s sub/f rw/link
ln -s ../rw rw/out
cat >overlap.c <<'C'
#include "raw.h"
enum { RW = 3, SUB, INNER, AGAIN };
static void
read_only_by(abi_fd dir, const char *path)
{
	abi_fd fd;
	OK(open_at(dir, path, 0, ABI_RIGHTS_FD_READ, &fd));
	EXPECT(ROFS, open_at(dir, path, 0, ABI_RIGHTS_FD_WRITE, &fd));
	EXPECT(ROFS, open_at(dir, path, ABI_OFLAGS_TRUNC, ABI_RIGHTS_FD_READ, &fd));
	EXPECT(ROFS, preview1_path_filestat_set_times(dir, 1, STRING(path), 1, 1, ABI_FSTFLAGS_MTIM));
}
int
main(int argc, char **argv)
{
	struct abi_filestat a, b;
	abi_fd fd, d;
	if (argc > 1)
		return 0;
	/* sub is covered by the read-only mount, whatever leads there */
	EXPECT(NOENT, open_at(RW, "sub/hidden/f", 0, ABI_RIGHTS_FD_READ, &fd));
	EXPECT(NOENT, open_at(RW, "./sub/../sub/hidden", 0, ABI_RIGHTS_FD_READ, &fd));
	read_only_by(RW, "sub/f");
	read_only_by(RW, "/sub/f");
	read_only_by(RW, "./sub/./f");
	read_only_by(RW, "link");
	read_only_by(SUB, "f");
	read_only_by(SUB, "../sub/f");
	read_only_by(SUB, "inner/../f");
	read_only_by(INNER, "../f");
	OK(open_at(RW, "sub", ABI_OFLAGS_DIRECTORY, ALL, &d));
	read_only_by(d, "f");
	EXPECT(ROFS, open_at(d, "new", ABI_OFLAGS_CREAT, ALL, &fd));
	EXPECT(ROFS, preview1_path_unlink_file(d, STRING("f")));
	EXPECT(ROFS, open_at(RW, "sub/deep/new", ABI_OFLAGS_CREAT, ALL, &fd));
	/* inner is writable again */
	OK(open_at(RW, "sub/inner/f", 0, ABI_RIGHTS_FD_WRITE, &fd));
	OK(open_at(d, "inner/new", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(preview1_path_rename(d, STRING("inner/new"), INNER, STRING("newer")));
	/* mount points stay, and what leads to them */
	EXPECT(BUSY, preview1_path_rename(RW, STRING("sub"), RW, STRING("x")));
	EXPECT(BUSY, preview1_path_remove_directory(SUB, STRING("inner")));
	EXPECT(BUSY, preview1_path_rename(RW, STRING("rwfile"), RW, STRING("sub")));
	EXPECT(EXIST, preview1_path_symlink(STRING("x"), RW, STRING("sub")));
	EXPECT(EXIST, preview1_path_create_directory(RW, STRING("sub")));
	/* the same directory twice is the same files, and still two mounts */
	OK(open_at(RW, "one", ABI_OFLAGS_CREAT, ALL, &fd));
	OK(preview1_path_filestat_get(RW, 0, STRING("one"), &a));
	OK(preview1_path_filestat_get(AGAIN, 0, STRING("one"), &b));
	TRUE(a.ino == b.ino && a.dev == b.dev);
	EXPECT(XDEV, preview1_path_rename(RW, STRING("one"), AGAIN, STRING("two")));
	EXPECT(XDEV, preview1_path_link(RW, 0, STRING("one"), AGAIN, STRING("two")));
	EXPECT(XDEV, preview1_path_rename(RW, STRING("one"), INNER, STRING("two")));
	EXPECT(XDEV, preview1_path_rename(INNER, STRING("f"), RW, STRING("two")));
	EXPECT(XDEV, preview1_path_rename(RW, STRING("one"), RW, STRING("sub/inner/two")));
	EXPECT(ROFS, preview1_path_rename(RW, STRING("one"), RW, STRING("sub/two")));
	EXPECT(ROFS, preview1_path_rename(SUB, STRING("f"), RW, STRING("two")));
	EXPECT(XDEV, preview1_path_link(SUB, 0, STRING("f"), RW, STRING("two")));
	EXPECT(ROFS, preview1_path_link(RW, 0, STRING("one"), SUB, STRING("two")));
	/* covered names do not come back through the second mount's own tree */
	OK(open_at(AGAIN, "sub/hidden/f", 0, ABI_RIGHTS_FD_READ, &fd));
	return done();
}
C
guest overlap.c
echo x >rw/rwfile
find ro -not -path 'ro/inner*' -printf '%p %T@ %C@ %n\n' | sort >before
watch overlap --dir=rw::/ --volume=ro:/sub:ro --volume=ro/inner:/sub/inner --dir=rw::/again --
grep -qx ok out || fail "overlapping mounts"
find ro -not -path 'ro/inner*' -printf '%p %T@ %C@ %n\n' | sort >after
cmp -s before after || fail "the read-only mount was changed"
[ -e ro/inner/newer ] || fail "the writable mount inside was not changed"
status 126 "$WASIX" run --dir=rw::/a --dir=ro::/a g.wasm
grep -q "two mounts are at '/a'" err || fail "two mounts at one name are refused"
