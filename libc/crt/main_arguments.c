/* main_arguments.c -- for a main that takes the environment too, the one form of which clang keeps
 * the name. */
#include <unistd.h>

extern int program_main(int argc, char **argv, char **env) __asm__("main");
int __main_argc_argv(int argc, char **argv);

int
__main_argc_argv(int argc, char **argv)
{
	return program_main(argc, argv, __environ);
}
