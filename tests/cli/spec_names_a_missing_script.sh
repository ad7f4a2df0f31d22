. "$SOURCE/tests/expect.sh"

status 1 "$WASIX" spec nowhere.json
one_line "nowhere.json: No such file"
! grep -q 'line' err || fail "there is no line in what is not there"
