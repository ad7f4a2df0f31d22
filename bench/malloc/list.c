/* list.c -- a list of 100,000 small blocks, built and freed from its head; 200 times. */
#include <stdlib.h>

struct node {
	struct node *next;
	char text[20];
};

int
main(void)
{
	for (int r = 0; r < 200; r++) {
		struct node *head = NULL;
		for (int i = 0; i < 100000; i++) {
			struct node *n = malloc(sizeof *n);
			if (!n)
				return 1;
			n->next = head;
			head = n;
		}
		while (head) {
			struct node *n = head;
			head = n->next;
			free(n);
		}
	}
	return 0;
}
