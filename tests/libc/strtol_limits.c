// EXPECT: 2147483647 -2147483648
// EXPECT: 9223372036854775807 34
// EXPECT: -9223372036854775808 34
// EXPECT: 18446744073709551615 0
// EXPECT: 35 [z]
// EXPECT: 0 22 [12]
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

int
main(void)
{
	char *end;
	printf("%d %d\n", atoi("2147483647"), atoi("-2147483648"));
	errno = 0;
	long long a = strtoll("99999999999999999999", NULL, 10);
	printf("%lld %d\n", a, errno);
	errno = 0;
	a = strtoll("-99999999999999999999", NULL, 10);
	printf("%lld %d\n", a, errno);
	errno = 0;
	unsigned long long u = strtoull("-1", NULL, 0);
	printf("%llu %d\n", u, errno);
	long v = strtol("z", NULL, 36);
	strtol("12z", &end, 10);
	printf("%ld [%s]\n", v, end);
	errno = 0;
	v = strtol("12", &end, 1);
	printf("%ld %d [%s]\n", v, errno, errno ? "12" : end);
}
