// EXPECT: ok
// NATIVE: no, raw imports
/* clock_time_get and clock_res_get */
#include "raw.h"

int
main(void)
{
	abi_timestamp a, b, resolution;

	for (abi_clockid id = 0; id < 4; id++) {
		OK(preview1_clock_res_get(id, &resolution));
		OK(preview1_clock_time_get(id, 1, &a));
		OK(preview1_clock_time_get(id, 1, &b));
		TRUE(resolution > 0 && a > 0 && b >= a);
	}
	EXPECT(INVAL, preview1_clock_res_get(4, &resolution));
	EXPECT(INVAL, preview1_clock_time_get(0xffffffff, 1, &a));
	return done();
}
