// EXPECT: 20 blocks, none lies in what the program grew
// NATIVE: no, memory.grow is WebAssembly's
/* malloc goes on behind what somebody else grew, and gets all that it asked for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 65536, SIZE = 1000000 };

int
main(void)
{
	int blocks = 0, inside = 0;

	for (int i = 0; i < 20; i++) {
		char *own = (char *)(__builtin_wasm_memory_grow(0, 1) * PAGE);
		memset(own, 1, PAGE);
		char *volatile block = malloc(SIZE + i * 5000);
		if (!block)
			continue;
		blocks++;
		memset((char *)block, 2, SIZE + i * 5000);
		inside += own[0] != 1 || own[PAGE - 1] != 1;
	}
	printf("%d blocks, %s lies in what the program grew\n", blocks, inside ? "one" : "none");
}
