/* %z %Z %F %s %u %G %g %V %k %l beside the older ones: what is read, where reading ends, what is refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void
show(const char *text, const char *format)
{
	struct tm t = { .tm_gmtoff = -1, .tm_wday = -1 };
	const char *end = strptime(text, format, &t);
	if (end)
		printf("%-14s %d-%02d-%02d %02d:%02d:%02d off %ld, left '%s'\n", format, t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, t.tm_hour,
			t.tm_min, t.tm_sec, t.tm_gmtoff, end);
	else
		printf("%-14s refused\n", format);
}

int
main(void)
{
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	show("1999-1-2 3:4:5 +0600", "%Y-%m-%d %H:%M:%S %z");
	show("1999-1-2 3:4:5Z", "%Y-%m-%d %H:%M:%S%z");
	show("1999-1-2 3:4:5 -06:30 x", "%Y-%m-%d %T %z");
	show("03 -05", "%H%z");
	show("03 +0560", "%H%z");
	show("03 +5", "%H%z");
	show("03 0500", "%H%z");
	show("03 +9900", "%H%z");
	show("03 CEST 7", "%H %Z %M");
	show("2021-03-28T10", "%FT%H");
	show("2021-3-8", "%F");
	show("2021-13-08", "%F");
	show("1616893201 rest", "%s");
	show("0", "%s");
	show("x", "%s");
	show("2020 20 53 12", "%G %g %V %M");
	show(" 7 11", "%k %l");
	show("25", "%k");
	show("100%", "%M%%");
	show("10%z", "%M%%z");
	struct tm t = { 0 };
	for (const char *p = "07"; *p; p++)
		printf("%d ", strptime(p, "%u", &t) ? t.tm_wday : -1);
	printf("%d\n", strptime("3", "%u", &t) ? t.tm_wday : -1);
}
