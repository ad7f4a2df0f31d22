// EXPECT: c3 a4 e2 82 ac
// EXPECT: 00 e4
// EXPECT: e4
// EXPECT: ea b0 80 41
// EXPECT: 84 1
// EXPECT: 22
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

static int
convert(const char *to, const char *from, const char *text, size_t len)
{
	char in[32], out[64], *i = in, *o = out;
	size_t left = sizeof out;
	memcpy(in, text, len);
	iconv_t cd = iconv_open(to, from);
	if (cd == (iconv_t)-1)
		return errno;
	size_t r = iconv(cd, &i, &len, &o, &left);
	int e = r == (size_t)-1 ? errno : 0;
	for (char *p = out; p < o; p++)
		printf("%s%02x", p > out ? " " : "", (unsigned char)*p);
	if (o > out)
		puts("");
	iconv_close(cd);
	return e;
}

int
main(void)
{
	convert("UTF-8", "ISO-8859-15", "\xe4\xa4", 2);
	convert("UTF-16BE", "UTF-8", "\xc3\xa4", 2);
	convert("ISO-8859-1", "UTF-8", "\xc3\xa4", 2);
	convert("UTF-8", "EUC-KR", "\xb0\xa1" "A", 3);
	/* 0xc7 0x41 is behind the end of the table (CVE-2025-26519) */
	int e = convert("UTF-8", "EUC-KR", "\xc8\x41", 2);
	printf("%d %d\n", e, e == EILSEQ);
	printf("%d\n", convert("UTF-8", "no-such-charset", "a", 1));
}
