/* reloc.h -- modules are not relocated by musl's loader. */
#define LDSO_ARCH "wasm32"
#define TPOFF_K   0
