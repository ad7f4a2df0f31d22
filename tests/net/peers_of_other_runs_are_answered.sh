# A datagram or a connection comes from a Unix socket of a native program or of another run: it has the name under which the guest may answer, if it lies
# in what is mounted, and none if not; and what a guest sends is answered by the others.
. "$SOURCE/tests/expect.sh"

"$NATIVE_CC" -O1 -w -D_GNU_SOURCE -x c "$SOURCE/tests/net/answers.h" -o answers || fail "the native compiler"
"$WASIXCC" -O1 -D_GNU_SOURCE -x c "$SOURCE/tests/net/answers.h" -o answers.wasm || fail wasixcc
"$WASIX" compile answers.wasm
"$WASIX" run answers.wasm 2>err || :
! grep -q Landlock err || skip "the kernel has no Landlock"

here=$PWD
short=$(mktemp -d) # names have 108 bytes at most
trap 'rm -rf "$short"' EXIT
mkdir "$short/a" "$short/a/sub" "$short/outside"
native() { "$here/answers" "$@"; }
guest() { "$WASIX" run --net --volume "$short/a:/mnt" --cwd /mnt "$here/answers.wasm" "$@"; }
other() { "$WASIX" run --net --volume "$short/a:/other" "$here/answers.wasm" "$@"; }
path() { # WHO NAME: its name of it
	case $1 in
	native) echo "$short/a/$2" ;;
	guest) echo "/mnt/$2" ;;
	other) echo "/other/$2" ;;
	esac
}
wait_for() {
	for _ in $(seq 200); do
		[ ! -e "$1" ] || return 0
		sleep 0.02
	done
	fail "nothing listens: $1"
}
clean() {
	find "$short" ! -type d -exec rm -f {} +
}

# talk SERVER CLIENT KIND NAME-OF-SERVER NAME-OF-CLIENT
talk() {
	clean
	"$1" serve "$3" "$(path "$1" "$4")" >served 2>&1 &
	wait_for "$short/a/$4.ready"
	"$2" ask "$3" "$(path "$2" "$5")" "$(path "$2" "$4")" >asked 2>&1 || fail "$2 asks $1 ($3): $(cat asked served)"
	wait $! || fail "$1 serves ($3): $(cat served)"
	[ "$(cat served)" = "asked by '$(path "$1" "$5")'" ] || fail "$1 was asked by $2 ($3): $(cat served)"
	[ "$(cat asked)" = "answered by '$(path "$2" "$4")'" ] || fail "$2 was answered by $1 ($3): $(cat asked)"
}

for kind in once message connected; do
	talk guest native $kind server client
	talk native guest $kind server sub/client
done
talk guest other message sub/server client
talk other guest once server sub/client
talk guest native once server sub//./client
# by a link: under the name without it, which the other run can follow
clean
ln -s sub "$short/a/way"
other serve once /other/server >served 2>&1 &
wait_for "$short/a/server.ready"
guest ask once way/client server >asked || fail "by a link: $(cat asked)"
wait $!
[ "$(cat served)" = "asked by '/other/sub/client'" ] || fail "by a link: $(cat served)"

# connections
clean
guest accept /mnt/listener >took &
wait_for "$short/a/listener.ready"
native call "$short/a/caller" "$short/a/listener" >called || fail "a native program calls a guest"
wait $!
[ "$(cat called)" = "called '$short/a/listener'" ] || fail "$(cat called)"
printf "accepted '/mnt/caller'\npeer '/mnt/caller'\n" | cmp - took || fail "the guest took: $(cat took)"

