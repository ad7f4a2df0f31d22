# Names by a hosts file, by a name server (over UDP, and TCP for long answers), by the search list; what a silent server costs; what rules say.
. "$SOURCE/tests/expect.sh"

"$NATIVE_CC" -O1 -w -D_GNU_SOURCE -x c "$SOURCE/tests/net/name_server.h" -o server 2>err || fail "the name server does not compile"
"$WASIXCC" -O1 -D_GNU_SOURCE -I"$SOURCE/tests/net" -x c "$SOURCE/tests/net/lookup.h" -o lookup.wasm || fail wasixcc
./server >port 2>>asked &
server=$!
trap 'kill $server 2>/dev/null' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10; do
	[ -s port ] && break
	sleep 0.1
done
printf 'nameserver 127.0.0.1:%s\nsearch corp.test\noptions timeout:1 attempts:1\n' "$(cat port)" >resolv.conf
printf '# a comment\n10.9.8.7 myhost myhost.lan # another\n::9 six\nbroken line\n' >hosts
export WASIX_RESOLV_CONF=$PWD/resolv.conf WASIX_HOSTS=$PWD/hosts

# lookup FLAGS -- FAMILY NAME: the answer of the guest
lookup() {
	flags=
	while [ "$1" != -- ]; do
		flags="$flags $1"
		shift
	done
	shift
	# shellcheck disable=SC2086
	"$WASIX" run $flags lookup.wasm "$@" >out 2>err || fail "lookup $*"
}

# gives TEXT FAMILY NAME
gives() {
	want=$1
	shift
	lookup --net -- "$@"
	[ "$(cat out)" = "$want" ] || fail "$*: $want is expected"
}

gives '10.9.8.7' 0 myhost
gives '10.9.8.7' 4 myhost.lan
gives 'Name does not resolve' 6 myhost
gives '::9' 0 six
gives '127.0.0.1' 4 localhost
gives '::1' 6 localhost
gives '1.2.3.4' 4 both.test
gives '1234::5' 6 both.test
gives '1.2.3.4 1234::5' 0 both.test
gives '1.2.3.4 1234::5' 0 BOTH.test.
gives '5.6.7.8' 0 printer
gives 'Name does not resolve' 0 nobody.test
gives 'Name does not resolve' 0 'bad name'
gives 'Try again' 0 broken.test
gives '127.0.0.1' 0 127.0.0.1
gives 'fe80::1' 0 fe80::1
# 40 addresses, more than a packet of 512 bytes holds: by TCP; musl takes 30 of them
lookup --net -- n long.test
[ "$(cat out)" = 30 ] || fail "30 addresses are expected"
# the name of an address: from hosts, from the server
gives myhost r 10.9.8.7
gives pointer.test r 9.9.9.9
# the older calls, and questions of another type
gives 'both.test 1.2.3.4' h both.test
gives 'six6.test ::66' h six6.test
gives 'myhost 10.9.8.7' h myhost.lan
gives 'Host not found' h nobody.test
gives 'Try again' h broken.test
gives 'pointer.test 9.9.9.9' b 9.9.9.9
gives 'text.test 16 hello' q text.test 16
gives 'Host not found' q nobody.test 16
gives 'Address not available' q both.test 16
# what a name stands for: by aliases, by the first name of a line of hosts, by the search list
gives canonical.test c alias.test
gives '1.1.1.1' 0 alias.test
gives myhost c myhost.lan
gives printer.corp.test c printer
gives both.test c both.test
gives localhost c localhost
# silence ends after the time that resolv.conf says, for both families together; both are asked for at once
start=$(date +%s)
gives 'Try again' 0 silent.test
[ $(($(date +%s) - start)) -le 4 ] || fail "a silent server holds the guest up"
# nor does silence about one family hide the other
gives '1.2.3.4' 0 half.test
grep -qx 'half.test 28' asked || fail "IPv6 is not asked for"
# who wants one family does not wait for the other: it is not asked for
: >asked
gives '1.2.3.4' 4 half.test
gives '1234::5' 6 both.test
[ "$(sort -u asked | tr '\n' ' ')" = 'both.test 28 half.test 1 ' ] || fail "one family was asked for: $(cat asked)"
# answers to questions that nobody asked are not taken
gives '1.2.3.4' 4 forged.test
# the guest's own hosts file comes first
mkdir -p etc
echo '10.0.0.1 myhost' >etc/hosts
lookup --net --volume "$PWD/etc:/etc" -- 0 myhost
[ "$(cat out)" = 10.0.0.1 ] || fail "the guest's hosts file is passed over"

# an empty resolv.conf names no server: the host's are asked
: >etc/resolv.conf
lookup --net --volume "$PWD/etc:/etc" -- 0 both.test
[ "$(cat out)" = '1.2.3.4 1234::5' ] || fail "an empty resolv.conf is taken for one that names this host"

# rules
lookup --net=dns:allow=both.test:80 -- 0 both.test
[ "$(cat out)" = '1.2.3.4 1234::5' ] || fail "an allowed name is not looked up"
lookup --net=dns:allow=both.test:80 -- 0 other.test
[ "$(cat out)" = 'System error' ] || fail "a name that no rule allows is looked up"
grep -q 'looking up other.test was refused: no rule of --net allows it' err || fail "the name is not told"
lookup '--net=dns:allow=*.corp.test' -- 0 printer
[ "$(cat out)" = 5.6.7.8 ] || fail "the search list is not judged by what is asked"
# its address is allowed on the rule's ports, and only after it was looked up
lookup "--net=dns:allow=here.test:$(cat port)" -- p here.test "$(cat port)"
[ "$(cat out)" = 'before 13, after 0' ] || fail "an address does not belong to its name"
lookup "--net=dns:allow=here.test:1" -- p here.test "$(cat port)"
[ "$(cat out)" = 'before 13, after 13' ] || fail "a port that no rule has is allowed"
# a name that leads to a link-local address
lookup '--net=dns:allow=*' -- p metadata.test 80
[ "$(cat out)" = 'before 13, after 13' ] || fail "metadata is reached by a name"

# a resolv.conf of the guest's own: its servers are asked, and its search list is used
./server 127.53.7.1 >port53 2>&1 &
own=$!
trap 'kill $server $own 2>/dev/null' EXIT
for _ in 1 2 3 4 5 6 7 8 9 10; do
	[ -s port53 ] && break
	kill -0 $own 2>/dev/null || {
		echo "note: port 53 of 127.53.7.1 may not be bound here: a guest's own servers are not tested"
		exit 0
	}
	sleep 0.1
done
printf 'nameserver 127.53.7.1\nsearch test\noptions timeout:1 attempts:1\n' >etc/resolv.conf
own() {
	want=$1 flags=$2
	shift 2
	lookup "$flags" --volume "$PWD/etc:/etc" -- "$@"
	[ "$(cat out)" = "$want" ] || fail "own servers, $flags, $*: $want is expected"
}
own 127.0.0.1 --net 0 own.test
own 127.0.0.1 --net 0 own
own seven.test --net r 7.7.7.7
own 'Name does not resolve' --net 0 both.test
# under rules only where a rule leads there, else the host's are asked; what they say belongs to no name
own 'Name does not resolve' '--net=dns:allow=*' 0 own.test
own '1.2.3.4 1234::5' '--net=dns:allow=*' 0 both.test
own 127.0.0.1 '--net=ipv4:allow=127.53.7.1:53/out' 0 own.test
own 'before 13, after 13' '--net=dns:allow=*,ipv4:allow=127.53.7.1:53/out' p own.test "$(cat port)"
