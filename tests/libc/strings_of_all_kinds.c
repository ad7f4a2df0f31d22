// EXPECT: 5 3 0
// EXPECT: a|b||c
// EXPECT: [a][b][c]
// EXPECT: needle here 1 1
// EXPECT: abcdef 6 abc
// EXPECT: 3 2 x
// EXPECT: HELLO 0 -1
// EXPECT: v9 v10
// EXPECT: dup n=3 abc
// EXPECT: 1 1 1
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int
main(void)
{
	char buf[32], text[] = "a,b,,c", *save, *p = text, *word;
	printf("%zu %zu %d\n", strlen("hello"), strnlen("hello", 3), strcmp("", ""));
	while ((word = strsep(&p, ",")))
		printf("%s%s", word, p ? "|" : "\n");
	char other[] = ",a,,b,c";
	for (word = strtok_r(other, ",", &save); word; word = strtok_r(NULL, ",", &save))
		printf("[%s]", word);
	puts("");
	printf("%s %d %d\n", strstr("find the needle here", "needle"), strchr("abc", 'z') == NULL,
		strcasestr("ABCdef", "cd") != NULL);
	stpcpy(stpcpy(buf, "abc"), "def");
	printf("%s %zu %.3s\n", buf, strlen(buf), buf);
	printf("%zu %zu %s\n", strspn("aabx", "ab"), strcspn("abx", "x"), strpbrk("abx", "yx"));
	for (p = strcpy(buf, "hello"); *p; p++)
		*p = (char)toupper((unsigned char)*p);
	printf("%s %d %d\n", buf, strcasecmp("ABC", "abc"), strncmp("ab", "ac", 2) < 0 ? -1 : 1);
	printf("%s %s\n", strverscmp("v9", "v10") < 0 ? "v9" : "v10", strverscmp("v9", "v10") < 0 ? "v10" : "v9");
	word = strndup("abcdef", 3);
	printf("dup n=%zu %s\n", strlen(word), word);
	free(word);
	memmove(buf + 1, buf, 5);
	printf("%d %d %d\n", memcmp(buf, "HHELLO", 6) == 0, memchr(buf, 'L', 6) == buf + 3,
		memmem("abcdef", 6, "de", 2) != NULL);
}
