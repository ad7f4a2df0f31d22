// EXPECT: ok
// NATIVE: no, raw imports
/* at once, whatever else is asked for: EINVAL between two words, EFAULT outside of the memory */
#include "raw.h"

static void *
at(uintptr_t address)
{
	return (void *)address;
}

int
main(void)
{
	static uint32_t word = 5;
	struct abi_option_timestamp soon = { .tag = ABI_OPTION_SOME, .u.some = 1000000 };
	abi_bool woken = 9;

	EXPECT(INVAL, wasix_futex_wait(at((uintptr_t)&word + 1), 5, &soon, &woken));
	EXPECT(INVAL, wasix_futex_wake(at((uintptr_t)&word + 2), &woken));
	EXPECT(FAULT, wasix_futex_wait(at(0xfffffffc), 5, &soon, &woken));
	EXPECT(FAULT, wasix_futex_wake(at(0xfffffffc), &woken));
	EXPECT(FAULT, wasix_futex_wake_all(at(0xfffffffc), &woken));
	EXPECT(FAULT, wasix_futex_wait(&word, 5, at(0xfffffff8), &woken));
	TRUE(woken == 9);
	EXPECT(FAULT, wasix_futex_wait(&word, 4, &soon, at(0xffffffff)));
	EXPECT(FAULT, wasix_futex_wake(&word, at(0xffffffff)));
	return done();
}
