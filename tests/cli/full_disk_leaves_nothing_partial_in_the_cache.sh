# The cache is on a file system of 8 KiB: one warning, the program runs, no file stays behind.
. "$SOURCE/tests/expect.sh"

new_mounts=
for try in "unshare -m" "unshare -rm"; do
	if $try mount -t tmpfs none "$scratch" 2>/dev/null; then
		new_mounts=$try
		break
	fi
done
[ -n "$new_mounts" ] || skip "no file system can be mounted here"

hello
mkdir cache
export WASIX_CACHE_DIR=$PWD/cache
status 0 $new_mounts sh -c '
	mount -t tmpfs -o size=8k,mode=700 none cache
	"$WASIX" run hello.wasm
	find cache -type f >left'
one_line "warning"
says hello
[ ! -s left ] || fail "files are left in the cache: $(cat left)"
