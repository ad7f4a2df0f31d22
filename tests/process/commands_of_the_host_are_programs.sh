# --map-command NAME=MODULE: found by PATH, listed in /bin, executable though its bits on the host say no, never writable; popen and system use /bin/sh.
. "$SOURCE/tests/expect.sh"

cat >sh.c <<'C'
/* sh -c "WORD WORD...": as much of a shell as popen needs */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	char *words[20] = { 0 };
	int n = 0;
	for (char *w = strtok(argv[argc - 1], " "); w && n < 19; w = strtok(NULL, " "))
		words[n++] = w;
	execvp(words[0], words);
	perror(words[0]);
	return 127;
}
C
cat >hello.c <<'C'
#include <stdio.h>
int main(int argc, char **argv)
{
	char line[80];
	printf("%s says %s", argv[0], argv[1]);
	while (fgets(line, sizeof line, stdin))
		printf(", read %s", line);
	puts("");
	return 4;
}
C
cat >main.c <<'C'
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void)
{
	struct stat s;
	char line[100];
	printf("stat %d, mode %o, access %d\n", stat("/bin/greet", &s), s.st_mode & 0111, access("/bin/greet", X_OK));
	printf("write: %s\n", open("/bin/greet", O_WRONLY) < 0 ? strerror(errno) : "open");
	printf("remove: %d\n", unlink("/bin/greet"));
	DIR *d = opendir("/bin");
	int seen = 0;
	for (struct dirent *e; (e = readdir(d));)
		seen += strcmp(e->d_name, "greet") == 0 || strcmp(e->d_name, "sh") == 0;
	printf("listed %d\n", seen);
	FILE *f = popen("greet you", "r");
	fgets(line, sizeof line, f);
	int status = pclose(f);
	printf("popen: %s", line);
	printf("status %d\n", WEXITSTATUS(status));
	f = popen("greet input", "w");
	fputs("text", f);
	status = pclose(f);
	printf("status %d\n", WEXITSTATUS(status));
	fflush(stdout);
	printf("system: %d\n", WEXITSTATUS(system("greet all")));
	printf("system: %d, there is a shell: %d\n", WEXITSTATUS(system("absent")), system(NULL) != 0);
	return 0;
}
C
for name in sh hello main; do "$WASIXCC" $name.c -o $name.wasm; done
chmod 644 hello.wasm
status 0 "$WASIX" run --map-command sh=sh.wasm --map-command greet=hello.wasm --env=PATH=/bin main.wasm </dev/null
says "stat 0, mode 111, access 0"
says "write: Read-only file system"
says "remove: -1"
says "listed 2"
says "popen: greet says you"
says "greet says input, read text"
[ "$(grep -c '^status 4$' out)" = 2 ] || fail "the status is lost"
says "greet says all"
says "system: 4"
says "system: 127, there is a shell: 1"
cmp -s hello.wasm hello.wasm || fail "the module changed"

status 126 "$WASIX" run --map-command greet main.wasm
one_line "NAME=MODULE is expected"
status 126 "$WASIX" run --map-command a/b=hello.wasm main.wasm
one_line "a name without '/' is expected"
status 126 "$WASIX" run --map-command x=absent.wasm main.wasm
one_line "No such file"
status 126 "$WASIX" run --map-command x=. main.wasm
one_line "a file is expected"
