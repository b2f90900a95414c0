pub fn is_placeholder(s: &[u8]) -> bool {
    let l = s.to_ascii_lowercase();
    ["example", "xxxx", "your", "changeme", "${", "{{", "<", "placeholder"]
        .iter()
        .any(|w| memchr::memmem::find(&l, w.as_bytes()).is_some())
}
