// RUN: --dir=.::/
// NATIVE: no, its files are the host's
// EXPECT: pilot 1001, groups 1001 1002
// EXPECT: nobody: 0 0
/* Without a network, too: there is no daemon to ask. */
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <sys/stat.h>

static void
write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	fputs(text, f);
	fclose(f);
}

int
main(void)
{
	gid_t groups[8];
	int count = 8;

	mkdir("/etc", 0700);
	write_text("/etc/passwd", "root:x:0:0::/:/bin/sh\npilot:x:1001:1001::/:/bin/sh\n");
	write_text("/etc/group", "pilot:x:1001:\ncrew:x:1002:other,pilot\nother:x:1003:other\n");
	struct passwd *p = getpwnam("pilot");
	printf("pilot %d, ", p ? (int)p->pw_uid : -1);
	int n = getgrouplist("pilot", 1001, groups, &count);
	printf("groups %d %d\n", n == 2 ? (int)groups[0] : -1, n == 2 ? (int)groups[1] : -1);
	errno = 0;
	p = getpwnam("someone");
	printf("nobody: %d %d\n", p != NULL, errno);
}
