//! Names for a backtrace, asked of the host: it has the module's name section, the program does not.
//! `cargo wasix self install` puts this file into the standard library's sources.

use super::{BytesOrWideString, ResolveWhat, SymbolName};
use core::ffi::c_void;
use core::marker::PhantomData;

unsafe extern "C" {
    /// Of libunwind.a: the bytes written, 0 if there is no name.
    fn __wasix_function_name(ip: usize, out: *mut u8, size: usize) -> usize;
}

const NAME_MAX: usize = 1024;

pub struct Symbol<'a> {
    name: &'a [u8],
    ip: *mut c_void,
}

/// The linker has undone the mangling already; the hash that is left at the end says nothing.
fn without_hash(name: &[u8]) -> &[u8] {
    const HASH: usize = "::h0123456789abcdef".len();
    match name.len().checked_sub(HASH) {
        Some(at) if name[at..].starts_with(b"::h") && name[at + 3..].iter().all(u8::is_ascii_hexdigit) => &name[..at],
        _ => name,
    }
}

pub unsafe fn resolve(what: ResolveWhat<'_>, cb: &mut dyn FnMut(&super::Symbol)) {
    let ip = what.address_or_ip();
    let mut bytes = [0u8; NAME_MAX];
    let len = unsafe { __wasix_function_name(ip as usize, bytes.as_mut_ptr(), NAME_MAX) };
    if len == 0 {
        return;
    }
    let inner = Symbol { name: without_hash(&bytes[..len]), ip };
    // What the callback gets may not outlive `bytes`: it takes the symbol by a reference of any lifetime.
    cb(&super::Symbol { inner: unsafe { core::mem::transmute::<Symbol<'_>, Symbol<'static>>(inner) } });
}

impl Symbol<'_> {
    pub fn name(&self) -> Option<SymbolName<'_>> {
        Some(SymbolName::new(self.name))
    }

    pub fn addr(&self) -> Option<*mut c_void> {
        Some(self.ip)
    }

    pub fn filename_raw(&self) -> Option<BytesOrWideString<'_>> {
        None
    }

    #[cfg(feature = "std")]
    pub fn filename(&self) -> Option<&std::path::Path> {
        None
    }

    pub fn lineno(&self) -> Option<u32> {
        None
    }

    pub fn colno(&self) -> Option<u32> {
        None
    }
}

pub unsafe fn clear_symbol_cache() {}
