# The guest sees the arguments and variables that were given to it, in its memory as well: none of the host's.
. "$SOURCE/tests/gate/kernel.inc"

cat >environment.c <<'C'
#include "raw.h"
int
main(int argc, char **argv)
{
	static char *list[64];
	static char bytes[4096];
	abi_usize count, size;
	OK(preview1_environ_sizes_get(&count, &size));
	OK(preview1_environ_get(list, bytes));
	for (abi_usize i = 0; i < count; i++)
		printf("env %s\n", list[i]);
	OK(preview1_args_sizes_get(&count, &size));
	printf("args %u\n", (unsigned)count);
	return done();
}
C
guest environment.c
export HOST_SECRET=of-the-host
watch plain -- one two
! grep '^env ' out || fail "the environment is not empty"
says 'args 3'
says ok
watch granted --env A=b --env C= -- one
[ "$(grep -c '^env ' out)" = 2 ] || fail "two variables were given"
says 'env A=b'
! grep 'of-the-host' out || fail "a variable of the host is there"
watch forwarded --forward-host-env -- one
says 'env HOST_SECRET=of-the-host'
