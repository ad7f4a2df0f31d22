#!/bin/sh
# run_spec_test.sh NAME FILE.wast... -- convert scripts of the core test suite and run them: zero failed commands are expected.
#
# The converter needs node and the npm package below, which is fetched once into a cache; without them the test is skipped, and says why.
#
#   SPEC_CONVERTER    wast2json.mjs
set -eu

name=$1
shift
package=@bytecodealliance/jco@1.35.0

skip() {
	echo "SKIPPED: $*"
	exit 77
}

[ -f "$SPEC_CONVERTER" ] || skip "the converter $SPEC_CONVERTER is not there"
command -v node >/dev/null || skip "node is not installed"

# One process installs, the others wait for it.
cache=${WASIX_BUILD_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/wasix}/spec-converter
mkdir -p "$cache"
(
	flock 9
	[ ! -f "$cache/$package" ] || exit 0
	command -v npm >/dev/null || exit 1
	rm -rf "$cache/node_modules"
	cd "$cache"
	npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$cache" "$package" >npm.log 2>&1 || exit 1
	mkdir -p "$(dirname "$package")"
	: >"$package"
) 9>"$cache/lock" || skip "npm cannot install $package: $(tail -n 1 "$cache/npm.log" 2>/dev/null)"

# The converter names its output after the folder of the file.
out=$TEST_SCRATCH/spec/$name
mkdir -p "$out"
converted() {
	for file in "$SPEC_CONVERTER" "$@"; do
		[ "$out/done" -nt "$file" ] || return 1
	done
}
if ! converted "$@"; then
	rm -rf "${out:?}"/*
	# The converter asks wat2wasm for the older exceptions alone; some of these modules have tail calls too.
	mkdir "$out/bin"
	printf '#!/bin/sh\nexec "%s" --enable-tail-call "$@"\n' "$(command -v wat2wasm)" >"$out/bin/wat2wasm"
	chmod +x "$out/bin/wat2wasm"
	PATH=$out/bin:$PATH node "$SPEC_CONVERTER" "$cache" "$out" "$@" >"$out/log"
	! grep '^FAIL' "$out/log" || exit 1
	: >"$out/done"
fi
exec "$WASIX" spec "$out"/*.json
