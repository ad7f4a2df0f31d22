/* [=x=] and [.x.] are x, wherever it stands and whatever it means there */
#include <regex.h>
#include <stdio.h>

/* The printable characters that the pattern matches alone; what its error is. */
static void
members(const char *pattern, int flags)
{
	regex_t r;

	printf("%s:", pattern);
	int e = regcomp(&r, pattern, flags);
	if (e) {
		printf(" %s\n", e == REG_ECOLLATE ? "ECOLLATE"
				: e == REG_ERANGE ? "ERANGE"
				: e == REG_EBRACK ? "EBRACK"
						  : "another error");
		return;
	}
	putchar(' ');
	for (char c = ' '; c < 127; c++)
		if (regexec(&r, (char[]){ c, 0 }, 0, NULL, 0) == 0)
			putchar(c);
	putchar('\n');
	regfree(&r);
}

int
main(void)
{
	static const char *const PATTERNS[] = { "^[[=d=]]$", "^[[.d.]]$", "^[[.].]]$", "^[[.-.]]$",
		"^[[.^.]]$", "^[[.[.]]$", "^[a[.].]b]$", "^[[.^.][.-.]]$", "^[[.[.][.^.]]$",
		"^[[.^.][.[.][.-.][.].]]$", "^[^[.].]]$", "^[^[.^.]]$", "^[^[.-.][:alnum:]]$",
		"^[[.-.]-9]$", "^[+-[.-.]]$", "^[+-[.9.]]$", "^[[.].]-a]$", "^[X-[.].]]$",
		"^[X-[.^.]]$", "^[[.[.]-[.^.]]$", "^[][=a=]]$", "^[^][=a=][:digit:]]$",
		"^[[=a=]-]$", "^[a-[.z.]]$", "^[[=a=]b[.c.]d-f[:digit:]]$", "[[.z.]-a]",
		"[[=a=]-z]", "[[.ab.]]", "[[.a.]", "^\\[[.=.]", "^[[.a.]]$|^[[=b=]]$",
		"^([[=a=]]|[[.].]])$" };

	for (size_t i = 0; i < sizeof PATTERNS / sizeof *PATTERNS; i++)
		members(PATTERNS[i], REG_EXTENDED | REG_NOSUB);
	members("^[[=a=][.].]]\\{1\\}$", REG_NOSUB);
	members("^[[=A=]-]$", REG_NOSUB | REG_ICASE);
	return 0;
}