# from SENDER-NAME EXPECTED [FLAGS...]: a native program sends under that name (from the directory `at`), the guest is told the expected one
at=/
from() {
	name=$1 expected=$2
	shift 2
	rm -f "$short/a/server" "$short/a/server.ready"
	"$WASIX" run --net --volume "$short/a:/mnt" --cwd /mnt "$@" answers.wasm serve once server >served 2>&1 &
	server=$!
	wait_for "$short/a/server.ready"
	kind=once
	[ "$expected" ] || kind=silent
	(cd "$at" && exec "$here/answers" ask $kind "$name" "$short/a/server" >/dev/null 2>&1) || fail "no answer for '$name'"
	wait $server
	grep -qxF "asked by '$expected'" served || fail "by '$name' the guest was asked: $(cat served)"
}
clean
ln -s ../outside "$short/a/link"
from "$short/outside/client" ''
from "$short/a/link/client2" ''    # its name leads out of the mount
from "$short/a/../outside/client3" ''
from "$short/a/sub/../client4" /mnt/sub/../client4
ln -s a "$short/alias" # the host's directory has two names
from "$short/a/client10" /mnt/client10 --volume "$short/alias:/alias"
from "$short/alias/client11" /alias/client11 --volume "$short/alias:/alias"
at=$short/a
from client5 client5
at=$short/outside
from client6 ''
at=/
# another mount stands in front of it: whatever has the name there did not ask
mkdir "$short/b"
"$here/answers" serve once "$short/b/client7" >/dev/null 2>&1 &
wait_for "$short/b/client7.ready"
from "$short/a/sub/client7" '' --volume "$short/b:/mnt/sub"
"$here/answers" ask silent - "$short/b/client7"
wait
# a socket that is mounted by itself, as NOTIFY_SOCKET is, also where its name has a link in it
clean
ln -s a "$short/alias"
for notify in "$short/notify" "$short/alias/notify"; do
	"$here/answers" serve once "$notify" >served 2>&1 &
	wait_for "$notify.ready"
	"$WASIX" run --net --volume "$notify:/run/notify" --volume "$short/b:/mnt" answers.wasm ask once /mnt/client /run/notify >asked || fail "a mounted socket: $(cat asked)"
	wait $!
	[ "$(cat asked)" = "answered by '/run/notify'" ] || fail "a mounted socket: $(cat asked)"
	[ "$(cat served)" = "asked by '$short/b/client'" ] || fail "a mounted socket was asked: $(cat served)"
	rm "$short/b/client"
done
# gone before its message is read
clean
"$WASIX" run --net --volume "$short/a:/mnt" answers.wasm serve late /mnt/server >served 2>&1 &
wait_for "$short/a/server.ready"
"$here/answers" ask silent "$short/a/client9" "$short/a/server"
rm "$short/a/client9"
wait
printf "asked by '/mnt/client9'\ncannot answer: errno 2\n" | cmp - served || fail "gone: $(cat served)"
# from a directory that is mounted read-only it is told, and refused
clean
"$WASIX" run --net --volume "$short/a:/mnt" --volume "$short/b:/ro:ro" answers.wasm serve once /mnt/server >served 2>&1 &
wait_for "$short/a/server.ready"
"$here/answers" ask silent "$short/b/client8" "$short/a/server"
wait
printf "asked by '/ro/client8'\ncannot answer: errno 13\n" | cmp - served || fail "$(cat served)"


# where the kernel would not keep what is made by the host's name in its place, a guest's socket has one that leads nowhere
leads_nowhere() {
	clean
	"$here/answers" serve once "$short/a/server" >served 2>&1 &
	wait_for "$short/a/server.ready"
	"$WASIX" run --net --volume "$short/a:/mnt" "$@" "$here/answers.wasm" ask silent /mnt/client /mnt/server || fail "with $*"
	wait
	grep -q "^asked by '/proc/self/fd/[0-9]*[/.]*client'" served || fail "with $* the name is: $(cat served)"
}
leads_nowhere --no-second-wall
leads_nowhere --volume "$short/a/sub:/ro:ro"
# others' names are told without the wall, too
from "$short/a/client9" /mnt/client9 --no-second-wall

# nothing is made outside of what is mounted, whatever happens to directories meanwhile
clean
guest race "$short/outside" || fail "nothing was bound"
[ -z "$(ls -A "$short/outside")" ] || fail "outside: $(ls "$short/outside")"
