// EXPECT: 0: [2026-11-22] 1: [2026] 3: [22]
// EXPECT: 1 no match
// EXPECT: basic 0 icase 0
// EXPECT: error 8
// EXPECT: words 3
#include <regex.h>
#include <stdio.h>

int
main(void)
{
	regex_t r;
	regmatch_t m[4];
	const char *text = "on 2026-11-22 at";
	regcomp(&r, "([0-9]{4})-([0-9]{2})-([0-9]+)", REG_EXTENDED);
	regexec(&r, text, 4, m, 0);
	printf("0: [%.*s] 1: [%.*s] 3: [%.*s]\n", (int)(m[0].rm_eo - m[0].rm_so), text + m[0].rm_so,
		(int)(m[1].rm_eo - m[1].rm_so), text + m[1].rm_so, (int)(m[3].rm_eo - m[3].rm_so),
		text + m[3].rm_so);
	printf("%d no match\n", regexec(&r, "none", 0, NULL, 0) == REG_NOMATCH);
	regfree(&r);
	regcomp(&r, "^a\\(b*\\)c\\1$", 0);
	int basic = regexec(&r, "abbcbb", 0, NULL, 0);
	regfree(&r);
	regcomp(&r, "^HELLO$", REG_ICASE | REG_NOSUB);
	printf("basic %d icase %d\n", basic, regexec(&r, "Hello", 0, NULL, 0));
	regfree(&r);
	printf("error %d\n", regcomp(&r, "(", REG_EXTENDED) == REG_EPAREN ? 8 : 0);
	regcomp(&r, "[[:alpha:]]+", REG_EXTENDED);
	int words = 0;
	for (const char *p = "three small words"; regexec(&r, p, 1, m, 0) == 0; p += m[0].rm_eo)
		words++;
	printf("words %d\n", words);
	regfree(&r);
}
