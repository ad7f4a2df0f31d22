. "$SOURCE/tests/expect.sh"

status 126 "$WASIX" run .
one_line "directory"
