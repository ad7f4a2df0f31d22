/* wordexp.c -- word expansion, by the guest's /bin/sh. musl's way lets through what POSIX says is
 * no word: what ends a command or starts one is refused here, before a shell sees it. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wordexp.h>

extern char **environ;

/* --- what is a word --- */

/* The text, where we are in it, and the first thing that is wrong with it. */
struct scan {
	const char *at;
	bool commands_allowed;
	int error;
};

static void scan_until(struct scan *s, char end, bool quoted);

static void
fail(struct scan *s, int error)
{
	if (!s->error)
		s->error = error;
}

/* Behind the closing character; a missing one is an error of syntax. */
static void
scan_plain(struct scan *s, char end)
{
	while (*s->at && *s->at != end)
		s->at += *s->at == '\\' && end != '\'' && s->at[1] ? 2 : 1;
	if (!*s->at)
		fail(s, WRDE_SYNTAX);
	else
		s->at++;
}

static void
scan_command(struct scan *s)
{
	if (!s->commands_allowed)
		fail(s, WRDE_CMDSUB);
}

/* At the character behind the dollar sign. */
static void
scan_dollar(struct scan *s)
{
	bool arithmetic = s->at[0] == '(' && s->at[1] == '(';

	if (*s->at == '{') {
		s->at++;
		scan_until(s, '}', true);
	} else if (*s->at == '(') {
		if (!arithmetic)
			scan_command(s);
		s->at++;
		scan_until(s, ')', true);
	}
}

/* Behind `end`, 0: the end of the text. inside: of quotes, braces or parentheses, where the
 * characters that commands are made of are allowed. */
static void
scan_until(struct scan *s, char end, bool inside)
{
	static const char OF_COMMANDS[] = "\n|&;<>(){}";

	while (!s->error && *s->at && *s->at != end) {
		char c = *s->at++;
		if (c == '\\' && *s->at)
			s->at++;
		else if (c == '\'' && end != '"')
			scan_plain(s, '\'');
		else if (c == '"')
			scan_until(s, '"', true);
		else if (c == '$')
			scan_dollar(s);
		else if (c == '(' && end == ')')
			scan_until(s, ')', true);
		else if (c == '`') {
			scan_command(s);
			scan_plain(s, '`');
		} else if (!inside && strchr(OF_COMMANDS, c))
			fail(s, WRDE_BADCHAR);
	}
	if (*s->at)
		s->at++;
	else if (end)
		fail(s, WRDE_SYNTAX);
}

static int
check(const char *words, int flags)
{
	struct scan s = { .at = words, .commands_allowed = !(flags & WRDE_NOCMD) };

	scan_until(&s, 0, false);
	return s.error;
}

/* --- the shell --- */

/* It says x when it has understood the words, and then each of them, with zeros between. */
static int
shell_start(const char *words, int flags, int out, pid_t *pid)
{
	static char script[] = "eval \"printf %s\\\\\\\\0 x $1\"";
	char *argv[] = { "sh", flags & WRDE_UNDEF ? "-uc" : "-c", script, "sh",
		(char *)(uintptr_t)words, NULL };
	posix_spawn_file_actions_t actions;

	posix_spawn_file_actions_init(&actions);
	int e = posix_spawn_file_actions_adddup2(&actions, out, 1);
	if (!e && !(flags & WRDE_SHOWERR))
		e = posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	if (!e)
		e = posix_spawn(pid, "/bin/sh", &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	return e;
}

static char *
next_word(FILE *f)
{
	char *word = NULL;
	size_t room = 0;

	if (getdelim(&word, &room, 0, f) >= 0)
		return word;
	free(word);
	return NULL;
}

/* Behind what is there; *count is taken along. */
static int
add_words(FILE *f, char ***list, size_t before, size_t *count)
{
	for (char *word; (word = next_word(f));) {
		char **longer = realloc(*list, (before + *count + 2) * sizeof *longer);
		if (!longer) {
			free(word);
			return WRDE_NOSPACE;
		}
		*list = longer;
		longer[before + (*count)++] = word;
		longer[before + *count] = NULL;
	}
	return ferror(f) ? WRDE_NOSPACE : 0;
}

static int
read_words(FILE *f, wordexp_t *w, int flags)
{
	size_t before = w->we_offs, count = w->we_wordc;
	char *understood = next_word(f);

	if (!understood)
		return flags & WRDE_UNDEF ? WRDE_BADVAL : WRDE_SYNTAX;
	free(understood);
	if (!w->we_wordv) {
		if (before > SIZE_MAX / sizeof(char *) - 1)
			return WRDE_NOSPACE;
		w->we_wordv = calloc(before + 1, sizeof(char *));
		if (!w->we_wordv)
			return WRDE_NOSPACE;
	}
	int result = add_words(f, &w->we_wordv, before, &count);
	w->we_wordc = count;
	return result;
}

static int
expand(const char *words, wordexp_t *w, int flags)
{
	int fd[2], result = check(words, flags), status;
	pid_t pid;

	if (result)
		return result;
	if (pipe2(fd, O_CLOEXEC) < 0)
		return WRDE_NOSPACE;
	int e = shell_start(words, flags, fd[1], &pid);
	close(fd[1]);
	FILE *f = e ? NULL : fdopen(fd[0], "r");
	if (f) {
		result = read_words(f, w, flags);
		fclose(f);
	} else {
		close(fd[0]);
		result = e && e != ENOMEM && e != EAGAIN ? WRDE_NOSYS : WRDE_NOSPACE;
		errno = e ? e : errno;
	}
	while (!e && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return result;
}

int
wordexp(const char *restrict words, wordexp_t *restrict w, int flags)
{
	int state;

	if (flags & WRDE_REUSE)
		wordfree(w);
	if (!(flags & WRDE_APPEND)) {
		w->we_wordc = 0;
		w->we_wordv = NULL;
	}
	if (!(flags & WRDE_DOOFFS))
		w->we_offs = 0;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	int result = expand(words, w, flags);
	pthread_setcancelstate(state, NULL);
	return result;
}

void
wordfree(wordexp_t *w)
{
	for (size_t i = 0; w->we_wordv && i < w->we_wordc; i++)
		free(w->we_wordv[w->we_offs + i]);
	free(w->we_wordv);
	w->we_wordv = NULL;
	w->we_wordc = 0;
}
