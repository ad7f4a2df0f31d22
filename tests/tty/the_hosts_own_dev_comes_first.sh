# In a mounted directory /dev is not listed, and names of the host's come before those of devices; a mounted /dev is all there is; a root of
# the guest's own has a /dev to list.
set -eu
scratch=$TEST_SCRATCH/run/tty.own_dev
rm -rf "$scratch"
mkdir -p "$scratch/a/dev" "$scratch/b" "$scratch/empty"
cd "$scratch"
echo mine >a/dev/null
echo script >b/dev
cat >t.c <<'END'
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct stat s;
		char line[16] = "";
		DIR *d;
		if (stat(argv[i], &s)) {
			printf("%s none\n", argv[i]);
			continue;
		}
		printf("%s %s", argv[i], S_ISCHR(s.st_mode) ? "char" : S_ISDIR(s.st_mode) ? "dir" : "file");
		if (S_ISREG(s.st_mode)) {
			FILE *f = fopen(argv[i], "r");
			fgets(line, sizeof line, f);
			printf(" %.*s", (int)strcspn(line, "\n"), line);
		}
		if (S_ISDIR(s.st_mode) && (d = opendir(argv[i])))
			for (struct dirent *e; (e = readdir(d));)
				if (e->d_name[0] != '.')
					printf(" %s%s", e->d_name, e->d_type == DT_CHR ? "!" : e->d_type == DT_DIR ? "/" : "");
		puts("");
	}
}
END
"$WASIXCC" t.c -o t.wasm
check() {
	want=$1
	shift
	got=$("$WASIX" run "$@" 2>&1 | sed 's| shm/||') # depends on what else the program does
	[ "$got" = "$want" ] || {
		printf 'run %s:\n%s\nnot\n%s\n' "$*" "$got" "$want"
		exit 1
	}
}
check '/ dir dev/
/dev/null file mine
/dev/zero char
dev/zero char
/dev dir null' --dir=a::/ t.wasm / /dev/null /dev/zero dev/zero /dev
check '/ dir dev
/dev file script
/dev/null char
./dev file script' --dir=b::/ t.wasm / /dev /dev/null ./dev
check '/ dir
/dev none
/dev/null char' --dir=empty::/ t.wasm / /dev /dev/null
check '/dev dir
/dev/null none' --dir=empty::/dev t.wasm /dev /dev/null
check '/ dir dev/ proc/
/dev dir null! zero! full! random! urandom! stdin! stdout! stderr! fd/ tty!
/dev/null char
/dev/tty none' t.wasm / /dev /dev/null /dev/tty
echo ok
