#!/bin/sh
# What the first run compiled the second one loads: the compiler is not started, the directory is private.
set -eu

command -v wat2wasm >/dev/null || {
	echo "SKIPPED: wat2wasm (Debian's wabt) is not installed"
	exit 77
}
scratch=$TEST_SCRATCH/second-run
rm -rf "$scratch"
mkdir -p "$scratch"
cd "$scratch"
echo '(module (func (export "f") (result i32) (i32.const 42)))' >module.wat
wat2wasm module.wat -o module.wasm
export WASIX_CACHE_DIR="$scratch/cache"
# A compiler that counts its starts.
cat >compiler <<END
#!/bin/sh
echo started >>"$scratch/starts"
exec "$BUILD/lib/wasix/wasix-compile"
END
chmod +x compiler
export WASIX_COMPILER="$scratch/compiler"
[ "$("$WASIX" run --invoke=f module.wasm)" = 42 ]
[ "$("$WASIX" run --invoke=f module.wasm)" = 42 ]
[ "$(wc -l <starts)" = 1 ]
[ "$(stat -c %a cache)" = 700 ]
[ "$("$WASIX" run --no-cache --invoke=f module.wasm)" = 42 ]
[ "$(wc -l <starts)" = 2 ]
[ "$(find cache -type f | wc -l)" = 1 ]

# A cut file is compiled again, and replaced.
object=$(find cache -type f)
size=$(stat -c %s "$object")
truncate -s 1000 "$object"
[ "$("$WASIX" run --invoke=f module.wasm)" = 42 ]
[ "$(wc -l <starts)" = 3 ]
[ "$(stat -c %s "$object")" = "$size" ]
