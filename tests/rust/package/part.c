#include <sys/stat.h>

/* What C thinks that Rust must think too. */
int part_size_of_stat(void)
{
	return sizeof(struct stat);
}
