// EXPECT: ok
// NATIVE: no, raw imports
/* and does not wait for a word that differs */
#include "raw.h"

int
main(void)
{
	static uint32_t word = 5;
	struct abi_option_timestamp t = { .tag = ABI_OPTION_SOME, .u.some = 1000000 };
	abi_bool woken = 9;

	OK(wasix_futex_wait(&word, 4, &t, &woken));
	TRUE(woken == 1);
	OK(wasix_futex_wait(&word, 5, &t, &woken));
	TRUE(woken == 0);
	OK(wasix_futex_wake(&word, &woken));
	TRUE(woken == 1);
	OK(wasix_futex_wake_all(&word, &woken));
	return done();
}
