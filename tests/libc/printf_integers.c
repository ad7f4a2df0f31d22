// EXPECT: -128 255 ffff -1 18446744073709551615
// EXPECT: [   42][42   ][00042][+42][ 42][0x2a][052]
// EXPECT: -9223372036854775808 9223372036854775807
// EXPECT: [   ab][ab   ][a]
// EXPECT: 4294967295 -2147483648 %
// EXPECT: 12 chars
// EXPECT: second first
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

int
main(void)
{
	int n;
	printf("%hhd %hhu %hx %d %ju\n", (signed char)-128, (unsigned char)255, (unsigned short)-1, -1,
		UINTMAX_MAX);
	printf("[%5d][%-5d][%05d][%+d][% d][%#x][%#o]\n", 42, 42, 42, 42, 42, 42, 42);
	printf("%" PRId64 " %" PRId64 "\n", INT64_MIN, INT64_MAX);
	printf("[%5s][%-5s][%.1s]\n", "ab", "ab", "ab");
	printf("%u %d %%\n", UINT32_MAX, INT32_MIN);
	printf("12 chars%n\n", &n);
	printf("%2$s %1$s\n", "first", "second");
	return n != 8;
}
