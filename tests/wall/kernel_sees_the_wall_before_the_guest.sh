# System call trace of the runtime: both parts are raised before the start function's first call, and not with --no-second-wall.
. "$SOURCE/tests/expect.sh"
command -v strace >/dev/null || skip "strace is not installed"
strace -o strace.probe true 2>/dev/null || skip "strace may not trace here"
! grep -q '^WASIX_SANITIZE:[A-Z]*=.' "$BUILD/CMakeCache.txt" || skip "there is no filter of system calls under the sanitizers"

module '(module
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (func $start (drop (call $yield)))
  (start $start)
  (func (export "_start")))'
"$WASIX" compile m.wasm
status 0 strace -o calls "$WASIX" run m.wasm
[ ! -s err ] || skip "$(cat err)"
sed -n '/^landlock_restrict_self(.* = 0$/,$p' calls | sed -n '/^seccomp(/,$p' | grep -q '^sched_yield()' || fail "the wall comes too late"
status 0 strace -o calls "$WASIX" run --no-second-wall m.wasm
! grep -Eq '^(seccomp|landlock)' calls || fail "--no-second-wall raises it all the same"
