// EXPECT: 7 3 U+20ac
// EXPECT: e2 82 ac
// EXPECT: wide 42 4.5 text
// EXPECT: b,c 99
// EXPECT: bad 84
// EXPECT: 1f600 4
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>
#include <wchar.h>

int
main(void)
{
	if (!setlocale(LC_ALL, "C.UTF-8"))
		setlocale(LC_ALL, "C.utf8");
	char out[16];
	wchar_t w, text[64];
	mbstate_t state = { 0 };
	size_t n = mbrtowc(&w, "\xe2\x82\xac", 3, &state);
	printf("%zu %zu U+%x\n", wcslen(L"one two"), n, (unsigned)w);
	n = wcrtomb(out, w, &state);
	for (size_t i = 0; i < n; i++)
		printf("%x%c", (unsigned char)out[i], i + 1 < n ? ' ' : '\n');
	swprintf(text, 64, L"wide %d %.1f %ls", 42, 4.5, L"text");
	printf("%ls\n", text);
	wchar_t list[] = L"a,b,c", *save, *word = wcstok(list, L",", &save);
	word = wcstok(NULL, L"", &save);
	printf("%ls %ld\n", word, wcstol(L"99x", NULL, 10));
	errno = 0;
	n = mbrtowc(&w, "\xff", 1, &state);
	printf("bad %d\n", n == (size_t)-1 ? errno : 0);
	memset(&state, 0, sizeof state);
	char32_t c;
	n = mbrtoc32(&c, "\xf0\x9f\x98\x80", 4, &state);
	printf("%x %zu\n", (unsigned)c, n);
}
