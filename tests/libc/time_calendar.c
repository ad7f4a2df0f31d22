// RUN: --dir=. --env=TZ=UTC0
// NATIVE: no, the zone of the machine
// EXPECT: Sun Sep  9 01:46:40 2001
// EXPECT: 2001-09-09T01:46:40 252 0
// EXPECT: 1000000000
// EXPECT: 4102444800 2100-01-01
// EXPECT: Thu Jan  1 00:00:00 1970
// EXPECT: 1234567890 23:31:30
// EXPECT: 8
#include <stdio.h>
#include <string.h>
#include <time.h>

int
main(void)
{
	char text[64];
	time_t t = 1000000000;
	struct tm tm = *gmtime(&t);
	printf("%s", asctime(&tm));
	strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S %j %w", &tm);
	text[strcspn(text, "\n")] = 0;
	printf("%s\n", text);
	printf("%lld\n", (long long)timegm(&tm));
	t = 4102444800;
	gmtime_r(&t, &tm);
	strftime(text, sizeof text, "%F", &tm);
	printf("%lld %s\n", (long long)mktime(&tm), text);
	t = 0;
	printf("%s", ctime(&t));
	memset(&tm, 0, sizeof tm);
	strptime("2009-02-13 23:31:30", "%Y-%m-%d %H:%M:%S", &tm);
	strftime(text, sizeof text, "%T", &tm);
	printf("%lld %s\n", (long long)timegm(&tm), text);
	printf("%zu\n", sizeof(time_t));
}
