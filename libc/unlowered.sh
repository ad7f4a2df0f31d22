#!/bin/sh
# unlowered.sh MUSL/src LIBC -- musl's files all of whose system calls are ENOSYS here: "unistd/acct.c acct".
#
# Not counted: brk, which has another way, and the signal that tells of an end (rt_sigqueueinfo in aio).
#
# A call is one of the numbers of arch/wasm32/bits/syscall.h.in; musl writes SYS_lseek where it means
# SYS__llseek, and so on. It is lowered if sys/lowered.def has a row for it and the row's function does
# not answer ENOSYS by itself (NONE3(name) in a file of libc/sys that says so).
set -eu
src=$1 libc=$2
cd "$src"
{
	sed -n 's/^#define __NR_\([a-z0-9_]*\).*/number \1/p' "$libc/arch/wasm32/bits/syscall.h.in"
	grep -o 'LOWER[A-Z0-9_]*([^)]*)' "$libc/sys/lowered.def" | sed 's/.*[(, ]\([a-z0-9_]*\))/lowered \1/'
	grep -l 'return -ENOSYS; }' "$libc"/sys/*.c "$libc"/sys/*/*.c | xargs -r grep -oh 'NONE[0-9]([a-z0-9_]*)' | sed 's/.*(\(.*\))/none \1/'
	grep -L 'return [^E]' $(grep -l 'return ENOSYS;' "$libc"/sys/*.c "$libc"/sys/*/*.c) | sed 's|.*/|own sys/|'
	grep -oE '\bSYS_[a-z0-9_]+' -r --include='*.c' . | sed 's|^\./\(.*\):SYS_|file \1 |' | sort -u
} | awk '
	$1 == "number" { number[$2] = 1 }
	$1 == "lowered" { lowered[$2] = 1 }
	$1 == "own" { print $2, "nothing" }
	$1 == "none" { delete lowered[$2] }
	$1 == "file" {
		n = $3
		if (n == "brk" || ($2 ~ /^aio/ && n == "rt_sigqueueinfo"))
			next
		if ((n in lowered) || (n "64" in lowered) || (n "_time64" in lowered) || (n "64_64" in lowered) || (n "2" in lowered) || ("_l" n in lowered))
			works[$2] = 1
		else if ((n in number) || (n "64" in number))
			fails[$2] = fails[$2] " " n
	}
	END {
		for (f in fails)
			if (!(f in works))
				print f fails[f]
	}' | sort
