. "$SOURCE/tests/expect.sh"
# What autoconf writes, its checks, config.status and the make that follows run by the guest's shells and commands, and make the same files as on the host.
guest_root
command -v autoreconf >/dev/null || skip "autoconf is not installed"

mkdir guest
cat >guest/configure.ac <<'A'
AC_INIT([thing], [1.5], [nobody@example.org])
AC_CONFIG_AUX_DIR([.])
AC_PROG_INSTALL
AC_PROG_MKDIR_P
AC_PROG_AWK
AC_PROG_SED
AC_PROG_EGREP
AC_PROG_LN_S
AC_PROG_MAKE_SET
AC_ARG_ENABLE([loud], [AS_HELP_STRING([--enable-loud], [shout])], [], [enable_loud=no])
AC_CACHE_CHECK([how many words there are], [thing_cv_words], [thing_cv_words=`printf '%s\n' a b c | sort -u | wc -l | tr -d ' '`])
AC_DEFINE_UNQUOTED([WORDS], [$thing_cv_words], [how many words there are])
AS_IF([test "$enable_loud" = yes], [AC_DEFINE([LOUD], [1], [whether it shouts])])
AC_SUBST([thing_cv_words])
AC_CONFIG_HEADERS([config.h])
AC_CONFIG_FILES([Makefile part/Makefile])
AC_CONFIG_FILES([script], [chmod +x script])
AC_OUTPUT
A
printf '#undef WORDS\n#undef LOUD\n#undef PACKAGE_VERSION\n' >guest/config.h.in
mkdir guest/part
cat >guest/Makefile.in <<'M'
@SET_MAKE@
prefix = @prefix@
INSTALL = @INSTALL@
all: ; @cd part && $(MAKE) all
install: all ; @MKDIR_P@ $(DESTDIR)$(prefix)/bin && @INSTALL_SCRIPT@ script $(DESTDIR)$(prefix)/bin/thing && @LN_S@ thing $(DESTDIR)$(prefix)/bin/other
M
cat >guest/part/Makefile.in <<'M'
all: words
words: ../config.h ; @SED@ -n 's/^#define WORDS //p' ../config.h >$@
M
printf '#!/bin/sh\necho "@PACKAGE_STRING@: @thing_cv_words@ words"\n' >guest/script.in
touch guest/install-sh
(cd guest && autoconf) >log 2>&1 || fail "autoconf: $(cat log)"
cp -R guest native

steps='./configure --prefix=/usr --enable-loud && make -j2 install DESTDIR="$PWD/to" && to/usr/bin/other'
status 0 timeout 380 "$WASIX" run --dir="$root::/" --dir=guest::/build --cwd=/build --env=PATH=/bin "$root/bin/bash" -c "$steps"
says 'thing 1.5: 3 words'
grep -q '^#define WORDS 3' guest/config.h && grep -q '^#define LOUD 1' guest/config.h || fail "config.h: $(cat guest/config.h)"
[ "$(cat guest/part/words)" = 3 ] && [ "$(readlink guest/to/usr/bin/other)" = thing ] || fail "make and make install"
(cd native && PATH=/bin:/usr/bin sh -c "$steps") >host 2>&1 || fail "on the host: $(cat host)"
for file in config.h part/words script; do
	cmp "guest/$file" "native/$file" || fail "$file differs from the host's"
done
