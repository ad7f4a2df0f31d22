// A program that has named no file yet may have any number duplicated to, also those that preopens had; files are opened as before then.
// RUN: --dir=. --dir=.::/other --net
// EXPECT: 3:3 4:4 5:5 6:6 7:7
// EXPECT: through 3: x
// EXPECT: file 1
#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

int
main(void)
{
	int pair[2];
	char byte;

	socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
	int high[2] = { fcntl(pair[0], F_DUPFD, 20), fcntl(pair[1], F_DUPFD, 20) };
	for (int to = 3; to < 8; to++)
		printf("%d:%d%c", to, dup2(high[0], to), to == 7 ? '\n' : ' ');
	write(3, "x", 1);
	read(high[1], &byte, 1);
	printf("through 3: %c\n", byte);
	printf("file %d\n", open("made", O_CREAT | O_WRONLY, 0600) >= 0);
	return 0;
}
