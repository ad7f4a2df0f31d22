. "$SOURCE/tests/expect.sh"
command -v meson >/dev/null || skip "meson is not installed"
cat >meson.build <<'M'
project('sample', 'c')
cc = meson.get_compiler('c')
has = cc.has_function('nanosleep') ? '1' : '0'
none = cc.has_function('no_such_function') ? '1' : '0'
part = static_library('part', 'part.c')
e = executable('sample', 'main.c', link_with: part, c_args: ['-DTEXT="' + has + none + '"'])
test('runs', e)
M
echo 'int part(void) { return 7; }' >part.c
printf '#include <stdio.h>\nint part(void);\nint main(void) { printf("%%s %%d\\n", TEXT, part()); }\n' >main.c
prefix=$(dirname "$(dirname "$WASIXCC")")
PATH=$prefix/bin:$PATH
meson setup --cross-file "$prefix/share/wasix/wasix.cross" b >log 2>&1 || { cat log; fail "setup"; }
meson test -C b >log 2>&1 || { cat log; fail "build and test"; }
set -- b/sample b/sample.*
[ -f "$1" ] || shift
status 0 "$WASIX" run "$1"
says '10 7'
