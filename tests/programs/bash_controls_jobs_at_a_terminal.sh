. "$SOURCE/tests/expect.sh"
# Someone at a pseudo terminal stops, continues and interrupts what bash runs there, and types into pipelines and here-documents.
guest_root
for name in bash dash sleep wc cat tr sed tty; do
	"$WASIX" compile "$root/bin/$name" # whoever types has no patience for that
done
"${NATIVE_CC:-cc}" -O1 "$SOURCE/tests/type.c" -o type

# what is typed is echoed: quotes keep it from being taken for what is said
cat >typed <<'T'
> PS1='rea''dy> '
< ready> 
> sh -c 'trap "echo resu""med" CONT; echo be""gun; while :; do sleep 0.1; done'
< begun
^Z
< Stopped
< ready> 
> jobs
< Stopped
< ready> 
> fg
< resumed
^Z
< Stopped
< ready> 
> bg
< resumed
> jobs
< Running
> kill %1; wait %1 2>/dev/null; echo "en""ded: $?"
< ended: 143
> sh -c 'echo be""gun; exec sleep 100'
< begun
^C
< ready> 
> echo "status $?, $(jobs | wc -l) jobs"
< status 130, 0 jobs
> cat | tr a-z A-Z
> from the terminal
< FROM THE TERMINAL
^D
< ready> 
> sleep 60 | cat & sed 's/e/E/' <<X
> here
> X
< hEre
< ready> 
> kill %1; wait %1 2>/dev/null; echo "killed: $?"
< killed: 143
< ready> 
> tty; exit 5
< /dev/
T
status 5 ./type typed "$WASIX" run --timeout 380 --dir="$root::/" --env=PATH=/bin --env=TERM=dumb --env=HISTFILE= "$root/bin/bash" --norc
