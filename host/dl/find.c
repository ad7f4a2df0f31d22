/* find.c -- the file of a library, in the guest's tree. */
#include "library.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *const USUAL[] = { "/lib", "/usr/lib", "/usr/local/lib" };

static wasix_errno
open_regular(struct wasix_process *p, const char *path, struct file **out)
{
	struct stat s;

	GUEST_TRY(path_open_file(p, NULL, path, out));
	if ((*out)->host >= 0 && fstat((*out)->host, &s) == 0 && S_ISREG(s.st_mode))
		return ABI_ERRNO_SUCCESS;
	file_put(*out);
	return ABI_ERRNO_ACCES;
}

/* Where there is no NAME.so there may be a NAME.wasm. */
static wasix_errno
try(struct wasix_process *p, const char *path, struct file **out, char found[GUEST_PATH_MAX])
{
	static const char SUFFIX[] = ".so", OTHER[] = ".wasm";
	size_t len = strlen(path), stem = len - (sizeof SUFFIX - 1);
	char other[GUEST_PATH_MAX];

	if (len + sizeof OTHER >= GUEST_PATH_MAX)
		return ABI_ERRNO_NAMETOOLONG;
	wasix_errno e = open_regular(p, path, out);
	strcpy(other, path);
	if (e == ABI_ERRNO_NOENT && len >= sizeof SUFFIX && strcmp(path + stem, SUFFIX) == 0) {
		strcpy(other + stem, OTHER);
		e = open_regular(p, other, out);
	}
	if (e)
		return e;
	pthread_mutex_lock(&p->cwd_lock);
	bool fits = path_canonical(p->cwd, other, found);
	pthread_mutex_unlock(&p->cwd_lock);
	if (fits)
		return ABI_ERRNO_SUCCESS;
	file_put(*out);
	return ABI_ERRNO_NAMETOOLONG;
}

/* A directory, with $ORIGIN or ${ORIGIN} at its beginning, and a name in it. */
static bool
path_in(const char *directory, size_t len, const char *origin, const char *name,
	char out[GUEST_PATH_MAX])
{
	static const char *const ORIGIN[] = { "$ORIGIN", "${ORIGIN}" };
	const char *before = "";

	for (size_t i = 0; i < 2 && origin; i++) {
		size_t n = strlen(ORIGIN[i]);
		if (len < n || strncmp(directory, ORIGIN[i], n) != 0)
			continue;
		before = origin;
		directory += n;
		len -= n;
	}
	int n = snprintf(out, GUEST_PATH_MAX, "%s%.*s/%s", before, (int)len, directory, name);
	return n > 0 && n < GUEST_PATH_MAX;
}

/* What is missing is passed over, another fault is remembered. */
static wasix_errno
try_in(struct wasix_process *p, const char *directory, size_t len, const char *origin,
	const char *name, struct file **out, char found[GUEST_PATH_MAX], wasix_errno *answer)
{
	char path[GUEST_PATH_MAX];

	if (len == 0) {
		directory = ".";
		len = 1;
	}
	wasix_errno e = path_in(directory, len, origin, name, path) ? try(p, path, out, found)
								    : ABI_ERRNO_NAMETOOLONG;
	if (e && e != ABI_ERRNO_NOENT && e != ABI_ERRNO_NOTDIR)
		*answer = e;
	return e;
}

static wasix_errno
try_directories(struct wasix_process *p, const char *directories, const char *name,
	struct file **out, char found[GUEST_PATH_MAX], wasix_errno *answer)
{
	for (const char *at = directories; at && *at;) {
		const char *end = strchrnul(at, ':');
		if (!try_in(p, at, (size_t)(end - at), NULL, name, out, found, answer))
			return ABI_ERRNO_SUCCESS;
		at = *end ? end + 1 : NULL;
	}
	return ABI_ERRNO_NOENT;
}

wasix_errno
library_find(struct wasix_process *p, const char *name, const struct search *search,
	struct file **out, char found[GUEST_PATH_MAX])
{
	wasix_errno answer = ABI_ERRNO_NOENT;

	if (strchr(name, '/'))
		return try(p, name, out, found);
	if (!try_directories(p, search->directories, name, out, found, &answer))
		return ABI_ERRNO_SUCCESS;
	for (size_t i = 0; i < search->path_count; i++)
		if (!try_in(p, search->paths[i], strlen(search->paths[i]), search->origin, name,
			    out, found, &answer))
			return ABI_ERRNO_SUCCESS;
	for (size_t i = 0; i < sizeof USUAL / sizeof *USUAL; i++)
		if (!try_in(p, USUAL[i], strlen(USUAL[i]), NULL, name, out, found, &answer))
			return ABI_ERRNO_SUCCESS;
	return answer;
}
