// RUN: --dir=.::/home --cwd=/home
// NATIVE: no, it starts elsewhere
// EXPECT: /home 1
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int
main(void)
{
	char here[256];
	close(open("relative", O_CREAT | O_WRONLY, 0644));
	printf("%s %d\n", getcwd(here, sizeof here), access("/home/relative", F_OK) == 0);
}
