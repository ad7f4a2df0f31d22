#!/bin/sh
# posix_names.sh SYSROOT WASIXCC NM -- the table of docs/libc.md: the functions of each header of POSIX.1-2017, and which of them fail.
#
# Functions are those that the sysroot's header declares with _XOPEN_SOURCE=700. One that libc.a does not define is "missing"; one whose object
# makes no system call but such as answer ENOSYS (unlowered.txt, made with the sysroot) fails, and so does one that only calls such.
#
#   sh libc/posix_names.sh build/lib/wasix/sysroot build/bin/wasixcc build/bin/wasixnm
set -eu
sysroot=$1 cc=$2 nm=$3
lib=$sysroot/lib/wasm32-wasi
headers='aio arpa/inet assert complex cpio ctype dirent dlfcn errno fcntl fenv float fmtmsg fnmatch ftw glob grp iconv inttypes iso646
langinfo libgen limits locale math monetary mqueue ndbm net/if netdb netinet/in netinet/tcp nl_types poll pthread pwd regex sched search
semaphore setjmp signal spawn stdarg stdbool stddef stdint stdio stdlib string strings stropts sys/ipc sys/mman sys/msg sys/resource
sys/select sys/sem sys/shm sys/socket sys/stat sys/statvfs sys/time sys/times sys/types sys/uio sys/un sys/utsname sys/wait syslog tar
termios tgmath time trace ulimit unistd utime utmpx wchar wctype wordexp'

# "declared HEADER NAME" for what a header declares itself; macros that stand for functions are not looked at
declared() {
	for h in $headers; do
		if [ ! -e "$sysroot/include/$h.h" ]; then
			echo "absent $h"
			continue
		fi
		echo "#include <$h.h>" | "$cc" -D_XOPEN_SOURCE=700 -E -x c - | awk -v h="$h" '
			/^# [0-9]+ "/ { own = $3 ~ "include/(wasm32-wasi/)?" h "\\.h\"$" || $3 ~ "include/bits/"; next }
			own { text = text " " $0 }
			END {
				gsub(/__attribute__ *\(\([^)]*\)\)/, "", text)
				while (match(text, /\{[^{}]*\}/))
					text = substr(text, 1, RSTART - 1) ";" substr(text, RSTART + RLENGTH)
				n = split(text, decl, ";")
				for (i = 1; i <= n; i++) {
					d = decl[i]
					if (d !~ /\(/ || d ~ /typedef|static/)
						continue
					if (match(d, /\(\*[a-z_0-9]+ *\(/) || match(d, /[A-Za-z_0-9]+ *\(/)) {
						name = substr(d, RSTART, RLENGTH)
						gsub(/[(* ]/, "", name)
						if (name !~ /^_[A-Z_]/ || name ~ /^_Exit$|^_exit$|^_tolower|^_toupper|^_longjmp|^_setjmp/)
							print "declared", h, name
					}
				}
			}'
	done
}

{
	"$nm" -A "$lib/libc.a" 2>/dev/null | awk '{
		object = $1
		sub(/^.*libc\.a:/, "", object)
		sub(/:.*/, "", object)
		if ($(NF - 1) == "U") print "uses", object, $NF
		else if ($(NF - 1) ~ /^[TWDBVCRA]$/) print "defined", $NF, object
	}'
	sed 's|^[^ ]*/||; s/ .*//; s/.*/fails &.o/' "$lib/unlowered.txt"
	declared
} | awk '
	$1 == "defined" { object[$2] = $3; count[$3]++ }
	$1 == "uses" { uses[$2] = uses[$2] " " $3 }
	$1 == "fails" { fails[$2] = 1 }
	$1 == "absent" { absent = absent (absent ? ", " : "") "`" $2 ".h`" }
	$1 == "declared" && !seen[$3]++ { order[++n] = $2; name[n] = $3 }
	# nothing but calls of what fails
	function only_fails(o,   list, i, m, any) {
		if (o in fails) return 1
		m = split(uses[o], list, " ")
		for (i = 1; i <= m; i++) {
			if (list[i] ~ /^__(stack_pointer|syscall_ret|errno_location|memory_base)$|^__indirect|^__linear/) continue
			if ((list[i] in object) && (object[list[i]] in fails)) any = 1
			else return 0
		}
		return any
	}
	END {
		print "| header | works | fails with ENOSYS | missing |"
		print "| --- | --- | --- | --- |"
		for (i = 1; i <= n; i++) {
			h = order[i]
			if (h != last && last != "") flush(last)
			last = h
			if (h == "setjmp") column = 1 # the compiler makes them
			else if (!(name[i] in object)) column = 3
			else if (only_fails(object[name[i]])) column = 2
			else column = 1
			cell[column] = cell[column] (cell[column] ? ", " : "") name[i]
			total[column]++
		}
		flush(last)
		printf "\n%d functions work, %d fail with ENOSYS, %d are missing. Headers of the standard that are not there, all of options: %s.\n", total[1], total[2], total[3], absent
	}
	function flush(h,   c) {
		printf "| %s.h | %s | %s | %s |\n", h, cell[1], cell[2], cell[3]
		delete cell
	}'
