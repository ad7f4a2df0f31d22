. "$SOURCE/tests/expect.sh"

hello
mkdir -m 700 cache
export WASIX_CACHE_DIR=$PWD/cache
status 0 "$WASIX" run hello.wasm
entry=$(find cache -type f | head -n 1)
for size in 0 100 4096 $(($(wc -c <"$entry") - 1)); do
	truncate -s "$size" "$entry"
	status 0 "$WASIX" run hello.wasm
	says hello
done
