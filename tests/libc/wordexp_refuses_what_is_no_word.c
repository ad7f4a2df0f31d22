// EXPECT: 2 2 2 2 2 2
// EXPECT: 4 4 4 0
// EXPECT: 5 5 5
/* Before any shell is asked; tests/programs/dash_runs_a_session.sh has the rest. */
#include <stdio.h>
#include <wordexp.h>

static int
result(const char *words, int flags)
{
	wordexp_t w;
	return wordexp(words, &w, flags);
}

int
main(void)
{
	printf("%d %d %d", result("a | b", 0), result("a;b", 0), result("a\nb", 0));
	printf(" %d %d %d\n", result("(a)", 0), result("a >b", 0), result("a $'x' & b", 0));
	printf("%d %d %d", result("$(echo x)", WRDE_NOCMD), result("`echo x`", WRDE_NOCMD), result("\"a $(b)\"", WRDE_NOCMD));
	printf(" %d\n", result("'$(echo x)' | y", WRDE_NOCMD) == WRDE_BADCHAR ? 0 : 1);
	printf("%d %d %d\n", result("'unclosed", 0), result("\"unclosed", 0), result("${unclosed", 0));
}
