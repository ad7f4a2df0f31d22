//! A package with parts in C, the crate libc, and every kind of test.

extern "C" {
    fn part_size_of_stat() -> i32;
}

/// ```
/// assert!(package::sizes_agree());
/// ```
pub fn sizes_agree() -> bool {
    unsafe { part_size_of_stat() as usize == std::mem::size_of::<libc::stat>() }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    #[test]
    fn c_and_rust_agree() {
        assert!(super::sizes_agree());
    }

    #[test]
    #[should_panic(expected = "on purpose")]
    fn panics_are_caught() {
        panic!("on purpose");
    }

    // Each waits for the other: they pass only if libtest runs both at a time.
    static BOTH: Barrier = Barrier::new(2);

    #[test]
    fn runs_beside_the_other() {
        BOTH.wait();
    }

    #[test]
    fn runs_beside_the_one() {
        BOTH.wait();
    }
}
