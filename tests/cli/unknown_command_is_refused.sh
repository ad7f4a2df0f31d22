. "$SOURCE/tests/expect.sh"

status 2 "$WASIX" frobnicate
one_line "frobnicate"
