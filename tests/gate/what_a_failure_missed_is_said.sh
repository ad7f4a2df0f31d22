# A guest that fails is told about by the file that it had in vain, and the flag that would have helped; one that succeeds is not, and the
# host is never asked for the file.
. "$SOURCE/tests/gate/kernel.inc"

mkdir -p granted
echo inside >granted/inside
cat >missed.c <<'C'
#include <fcntl.h>
#include <stdlib.h>
int
main(int argc, char **argv)
{
	if (argc > 2)
		open(argv[2], argc > 3 ? O_WRONLY : O_RDONLY);
	return argc > 1 ? atoi(argv[1]) : 0;
}
C
guest missed.c
watch outside -- 1 /etc/missed-x
grep -q "found no '/etc/missed-x': no directory of the host was granted; --dir=HOST\[::GUEST\] grants one" err || fail "outside is not said"
[ "$(wc -l <err)" = 1 ] || fail "one line is expected"
kernel_did_not_see outside '^[0-9 ]*[a-z0-9]*(stat|open|access)[a-z0-9]*\(.*"/etc/missed-x'
watch succeeds -- 0 /etc/missed-x
[ ! -s err ] || fail "a guest that succeeds is told about"
watch chosen --volume granted:/data:ro -- 1 /etc/missed-x
[ ! -s err ] || fail "who chose what to grant is told about what was not"
watch absent --volume granted:/data:ro -- 1 /data/absent
[ ! -s err ] || fail "what is only absent from a mount is told about"
watch written --volume granted:/data:ro -- 1 /data/inside write
grep -q "did not open '/data/inside' for writing: its directory was granted read-only" err || fail "read-only is not said"
watch present --volume granted:/data:ro -- 1 /data/inside
[ ! -s err ] || fail "what was found is told about"
