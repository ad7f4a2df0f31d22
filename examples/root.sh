#!/bin/sh
# root.sh DIR -- makes DIR a guest's root with a shell and its commands: bash, dash as sh, GNU make, coreutils, findutils, diffutils, gzip, m4, sed, grep (egrep, fgrep), gawk as awk.
#
#     sh examples/root.sh root; wasix run --dir=root::/ --env=PATH=/bin root/bin/bash
#
# What is there already is not built again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/bin" "$1/usr" "$1/tmp" "$1/etc" "$1/dev"
chmod 1777 "$1/tmp"
printf '%s\n' 'root:x:0:0:root:/tmp:/bin/sh' 'nobody:x:65534:65534:nobody:/:/bin/false' >"$1/etc/passwd"
printf '%s\n' 'root:x:0:' 'nogroup:x:65534:' >"$1/etc/group"
for name in bash dash make coreutils find diff gzip m4 sed grep gawk; do
	[ ! -e "$1/bin/$name" ] || continue
	sh "$here/programs.sh" "$name" wasm "$1/bin" >"$1/log" 2>&1 || {
		echo "root.sh: $name does not build: $1/log" >&2
		exit 1
	}
done
for name in egrep:-E fgrep:-F; do
	printf '#!/bin/sh\nexec grep %s "$@"\n' "${name#*:}" >"$1/bin/${name%:*}"
	chmod +x "$1/bin/${name%:*}"
done
ln -sfn ../bin "$1/usr/bin" # where configure finds sed and grep, on the host
ln -sf dash "$1/bin/sh"
ln -sf gawk "$1/bin/awk"
ln -sf ginstall "$1/bin/install" # as coreutils' make install names it
