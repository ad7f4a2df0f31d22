// RUN: --dir=.::/work --cwd=/work
// NATIVE: no, it starts elsewhere
// EXPECT: /work 1
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int
main(void)
{
	char here[256];
	close(open("relative", O_CREAT | O_WRONLY, 0644));
	printf("%s %d\n", getcwd(here, sizeof here), access("/work/relative", F_OK) == 0);
}
