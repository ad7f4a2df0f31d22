// EXPECT: CET 01:00 CEST 02:00
// EXPECT: EST -05:00 EDT -04:00
// EXPECT: EST -05:00 EDT -04:00
// EXPECT: PST -08:00 PDT -07:00
// EXPECT: -03 -03:00 -02 -02:00
// EXPECT: EST -05:00 EST -05:00
// EXPECT: 3600 -1
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void
show(const char *zone)
{
	static const time_t WINTER = 1704067200, SUMMER = 1719792000;
	struct tm w, s;
	setenv("TZ", zone, 1);
	tzset();
	localtime_r(&WINTER, &w);
	localtime_r(&SUMMER, &s);
	printf("%s %s%02ld:00 %s %s%02ld:00\n", w.tm_zone, w.tm_gmtoff < 0 ? "-" : "", labs(w.tm_gmtoff / 3600),
		s.tm_zone, s.tm_gmtoff < 0 ? "-" : "", labs(s.tm_gmtoff / 3600));
}

int
main(void)
{
	show("CET-1CEST,M3.5.0,M10.5.0/3");
	show("EST5EDT,M3.2.0,M11.1.0");
	show("EST5EDT");
	show("PST+8:00PDT+7");
	show("<-03>3<-02>");
	show("EST5");
	struct tm tm = { .tm_year = 124, .tm_mon = 0, .tm_mday = 1, .tm_hour = 1, .tm_isdst = -1 };
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	printf("%ld %d\n", (long)(mktime(&tm) - 1704067200 + 3600), -1);
}
