. "$SOURCE/tests/expect.sh"

# Not wasm at all: one line, 126.
echo "int main;" >m.wasm
status 126 "$WASIX" run m.wasm
one_line "malformed"
