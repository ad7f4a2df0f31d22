//! Names and lines for a backtrace, asked of the host: it has the module's name section and line tables, the program does not.
//! `cargo wasix self install` puts this file into the standard library's sources.

use super::{BytesOrWideString, ResolveWhat, SymbolName};
use core::ffi::c_void;
use core::marker::PhantomData;

unsafe extern "C" {
    /// Of libunwind.a: the bytes written, 0 if there is no name.
    fn __wasix_function_name(ip: usize, out: *mut u8, size: usize) -> usize;
    /// Likewise: the line, 0 if it is not known, and a path that ends with 0.
    fn __wasix_source_line(ip: usize, file: *mut u8, size: usize) -> u32;
}

const NAME_MAX: usize = 1024;
const FILE_MAX: usize = 512;

pub struct Symbol<'a> {
    name: &'a [u8],
    ip: *mut c_void,
    /// Empty if it is not known.
    file: &'a [u8],
    line: u32,
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
    let mut file = [0u8; FILE_MAX];
    let line = unsafe { __wasix_source_line(ip as usize, file.as_mut_ptr(), FILE_MAX) };
    let file_len = file.iter().position(|&byte| byte == 0).unwrap_or(0);
    let inner = Symbol { name: without_hash(&bytes[..len]), ip, file: &file[..file_len], line };
    // What the callback gets may not outlive `bytes` and `file`: it takes the symbol by a reference of any lifetime.
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
        if self.file.is_empty() { None } else { Some(BytesOrWideString::Bytes(self.file)) }
    }

    #[cfg(feature = "std")]
    pub fn filename(&self) -> Option<&std::path::Path> {
        use std::os::unix::ffi::OsStrExt;
        if self.file.is_empty() { None } else { Some(std::path::Path::new(std::ffi::OsStr::from_bytes(self.file))) }
    }

    pub fn lineno(&self) -> Option<u32> {
        if self.line == 0 { None } else { Some(self.line) }
    }

    pub fn colno(&self) -> Option<u32> {
        None
    }
}

pub unsafe fn clear_symbol_cache() {}
