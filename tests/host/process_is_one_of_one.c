// EXPECT: ok
// NATIVE: no, raw imports
/* ids, parent, threads, terminal, signals at start */
#include "raw.h"

int
main(void)
{
	abi_pid pid, parent = 9;
	abi_tid tid;
	abi_usize n = 9;
	struct abi_tty tty;

	OK(wasix_proc_id(&pid));
	OK(wasix_proc_parent(pid, &parent));
	TRUE(parent == 0);
	EXPECT(SRCH, wasix_proc_parent(pid + 1, &parent));
	OK(wasix_thread_id(&tid));
	TRUE(tid == pid);
	OK(wasix_thread_parallelism(&n));
	TRUE(n >= 1);
	OK(wasix_thread_sleep(1000));
	OK(wasix_proc_signals_sizes_get(&n));
	TRUE(n == 0);
	OK(wasix_proc_signals_get(&n));
	OK(preview1_proc_raise(ABI_SIGNAL_NONE));
	OK(preview1_proc_raise(ABI_SIGNAL_WINCH));
	EXPECT(INVAL, preview1_proc_raise(200));
	OK(wasix_thread_signal(0x3fffffff, ABI_SIGNAL_CHLD));
	EXPECT(NOTSUP, wasix_tty_get(&tty)); /* the tests' 0-2 are files */
	return done();
}
