// NATIVE: no, the machine may lack the locale
// EXPECT: C.UTF-8 UTF-8
// EXPECT: 5 4
// EXPECT: e4 E4
// EXPECT: . 1234.5
// EXPECT: 1 1 0
// EXPECT: Sunday January
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

int
main(void)
{
	wchar_t wide[16];
	const char *name = setlocale(LC_CTYPE, "C.UTF-8");
	printf("%s %s\n", name, nl_langinfo(CODESET));
	const char *text = "M\xc3\xa4rz";
	printf("%zu %zu\n", strlen(text), mbstowcs(wide, text, 16));
	printf("%x %s\n", (unsigned)wide[1], towupper(wide[1]) == 0xc4 ? "E4" : "no");
	printf("%s %.1f\n", localeconv()->decimal_point, 1234.5);
	printf("%d %d %d\n", iswalpha(0xe4) != 0, wcwidth(0x4e2d) == 2, iswalpha(L'1') != 0);
	printf("%s %s\n", nl_langinfo(DAY_1), nl_langinfo(MON_1));
}
