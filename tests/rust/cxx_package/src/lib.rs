//! A library with parts in C++, as crates of the name something-sys are.

use std::ffi::{c_char, c_int, CStr, CString};

extern "C" {
    fn part_most_frequent(text: *const c_char, out: *mut c_char, size: c_int) -> c_int;
    fn part_in_a_thread() -> c_int;
}
extern "C-unwind" {
    fn part_call(callback: extern "C-unwind" fn());
}

pub fn most_frequent(text: &str) -> (String, i32) {
    let text = CString::new(text).unwrap();
    let mut word = [0u8; 16];
    let times = unsafe { part_most_frequent(text.as_ptr(), word.as_mut_ptr().cast(), 16) };
    (CStr::from_bytes_until_nul(&word).unwrap().to_str().unwrap().into(), times)
}

pub fn in_a_thread() -> i32 {
    unsafe { part_in_a_thread() }
}

pub fn call(callback: extern "C-unwind" fn()) {
    unsafe { part_call(callback) }
}
