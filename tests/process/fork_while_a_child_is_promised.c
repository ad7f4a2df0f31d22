// EXPECT: ok
// NATIVE: no, raw imports
/* proc_fork_env promises a child; one that is forked before it exists keeps no promise of its parent's */
#include "../host/raw.h"

#include <unistd.h>

static int
join(abi_pid pid)
{
	struct abi_option_pid of = { .tag = ABI_OPTION_SOME, .u.some = pid };
	struct abi_join_status status = { 0 };

	OK(wasix_proc_join(&of, 0, &status));
	TRUE(of.u.some == pid && status.tag == ABI_JOIN_STATUS_TYPE_EXIT_NORMAL);
	return status.u.exit_normal;
}

int
main(void)
{
	abi_pid promised, forked, self;

	alarm(20);
	OK(wasix_proc_fork_env(&promised));
	OK(wasix_proc_fork(1, &forked));
	if (forked == 0) {
		OK(wasix_proc_id(&self));
		wasix_proc_exit2(self == promised ? 99 : 3); /* ends it */
		_exit(98);
	}
	TRUE(join(forked) == 3);
	wasix_proc_exit2(4); /* of the promised one: this goes on */
	TRUE(join(promised) == 4);
	return done();
}
